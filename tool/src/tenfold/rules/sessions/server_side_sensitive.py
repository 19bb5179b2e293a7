"""Private data in a session cookie or token that the client can read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import words
from tenfold.program.app import App
from tenfold.program.names import qualname
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.sessions._mechanism import is_session, mechanism
from tenfold.rules.sessions._tokens import claims

_SECRET = frozenset({
    "password", "passwd", "pwd", "otp", "secret", "captcha", "pin", "ssn", "cvv", "iban", "passphrase",
})  # fmt: skip
_TOKENS = (("access", "token"), ("refresh", "token"), ("api", "key"), ("card", "number"), ("credit", "card"),
           ("id", "token"), ("private", "key"), ("oauth", "token"), ("reset", "code"))  # fmt: skip
_PERSONAL = frozenset({"email", "phone", "address", "birthday", "birthdate", "dob"})
_FLAGS = frozenset(
    {"id", "at", "changed", "reset", "error", "ok", "sent", "set", "verified", "attempts", "count", "last", "state"}
)
"""Words that tell a note about a secret from the secret itself."""


class SessionServerSideSensitive(Rule):
    """Private data stands in a session cookie or token that the client can read.

    ## What it finds

    A password, a one-time code, an access token or the like that is stored in a session which lives in a signed
    cookie; personal data among the claims of a token that a cookie carries.

    ## Why it matters

    Signing hides nothing: a session cookie and a token are text that anybody who holds them decodes. A one-time
    code or a captcha's solution in it answers itself, and another site's token can be taken from a stolen cookie.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, request, session

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        session["access_token"] = request.form["github_token"]
        return "ok"
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask, request, session

    from store import keep_token

    app = Flask(__name__)

    @app.post("/login")
    def login():
        session["user_id"] = 1
        keep_token(session["user_id"], request.form["github_token"])
        return "ok"
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
    - https://flask.palletsprojects.com/en/stable/quickstart/#sessions
    """

    requirement = "sessions.server-side"
    severity = "medium"
    cwe = (315, 312)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at what is stored in the session, and at the claims of tokens in cookies."""
        used = mechanism(app)
        if used.cookie is not None:
            yield from _stored(app)
        for issue in used.tokens:
            if issue.cookie is None:
                continue
            private = sorted(name for name in claims(issue) or {} if _private(name) or name.lower() in _PERSONAL)
            if private:
                yield violated(
                    issue.place, f"the token in the cookie holds {', '.join(private)}, which whoever has it can read",
                    "Put only the user's id, or better a random session id, into the token.",
                    function=issue.site.function, severity="low",
                )  # fmt: skip


def _stored(app: App) -> Iterator[Observation]:
    for path, file in app.files.items():
        if "session[]" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            target = assign.target
            if not isinstance(target, f.Item) or not isinstance(target.index, f.Const) or assign.kind != "=":
                continue
            key = target.index.value
            if not isinstance(key, str) or not _private(key) or isinstance(assign.value, (f.Const, type(None))):
                continue
            name = app.program.names.qualify(file, assign.scope, target.value)
            if is_session(name) or (isinstance(target.value, f.Attr) and target.value.name == "session"):
                yield violated(
                    Place(path, f.line_of(assign.at), f.column_of(assign.at)),
                    f'session["{key}"] goes to the client in a cookie that is signed but not encrypted',
                    "Keep it on the server, or keep sessions in a store of the server's.",
                    function=qualname(file, assign.scope),
                )  # fmt: skip


def _private(name: str) -> bool:
    said = words(name)
    if not _FLAGS.isdisjoint(said):
        return False
    return not _SECRET.isdisjoint(said) or not set(_TOKENS).isdisjoint(itertools.pairwise(said))
