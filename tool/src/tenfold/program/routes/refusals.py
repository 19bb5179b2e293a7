"""What the project's own functions refuse: decorators, dependencies, hooks and middleware that nobody else wrote.

A function is judged by what it does, never by its name: a `login_required` that refuses nothing protects nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.program.bodies import expressions, expressions_in, nested, parts, statements, within
from tenfold.program.names import Names
from tenfold.program.origins import Origins
from tenfold.program.routes.optional import demanding
from tenfold.project.read import PythonFile

_MAX_DEPTH = 3
_STATUS = frozenset({"status_code", "status"})
_DENIED = frozenset({401, 403})
_LIMITED = frozenset({429})
_WORDS = {
    "BAD_REQUEST": 400, "UNAUTHORIZED": 401, "FORBIDDEN": 403, "TOO_MANY_REQUESTS": 429, "HTTP_401_UNAUTHORIZED": 401,
    "HTTP_403_FORBIDDEN": 403, "HTTP_429_TOO_MANY_REQUESTS": 429,
}  # fmt: skip
_REFUSING = (
    "PermissionDenied", "Unauthorized", "Forbidden", "NotAuthenticated", "AuthenticationFailed", "NotAuthorized",
    "AccessDenied", "AuthenticationError", "AuthorizationError", "AuthError", "InvalidToken", "CredentialsException",
    "InvalidCredential",
    "NotLoggedIn", "LoginRequired", "unauthorized", "redirect_to_login", "handle_no_permission", "permission_denied",
)  # fmt: skip
_TELLING = (*_REFUSING, "HTTPException", "Response")
_ANSWERS = frozenset({"abort", "redirect", "jsonify", "make_response"})
_REDIRECTS = frozenset({"redirect", "RedirectResponse", "HttpResponseRedirect", "redirect_to_login"})
_LOGIN = ("login", "log_in", "log-in", "signin", "sign_in", "sign-in")
_IDENTITY = frozenset({
    "is_authenticated", "is_anonymous", "is_staff", "is_superuser", "has_perm", "has_perms", "current_user",
    "authorization", "cookies", "logged_in", "is_admin",
})  # fmt: skip
_HELD = frozenset({"user", "session"})
_HOLDERS = frozenset({"g", "request", "self.request", "flask", "info.context", "websocket"})
"""Only these hold who is asking: `db.session` is none of it."""

_SENT = frozenset({"form", "values", "headers", "json", "get_json", "POST", "META", "args", "data", "cookies"})
_HEADERS = frozenset({"authorization", "x-api-key", "api-key", "x-auth-token", "x-access-token"})
_ORIGINS = frozenset({"origin", "sec-fetch-site", "http_origin", "http_sec_fetch_site"})


class Refusal(msgspec.Struct, frozen=True):
    """What a function refuses: `identity` when it looks at who is asking; `reason` is one sentence's end."""

    requirement: str
    reason: str
    identity: bool = False


class Refusals:
    """Judges functions; results are kept."""

    def __init__(self, names: Names, origins: Origins) -> None:
        self._names = names
        self._origins = origins
        self._known: dict[tuple[str, int, int], tuple[Refusal, ...]] = {}
        self._looks: dict[tuple[str, int], bool] = {}
        self._refusing: dict[str, bool] = {}

    def of(self, file: PythonFile, scope: int, depth: int = 0) -> tuple[Refusal, ...]:
        """What a function refuses, itself or by what it calls (at most three calls deep)."""
        key = (file.path, scope, depth)
        if key not in self._known:
            self._known[key] = ()
            self._known[key] = tuple(self._of(file, scope, depth))
        return self._known[key]

    def _of(self, file: PythonFile, scope: int, depth: int) -> Iterator[Refusal]:
        seen = self._answers(file, scope)
        called: list[Refusal] = []
        for index in nested(file, scope):
            body = demanding(file, index)
            for expr in expressions(file, index) if body is None else expressions_in(file, body):
                seen |= self._sign(file, expr)
                if isinstance(expr, f.CallRef) and depth < _MAX_DEPTH:
                    called.extend(self._callee(file, file.detail.calls[expr.index], depth))
            for statement in statements(file, index) if body is None else within(body):
                seen |= self._statement(file, statement) | self._raised(file, index, statement)
        yield from _judged(seen)
        yield from called

    def may_refuse(self, file: PythonFile) -> bool:
        """Whether a file's outline holds any word that refuses, so that its bodies are worth decoding."""
        known = self._refusing.get(file.path)
        if known is None:
            words = file.outline.called | {imported.bound for imported in file.outline.imports}
            known = any(word in _ANSWERS or any(part in word for part in _TELLING) for word in words)
            self._refusing[file.path] = known
        return known

    @staticmethod
    def _answers(file: PythonFile, scope: int) -> set[str]:
        """What `response.status_code = 429` and its like say."""
        if "status_code" not in file.outline.stored:
            return set()
        inside = set(nested(file, scope))
        given = (a.value for a in file.detail.assigns if a.scope in inside and a.stem.endswith(".status_code"))
        return _kinds([_code(value) for value in given if value is not None])

    def _callee(self, file: PythonFile, call: f.Call, depth: int) -> Iterator[Refusal]:
        name = self._names.qualify(file, call.scope, call.func)
        if ":" in name and name.endswith("()"):
            # `check = KeyChecker(); await check(request)`: an instance that is called.
            name = self._names.member(name.removesuffix("()"), "__call__")
        defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
        if (
            defined is not None
            and defined[0].outline.scopes[defined[1]].kind != "class"
            and self.may_refuse(defined[0])
        ):
            short = name.rpartition(":")[2]
            for refusal in self.of(*defined, depth + 1):
                yield Refusal(refusal.requirement, f"by {short}(), which {refusal.reason}", refusal.identity)

    def _sign(self, file: PythonFile, expr: f.Expr) -> set[str]:
        """What one expression says: "denied", "login", "limited", "identity", "token", "origin"."""
        match expr:
            case f.CallRef(index=index):
                return self._called(file, file.detail.calls[index])
            case f.Attr(name=name, value=value):
                if name in _IDENTITY or (name in _HELD and _dotted(value) in _HOLDERS):
                    return {"identity"}
                return {"token"} if _about_csrf(name) else set()
            case f.Name(id=name):
                return (
                    {"identity"}
                    if name in _IDENTITY or name == "session"
                    else {"token"}
                    if _about_csrf(name)
                    else set()
                )
            case f.Op(op="!=" | "==", operands=(left, right)):
                return {"token"} if _kept_against_sent(file, left, right) else set()
            case f.Const(value=str() as text):
                folded = text.lower()
                if folded in _HEADERS:
                    return {"identity"}
                return {"origin"} if folded in _ORIGINS else {"token"} if _about_csrf(folded) else set()
        return set()

    def _called(self, file: PythonFile, call: f.Call) -> set[str]:
        name = call.name.rpartition(".")[2]
        if name in _REDIRECTS:
            return {"login"} if name == "redirect_to_login" or _to_login(file, call) else {"redirect"}
        if any(word in name for word in _REFUSING):
            return {"denied"}
        if _sends_away(call, name):
            return {"login"} if _to_login(file, call) else {"redirect"}
        codes = [_code(arg) for arg in call.args[:1] if name == "abort" or "HTTP" in name.upper()]
        codes += [_code(k.value) for k in call.keywords if k.name in {"status", "status_code", "code"}]
        if name in {"make_response", "HttpResponse", "JsonResponse", "Response", "JSONResponse", "PlainTextResponse"}:
            codes += [_code(arg) for arg in call.args[1:2]]
        if name == "abort" and 400 in codes:
            codes.append(400)
        return _kinds(codes)

    @staticmethod
    def _statement(file: PythonFile, statement: f.Stmt) -> set[str]:
        """`return body, 401`, and `raise` of an exception whose name says what it refuses."""
        if isinstance(statement, f.Return) and isinstance(statement.value, f.Sequence):
            return _kinds([_code(item) for item in statement.value.items[1:2]])
        if isinstance(statement, f.Return) and isinstance(statement.value, f.CallRef):
            # `return error("wrong key", 401)`: a function of the project's that makes the answer.
            return _kinds([_code(arg) for arg in file.detail.calls[statement.value.index].args[1:3]]) - {"bad"}
        if isinstance(statement, f.Raise) and isinstance(statement.value, f.CallRef):
            # `raise ApiError("not yours", HTTPStatus.FORBIDDEN)`: a status by its name, wherever it stands.
            call = file.detail.calls[statement.value.index]
            given = (*call.args, *(k.value for k in call.keywords))
            return _kinds([_code(arg) for arg in given if isinstance(arg, f.Attr)]) - {"bad"}
        if isinstance(statement, f.Store):
            # `response.status_code = 429`
            stored = [file.detail.assigns[index] for index in statement.assigns]
            told = [a.value for a in stored if isinstance(a.target, f.Attr) and a.target.name in _STATUS]
            return _kinds([_code(value) for value in told if value is not None]) - {"bad"}
        if isinstance(statement, f.Raise) and isinstance(statement.value, (f.Name, f.Attr)):
            name = statement.value.id if isinstance(statement.value, f.Name) else statement.value.name
            return {"denied"} if any(word in name for word in _REFUSING) else set()
        return set()

    def looks(self, file: PythonFile, scope: int) -> bool:
        """Whether a function looks at who is asking, itself or by a function that it calls."""
        key = (file.path, scope)
        if key not in self._looks:
            self._looks[key] = False
            self._looks[key] = self._look(file, scope)
        return self._looks[key]

    def _look(self, file: PythonFile, scope: int) -> bool:
        for expr in expressions(file, scope):
            if "identity" in self._sign(file, expr):
                return True
            if isinstance(expr, f.CallRef):
                call = file.detail.calls[expr.index]
                defined = self._names.definition(self._names.qualify(file, call.scope, call.func))
                if defined is not None and any("identity" in self._sign(defined[0], e) for e in expressions(*defined)):
                    return True
        return False

    def _raised(self, file: PythonFile, scope: int, statement: f.Stmt) -> set[str]:
        """`raise UNAUTHORIZED` of an exception that is made elsewhere."""
        if not (isinstance(statement, f.Raise) and isinstance(statement.value, (f.Name, f.Attr))):
            return set()
        origin = self._origins.of(file, scope, statement.value)
        return self._called(origin.file, origin.call) if origin is not None else set()

    def is_identity(self, file: PythonFile, expr: f.Expr) -> bool:
        """Whether an expression is of who is asking."""
        return "identity" in self._sign(file, expr)

    def signs(self, file: PythonFile, block: tuple[f.Stmt, ...]) -> set[str]:
        """What a block does: "denied", "login", "redirect" and their like; nested blocks are not entered."""
        found: set[str] = set()
        for statement in block:
            found |= self._statement(file, statement)
            if isinstance(statement, (f.Evaluate, f.Return, f.Raise)):
                for expr in parts(file, statement.value):
                    found |= self._sign(file, expr)
        return found


def _judged(seen: set[str]) -> Iterator[Refusal]:
    refuses = not seen.isdisjoint({"denied", "login"})
    if "limited" in seen:
        yield Refusal("rate.default", "answers 429 when there are too many requests")
    if "origin" in seen and not seen.isdisjoint({"denied", "bad"}):
        yield Refusal("framework.csrf", "refuses a request whose Origin is not this site's")
    elif "token" in seen and not seen.isdisjoint({"denied", "bad"}):
        yield Refusal("framework.csrf", "refuses a request without the right CSRF token")
    elif refuses:
        where = "sends to the log-in page" if "denied" not in seen else "answers 401 or 403"
        yield Refusal("framework.access", f"{where} when the request is not allowed", "identity" in seen)


def _kinds(codes: list[int]) -> set[str]:
    kinds: set[str] = set()
    for code in codes:
        kinds |= (
            {"denied"} if code in _DENIED else {"limited"} if code in _LIMITED else {"bad"} if code == 400 else set()
        )
    return kinds


def _code(expr: f.Expr) -> int:
    """A status code as people write it: 401, status.HTTP_401_UNAUTHORIZED, HTTPStatus.UNAUTHORIZED; 0 for others."""
    if isinstance(expr, f.Const) and type(expr.value) is int:
        return expr.value
    if isinstance(expr, f.Name):
        return _named_code(expr.id)
    if isinstance(expr, f.Attr):
        return _named_code(expr.name) or (_code(expr.value) if expr.name == "value" else 0)
    return 0


def _named_code(name: str) -> int:
    """`HTTP_307_TEMPORARY_REDIRECT` tells its number."""
    digits = name[5:8]
    return _WORDS.get(name, 0) or (int(digits) if name.startswith("HTTP_") and digits.isdecimal() else 0)


def _sends_away(call: f.Call, name: str) -> bool:
    """`HTTPException(307, headers={"Location": ...})`: how a FastAPI dependency redirects."""
    codes = [_code(arg) for arg in call.args[:1]] + [_code(k.value) for k in call.keywords if k.name == "status_code"]
    return "HTTP" in name and any(300 <= code < 400 for code in codes)


def _to_login(file: PythonFile, call: f.Call) -> bool:
    for part in parts(file, *call.args, *(k.value for k in call.keywords)):
        text = part.value if isinstance(part, f.Const) else part.name if isinstance(part, f.Attr) else ""
        if isinstance(text, str) and any(word in text.lower() for word in _LOGIN):
            return True
    return False


def _about_csrf(text: str) -> bool:
    folded = text.lower()
    return len(folded) < 60 and ("csrf" in folded or "xsrf" in folded)


def _kept_against_sent(file: PythonFile, left: f.Expr, right: f.Expr) -> bool:
    """Whether something of the session is compared with something that the request sends: a token of another name."""
    sides = [list(parts(file, side)) for side in (left, right)]
    kept = [any(p == f.Name("session") or (isinstance(p, f.Attr) and p.name == "session") for p in s) for s in sides]
    sent = [any(isinstance(p, f.Attr) and p.name in _SENT for p in s) for s in sides]
    return (kept[0] and sent[1]) or (kept[1] and sent[0])


def _dotted(expr: f.Expr) -> str:
    if isinstance(expr, f.Attr):
        return f"{_dotted(expr.value)}.{expr.name}"
    return expr.id if isinstance(expr, f.Name) else "?"
