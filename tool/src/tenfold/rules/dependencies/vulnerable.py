"""dependencies.vulnerable."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dependencies.advisories import Advisory, known
from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.manifests.dependency import Dependency
from tenfold.rules.base import Observation, Rule, unknown, violated
from tenfold.rules.dependencies._manifests import LOCKS, locked, manifests, unlisted


class Vulnerable(Rule):
    """A package is pinned to a release with a published vulnerability.

    ## What it finds
    Locked or pinned releases of web packages (Django, Flask, Werkzeug, Jinja2, Starlette, Gunicorn, PyJWT, Pillow, ...)
    for which a well-known advisory has a fixed release. Tenfold ships only a few advisories; for all others it names
    the command that asks an advisory database.

    ## Why it matters
    An advisory tells everyone what is wrong and often how to use it; scanners try the whole internet within days.

    ## Example
    ```text requirements.txt
    Django==3.2.10
    ```

    ## Use instead
    ```text requirements.txt
    Django==5.2.8
    ```

    ## References
    - https://osv.dev/
    - https://github.com/pypa/pip-audit
    """

    requirement = "dependencies.vulnerable"
    severity = "high"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look up each locked package; what is not known here has to be asked for."""
        holes: dict[tuple[str, str], list[tuple[Place, Dependency, list[tuple[Advisory, str]]]]] = {}
        files: list[str] = []
        for place, dependency in locked(program):
            files.append(place.file)
            found = known(dependency.name, dependency.version)
            if found:
                holes.setdefault((dependency.name, dependency.version), []).append((place, dependency, found))
        for (name, version), seen in holes.items():
            place, _, advisories = seen[0]
            worst = advisories[0][0]
            ids = ", ".join(advisory.id for advisory, _ in advisories[:4])
            fixed = max((fix for _, fix in advisories), key=lambda text: [int(n) for n in text.split(".")])
            fix = f"raise {name} to {fixed} or newer" if fixed != "9999" else f"replace {name}"
            related = [Step(other, "names it as well") for other, _, _ in seen[1:6]]
            reason = f"{name} {version}: {worst.what} ({ids})"
            yield violated(place, reason, fix, related=related, severity=worst.severity)
        if holes:
            return
        listed = [path for path, _ in manifests(program)]
        if not listed:
            yield unlisted(program, "`pip-audit`")
            return
        file = next((f for f in files if f.rpartition("/")[2] in LOCKS), files[0] if files else next(iter(listed), ""))
        command = _command(file)
        yield unknown(f"no advisory database was asked: run `{command}`", Place(file) if file else None)


def _command(file: str) -> str:
    name = file.rpartition("/")[2]
    if name == "uv.lock":
        return "uv export --frozen --no-emit-project -o r.txt && pip-audit -r r.txt --require-hashes --disable-pip"
    if name == "poetry.lock":
        return "poetry export -o r.txt && pip-audit -r r.txt --require-hashes --disable-pip"
    return (
        f"pip-audit -r {file}"
        if file.endswith(".txt")
        else f"osv-scanner scan -L {file}"
        if name in LOCKS
        else "pip-audit ."
    )
