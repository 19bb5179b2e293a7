"""Session ids and tokens from a random source that can be predicted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import words
from tenfold.program.app import App
from tenfold.program.bodies import parts
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, violated

_PREDICTABLE = {
    "random.random", "random.randint", "random.randrange", "random.choice", "random.choices", "random.sample",
    "random.getrandbits", "random.randbytes", "random.Random.random", "random.Random.choice", "uuid.uuid1",
    "numpy.random.randint", "numpy.random.choice", "random.Random.randint", "random.Random.choices", "time.time",
}  # fmt: skip
_WHOLE = {"sessionid", "sid", "sessid", "jti", "otp", "nonce", "passcode", "jwt"}
_PAIRS = {
    ("session", "id"), ("session", "token"), ("session", "key"), ("auth", "token"), ("access", "token"),
    ("reset", "token"), ("api", "key"), ("refresh", "token"), ("login", "token"), ("csrf", "token"), ("reset", "code"),
    ("verification", "code"), ("login", "code"), ("temp", "password"), ("reset", "key"), ("secret", "key"),
    ("activation", "code"), ("confirmation", "code"), ("verification", "token"), ("activation", "token"),
    ("recovery", "code"), ("backup", "code"), ("one", "time"), ("new", "password"),
}  # fmt: skip

_TIMES = frozenset({
    "at", "time", "expires", "expire", "expiry", "expiration", "issued", "revoked", "created", "age", "ttl", "count",
    "length", "len", "timeout", "date", "until", "seconds", "delay", "index", "retry",
})  # fmt: skip
"""Words of what is said about a token without being one."""


class SessionIdRandom(Rule):
    """A session id, token or code comes from a random source that can be predicted.

    ## What it finds

    What is stored under the name of a session id, a token, a one-time code or a reset key is made with `random`,
    `uuid1` or the clock.

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
        """Look at what is assigned to such a name, or given as such an argument."""
        for path, file in app.files.items():
            if file.outline.called.isdisjoint({n.rpartition(".")[2] for n in _PREDICTABLE}):
                continue
            for assign in file.detail.assigns:
                if assign.value is not None and assign.kind == "=" and _speaks(_last(assign.target)):
                    yield from self._seen(app, file, assign.scope, assign.value, _last(assign.target), path, assign.at)
            for call in file.detail.calls:
                for keyword in call.keywords:
                    if _speaks(keyword.name):
                        yield from self._seen(app, file, call.scope, keyword.value, keyword.name, path, call.at)

    def _seen(
        self, app: App, file: PythonFile, scope: int, value: f.Expr, name: str, path: str, at: int
    ) -> Iterable[Observation]:
        for part in parts(file, value):
            if not isinstance(part, f.CallRef):
                continue
            called = app.program.calls.called(file, file.detail.calls[part.index])
            if called not in _PREDICTABLE or (called == "time.time" and len(list(parts(file, value))) > 6):
                continue
            place = Place(path, f.line_of(at), f.column_of(at))
            yield violated(
                place, f"{name} is made with {called}, which can be predicted",
                "Make it with `secrets.token_urlsafe(32)`, or `secrets.randbelow(10**6)` for a code of six digits.",
                function=qualname(file, scope),
            )  # fmt: skip
            return


def _last(target: f.Expr) -> str:
    match target:
        case f.Name(id=name) | f.Attr(name=name):
            return name
        case f.Item(index=f.Const(value=str() as name)):
            return name
    return ""


def _speaks(name: str) -> bool:
    said = words(name) if name else []
    if not _TIMES.isdisjoint(said):
        return False
    return not _WHOLE.isdisjoint(said) or not _PAIRS.isdisjoint(itertools.pairwise(said))
