"""secrets.history."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.audits.steps import steps_of
from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.audits._scans import scans
from tenfold.rules.base import Observation, Rule, met, unknown, violated
from tenfold.rules.secrets._candidates import TRY_OUT, is_judged
from tenfold.rules.secrets._env_files import env_files, secrets_in
from tenfold.rules.secrets._keys import keys as keys_of


class History(Rule):
    """A secret stays in the git history after its line is gone.

    ## What it finds
    Repositories in whose files a key in a provider's format stands: once it is committed, taking the line out does not
    take the key out. Whether earlier commits hold others is for a scan of the history to say; a job in CI that does
    this counts.

    ## Why it matters
    Every clone holds all earlier commits, and tools read them in seconds. Only changing the secret at its provider ends
    the danger.

    ## Example
    ```python deploy.py
    GITLAB = "glp\x61t-x7Kd92mQvL4pRt8sWnZy"
    ```

    ## Use instead
    ```python deploy.py
    import os

    GITLAB = os.environ["GITLAB_TOKEN"]
    ```

    ## References
    - https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository
    - https://github.com/newren/git-filter-repo
    """  # noqa: D301 - the escape keeps this file itself free of a key

    requirement = "secrets.history"
    severity = "medium"
    cwe = (538, 540, 798)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the keys that stand in files now, and for a scan of the history in CI."""
        keys = [
            (Place(path, candidate.line), candidate.kind)
            for path, text in sorted(program.facts.texts.items())
            if program.role(path) not in TRY_OUT
            for candidate in text.secrets
            if candidate.confidence != "low" and is_judged(program, path, candidate)
        ]
        keys += [
            (key.place, f"signing key {key.name}")
            for app in program.apps
            for key in keys_of(app)
            if key.signs and key.literal and program.role(key.place.file) == "production"
        ]
        keys += [
            (Place(path, variable.line), variable.name)
            for path, facts in env_files(program)
            for variable in secrets_in(facts)
        ]
        if keys:
            place, kind = keys[0]
            yield violated(
                place,
                f"this {kind} stays in the history when the line goes",
                "change it at its provider first; then, if you must, rewrite the history with `git filter-repo`",
                related=[Step(other, what) for other, what in keys[1:20]],
            )
            return
        steps = steps_of(program)
        firm = [scan for scan in scans(program, "secrets", steps) if not scan.tolerated]
        for scan in firm:
            yield met(scan.place, f"CI searches commits for secrets with {scan.name}", confidence="medium")
        if not firm:
            hook = next(iter(scans(program, "commit", steps)), None)
            before = f"{hook.name} looks at new commits, but nobody looked at the old ones" if hook else "nobody looked"
            reason = f"{before}: run `gitleaks git .` (or `trufflehog git file://.`) once over the whole history"
            yield unknown(reason, hook.place if hook else None)
