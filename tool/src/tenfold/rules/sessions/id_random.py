"""Session ids and tokens from a random source that can be predicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import SEVERITIES, Severity
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import parts
from tenfold.program.carried import last_name
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.sessions._credential_words import meaning, speaks
from tenfold.rules.sessions._predictable import Predictable, is_predictable

_SMALL = 6
"""Expressions in a value that is little more than the time: a payload with an expiry among others has more."""


class SessionIdRandom(Rule):
    """A session id, token or code comes from a random source that can be predicted.

    ## What it finds

    A session id, a token, a one-time code, a password or the value of a cookie is made with `random`, NumPy's random
    functions, `uuid1` or the clock. The value is followed through conversions, variables and the project's functions
    to what it is stored as, given to or returned by; `secrets` and `SystemRandom` are fine, and so is `random` for
    shuffles, delays, samples and colours.

    ## Why it matters

    `random` is a Mersenne Twister: from 624 numbers, often from a few ids, all later ones follow. `uuid1` is the
    clock and the machine's address. Whoever predicts the next id is logged in as its owner.

    ## Example

    ### Flask
    ```python app.py
    import random
    import string

    from flask import Flask, make_response

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session_id = "".join(random.choice(string.ascii_letters) for _ in range(32))
        response = make_response("ok")
        response.set_cookie("sid", session_id, secure=True, httponly=True, samesite="Lax")
        return response
    ```

    ## Use instead

    ### Flask
    ```python app.py
    import secrets

    from flask import Flask, make_response

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session_id = secrets.token_urlsafe(32)
        response = make_response("ok")
        response.set_cookie("sid", session_id, secure=True, httponly=True, samesite="Lax")
        return response
    ```

    ## References

    - https://docs.python.org/3/library/secrets.html
    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-id-entropy
    """

    requirement = "sessions.id"
    severity = "high"
    cwe = (330, 338)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at everything that is made of a predictable value."""
        predictable = Predictable(app)
        best: dict[tuple[str, int], tuple[int, int, Observation]] = {}
        for file, scope, use, source in predictable.uses():
            known = meaning(use, qualname(file, scope))
            if known is None or (known.weak and predictable.picks_one(file, scope, use)):
                continue
            seen = _said(file, scope, use.at, known.what, source, known.severity)
            # One value goes a long way; the place where its name says most is shown, the first of them.
            rank = (SEVERITIES.index(known.severity) * -1, use.at)
            key = (file.path, use.origin)
            if key not in best or rank < best[key][:2]:
                best[key] = (*rank, seen)
        yield from (seen for _, _, seen in best.values())
        yield from _defaults(app, predictable)
        yield from _clocks(app)


def _said(file: PythonFile, scope: int, at: int, what: str, source: str, severity: Severity = "high") -> Observation:
    return violated(
        Place(file.path, f.line_of(at), f.column_of(at)), f"{what} is made with {source}, which can be predicted",
        "Make it with `secrets.token_urlsafe(32)`, or `secrets.randbelow(10**6)` for a code of six digits.",
        function=qualname(file, scope), severity=severity,
    )  # fmt: skip


def _defaults(app: App, predictable: Predictable) -> Iterator[Observation]:
    """Fields of models whose default is a function that gives a predictable value."""
    for file in app.files.values():
        if not any(speaks(name) for name in file.outline.stored):
            continue
        for assign in file.detail.assigns:
            name, value = last_name(file, assign.target), assign.value
            if not isinstance(value, f.CallRef) or not speaks(name):
                continue
            for keyword in file.detail.calls[value.index].keywords:
                if keyword.name in {"default", "default_factory"}:
                    made = app.program.names.qualify(file, assign.scope, keyword.value)
                    source = made if is_predictable(made) else predictable.made_by.get(made, "")
                    if source:
                        yield _said(file, assign.scope, assign.at, name, source)


def _clocks(app: App) -> Iterator[Observation]:
    """What bears such a name and is little more than the time."""
    for file in app.files.values():
        if "time" not in file.outline.called:
            continue
        named = [(a.scope, last_name(file, a.target), a.value, a.at) for a in file.detail.assigns if a.kind == "="]
        given = [(call.scope, k.name, k.value, call.at) for call in file.detail.calls for k in call.keywords]
        for scope, name, value, at in (*named, *given):
            if not name or not speaks(name):
                continue
            made = list(parts(file, value))
            if len(made) <= _SMALL and any(
                isinstance(part, f.CallRef)
                and app.program.calls.called(file, file.detail.calls[part.index]) == "time.time"
                for part in made
            ):
                yield _said(file, scope, at, name, "time.time")
