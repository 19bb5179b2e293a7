"""audits.policy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenfold.dependencies.releases import today
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.facts import Setting
from tenfold.project.policy import PolicyFacts
from tenfold.rules.base import Observation, Rule, met, missing, violated

_WORDS = ("security.txt",)
_FOLDERS = ("", ".github/", "docs/", ".gitlab/", "doc/", ".well-known/")
_FEW = 8
"""Words below which a policy says nothing."""


class Policy(Rule):
    """Nothing says how to report a vulnerability.

    ## What it finds
    Repositories without a SECURITY.md (at the top, in `.github/` or in `docs/`) and without a `security.txt` that the
    app serves; policies that name no way to report; and a security.txt whose `Expires` is past.

    ## Why it matters
    Honest people find holes too. If they find no address they give up, or write about it in public.

    ## Example
    ```text SECURITY.md
    # Security
    We take security seriously and thank everybody who helps us to keep our users safe.
    ```

    ## Use instead
    ```text SECURITY.md
    # Security
    Please write to security@example.com; you get an answer within three working days.
    ```

    ## References
    - https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository
    - https://www.rfc-editor.org/rfc/rfc9116
    """

    requirement = "audits.policy"
    severity = "low"
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look for a policy among the files, and for a route that serves security.txt."""
        policies = {
            path: facts
            for path, facts in program.facts.of("policy").items()
            if isinstance(facts, PolicyFacts) and _counts(program, path)
        }
        empty: list[str] = []
        found = False
        for path, facts in sorted(policies.items()):
            ended = _ended(facts)
            if ended is not None:
                yield violated(
                    Place(path, ended.line),
                    f"this security.txt expired on {ended.value[:10]}, so that it counts for nothing (RFC 9116)",
                    "set `Expires:` to a day within the next year, and put that day into the calendar",
                )
                found = True
                continue
            if facts.contacts or facts.fields or _offers_report(facts):
                line = (facts.contacts or facts.fields or (None,))[0]
                found = True
                yield met(Place(path, line.line if line else 1), "tells how to report a vulnerability")
            else:
                empty.append(path)
        for app in program.apps:
            for route in app.routes:
                if route.path.endswith(_WORDS):
                    found = True
                    yield met(route.place, f"serves {route.path}")
        if found:
            return
        for path in empty:
            yield violated(
                Place(path, 1),
                "this security policy names no address and no way to report a vulnerability",
                "write an address into it, and how soon one gets an answer",
            )
        if not empty:
            yield missing(
                Place("."),
                "there is no SECURITY.md and no security.txt",
                "add a `SECURITY.md` that says where to report a vulnerability and what to expect",
            )


def _ended(facts: PolicyFacts) -> Setting | None:
    """The Expires field of a security.txt whose day is past."""
    expires = next((field for field in facts.fields if field.key == "expires"), None)
    if expires is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", expires.value) is None:
        return None
    return expires if expires.value[:10] < today().isoformat() else None


def _counts(program: Program, path: str) -> bool:
    """A policy of the repository or one that the app serves, not one of a vendored package or of a manual's chapter."""
    folder, _, name = path.rpartition("/")
    if name.lower() == "security.txt":
        return program.role(path) not in {"test", "example"}
    roots = {"", *(app.root for app in program.apps)}
    return any(folder in {f"{root}/{inner}".strip("/") for inner in _FOLDERS} for root in roots)


def _offers_report(facts: PolicyFacts) -> bool:
    """GitHub's private reporting needs no address: a text of some length is taken to tell of it."""
    return facts.words > _FEW * 5
