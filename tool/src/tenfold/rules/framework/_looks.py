"""What a view looks at, itself or in the project's functions that it calls: the user, the session, cookies, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.bodies import expressions, nested
from tenfold.program.names import returns
from tenfold.program.route import Route
from tenfold.program.routes.refusals import Refusals
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 3
_OPEN = (frozenset({"public"}), frozenset({"public", "view"}), frozenset({"allow", "anonymous"}))
_REDIRECTS = frozenset({"redirect", "RedirectResponse", "HttpResponseRedirect", "HttpResponsePermanentRedirect"})
_USERS = frozenset({"current_user", "current_identity", "get_jwt_identity", "get_jwt", "current_token", "identity"})
_SESSIONS = frozenset({"flask.session", "flask.globals.session", "quart.session"})
_HEADERS = frozenset({"authorization", "http_authorization", "x-api-key", "http_x_api_key", "api-key", "x-auth-token"})
_OWN_HEADER = re.compile(r"(http_)?x[-_]\w[\w-]*(auth|key|token|signature|secret)", re.IGNORECASE)
_SIGNATURES = ("signature", "compare_digest", "constant_time_compare", "construct_event", "verify", "hmac")

_OF_THE_ADDRESS = frozenset({
    "args", "url", "path", "host", "endpoint", "view_args", "base_url", "full_path", "blueprint", "url_root",
    "host_url", "referrer", "remote_addr", "user_agent", "headers",
})  # fmt: skip
"""What a request tells of itself whichever method it has."""


class Looks:
    """Finds out what views look at; results are kept."""

    def __init__(self, app: App) -> None:
        self._names = app.program.names
        self._refusals = Refusals(app.program.names, app.program.origins)
        self._known: dict[tuple[str, int, int], frozenset[str]] = {}

    def at(self, route: Route) -> frozenset[str]:
        """What a route's view looks at: "user", "session", "cookie", "header", "signature".

        "refuses" says that it may answer 401 or 403.
        """
        if route.file is None or route.scope < 0:
            return frozenset()
        signs = set(self.of(route.file, route.scope))
        for decorator in route.file.outline.scopes[route.scope].decorators:
            for name in self._named(route.file, decorator):
                if any(word in name.lower() for word in _SIGNATURES):
                    signs.add("signature")
        if any(refusal.requirement == "framework.access" for refusal in self._refusals.of(route.file, route.scope)):
            signs.add("refuses")
        return frozenset(signs)

    def own_check(self, route: Route, requirement: str) -> str:
        """How a view, or what it calls, refuses by itself for a requirement; "" when it does not."""
        if route.file is None or route.scope < 0:
            return ""
        found = self._refusals.of(route.file, route.scope)
        return next((refusal.reason for refusal in found if refusal.requirement == requirement), "")

    def asks_for_header(self, route: Route) -> bool:
        """Whether what guards a route takes a cookie's user only with a header, which no other site can add."""
        for guard in route.guards:
            defined = self._names.definition(guard.name) if ":" in guard.name else None
            if defined is not None and "header beside user" in self.of(*defined):
                return True
        return False

    def _decorators(self, file: PythonFile, scope: int, depth: int) -> Iterator[str]:
        """What the project's own decorators of a function look at."""
        definition = file.outline.scopes[scope]
        for decorator in definition.decorators:
            inner = file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
            defined = self._names.definition(self._names.qualify(file, definition.parent, inner))
            if defined is not None and depth < _MAX_DEPTH:
                yield from self.of(*defined, depth + 1)

    def _named(self, file: PythonFile, expr: f.Expr) -> Iterator[str]:
        inner = file.detail.calls[expr.index].func if isinstance(expr, f.CallRef) else expr
        if isinstance(inner, f.Name):
            yield inner.id
        elif isinstance(inner, f.Attr):
            yield inner.name

    def of(self, file: PythonFile, scope: int, depth: int = 0) -> frozenset[str]:
        """What a function or class looks at, the functions of the project that it calls included."""
        key = (file.path, scope, depth)
        if key not in self._known:
            self._known[key] = frozenset()
            self._known[key] = frozenset(self._of(file, scope, depth))
        return self._known[key]

    def _of(self, file: PythonFile, scope: int, depth: int) -> Iterator[str]:
        for index in nested(file, scope):
            for expr in expressions(file, index):
                yield from self._sign(file, index, expr)
                if isinstance(expr, f.CallRef) and depth < _MAX_DEPTH:
                    call = file.detail.calls[expr.index]
                    name = self._names.qualify(file, index, call.func)
                    defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
                    if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class":
                        yield from self.of(*defined, depth + 1)
                        yield from self._decorators(*defined, depth)

    def demands_cookie(self, route: Route) -> bool:
        """Whether what asks for a log-in takes the credential from a cookie too, by a parameter that FastAPI fills."""
        asked = {guard.name for guard in route.guards if guard.requirement == "framework.access"}
        found = [self._names.definition(name) for name in sorted(asked) if ":" in name]
        return any(self._filled_by_cookie(*defined) for defined in found if defined is not None)

    def _filled_by_cookie(self, file: PythonFile, scope: int, depth: int = 0) -> bool:
        for _, calls in _filled(file, scope):
            for call in calls:
                last = call.name.rpartition(".")[2]
                if last == "Cookie":
                    return True
                if last not in _DEPENDS or not call.args or depth >= _MAX_DEPTH:
                    continue
                name = self._names.qualify(file, file.outline.scopes[scope].parent, call.args[0])
                if name.removesuffix("()") in _COOKIE_SCHEMES:
                    return True
                defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
                if defined is not None and self._filled_by_cookie(*defined, depth + 1):
                    return True
        return False

    def filled_by_cookie(self, route: Route) -> bool:
        """Whether a function that FastAPI calls to fill a parameter of the view, or for its router, reads a cookie."""
        if route.file is None or route.scope < 0:
            return False
        pending = [(route.file, route.scope, 0)]
        pending += [(*found, 0) for g in route.guards if (found := self._names.definition(g.name)) is not None]
        seen: set[tuple[str, int]] = set()
        while pending:
            file, scope, depth = pending.pop()
            if (file.path, scope) in seen:
                continue
            seen.add((file.path, scope))
            if not self.of(file, scope).isdisjoint({"cookie", "session"}) or self._filled_by_cookie(file, scope):
                return True
            for _, calls in _filled(file, scope) if depth < _MAX_DEPTH else ():
                for call in calls:
                    if call.name.rpartition(".")[2] in _DEPENDS and call.args:
                        name = self._names.qualify(file, file.outline.scopes[scope].parent, call.args[0])
                        found = self._names.definition(name.removesuffix("()"))
                        if found is not None:
                            pending.append((*found, depth + 1))
        return False

    def takes_model(self, route: Route) -> bool:
        """Whether FastAPI fills a parameter of the view from a JSON body, which no form of another site can send."""
        if route.file is None or route.scope < 0:
            return False
        parent = route.file.outline.scopes[route.scope].parent
        for parameter, calls in _filled(route.file, route.scope):
            if any(call.name.rpartition(".")[2] == "Body" for call in calls):
                return True
            if parameter.annotation is None or calls:
                continue
            name = self._names.annotated(route.file, parent, parameter.annotation).removesuffix("()")
            if any(base.startswith(_MODELS) for base in self._names.ancestors(name) if name):
                return True
        return False

    def _sign(self, file: PythonFile, scope: int, expr: f.Expr) -> Iterator[str]:
        match expr:
            case f.Attr(
                name="user" | "auth", value=f.Name(id="request" | "g" | "info") | f.Attr(name="request" | "context")
            ):
                yield "user"
            case f.Attr(name="session", value=f.Name(id="request") | f.Attr(name="request")):
                yield "session"
            case f.Attr(name="session") if self._names.qualify(file, scope, expr) in _SESSIONS:
                yield "session"
            case f.Attr(name="cookies" | "COOKIES"):
                yield "cookie"
            case f.Attr(name="authorization"):
                yield "header"
            case f.Attr(name=name) if name in _USERS:
                yield "user"
            case f.Name(id=name) if name in _USERS:
                yield "user"
            case f.Name(id="session"):
                if self._names.qualify(file, scope, expr) in _SESSIONS:
                    yield "session"
            case f.Const(value=str() as text) if len(text) < 30 and text.lower() in _HEADERS:
                yield "header"
            case f.Const(value=str() as text) if len(text) < 50 and _OWN_HEADER.match(text):
                yield "header"
            case f.Op(op="and", operands=operands):
                # `if current_user.is_authenticated and request.headers.get("X-Allow-Cookies"):`
                asked = any(_reads_header(file, operand) for operand in operands)
                if asked and any(self._is_user(operand) for operand in operands):
                    yield "header beside user"
            case f.CallRef(index=index):
                called = file.detail.calls[index].name.rpartition(".")[2].lower()
                if any(word in called for word in _SIGNATURES):
                    yield "signature"

    @staticmethod
    def _is_user(expr: f.Expr) -> bool:
        inner = expr.value if isinstance(expr, f.Attr) else expr
        return isinstance(inner, f.Name) and inner.id in _USERS


def _reads_header(file: PythonFile, expr: f.Expr) -> bool:
    if isinstance(expr, f.Item):
        return isinstance(expr.value, f.Attr) and expr.value.name == "headers"
    return isinstance(expr, f.CallRef) and file.detail.calls[expr.index].name.endswith("request.headers.get")


def answers_alike(app: App, route: Route) -> bool:
    """Whether a Flask view gives a POST the same answer as a GET: it never asks which one came, nor for a body.

    Its POST then does nothing that a link could not do; a token in a form would change nothing.
    """
    if app.framework != "flask" or route.file is None or route.scope < 1 or "GET" not in route.methods:
        return False
    if route.file.outline.scopes[route.scope].kind not in {"function", "async"}:
        return False
    return not _asks_what_came(app, route.file, route.scope, 0)


def _asks_what_came(app: App, file: PythonFile, scope: int, depth: int) -> bool:
    for index in nested(file, scope):
        found = list(expressions(file, index))
        asked = sum(expr in _REQUEST for expr in found)
        if asked > sum(isinstance(e, f.Attr) and e.name in _OF_THE_ADDRESS and e.value in _REQUEST for e in found):
            return True
        for expr in found:
            if isinstance(expr, f.Name) and expr.id.lower().endswith("form"):
                return True
            if not isinstance(expr, f.CallRef):
                continue
            name = app.program.names.qualify(file, index, file.detail.calls[expr.index].func)
            defined = app.program.names.definition(name) if ":" in name and not name.endswith("()") else None
            if name.lower().endswith(("form", "validate", "parse_args")) or (
                defined is not None and depth < _MAX_DEPTH and _asks_what_came(app, *defined, depth + 1)
            ):
                return True
    return False


_REQUEST = (f.Name("request"), f.Attr(f.Name("flask"), "request"))
_DEPENDS = frozenset({"Depends", "Security"})
_COOKIE_SCHEMES = ("fastapi.security.APIKeyCookie", "fastapi.security.api_key.APIKeyCookie")
_MODELS = ("pydantic.", "sqlmodel.")


def _filled(file: PythonFile, scope: int) -> Iterator[tuple[f.Parameter, tuple[f.Call, ...]]]:
    """The parameters of a function, each with the calls that tell FastAPI how to fill it."""
    for parameter in file.outline.scopes[scope].parameters:
        note = parameter.annotation
        noted = note.index.items[1:] if isinstance(note, f.Item) and isinstance(note.index, f.Sequence) else ()
        exprs = (parameter.default, *noted)
        yield parameter, tuple(file.detail.calls[expr.index] for expr in exprs if isinstance(expr, f.CallRef))


_BY_COOKIE = (
    "django.contrib.auth.", "django.contrib.admin.", "flask_login.", "flask_security.",
    "rest_framework.authentication.Session",
)  # fmt: skip


def trusts_cookie(route: Route, looks: Looks) -> bool:
    """Whether a route acts for whom a cookie names: it looks at the session or the user, and at no header."""
    if looks.demands_cookie(route):
        return True
    seen = looks.at(route)
    if not seen.isdisjoint({"header", "signature"}) or looks.asks_for_header(route):
        return False
    asked = [guard.name for guard in route.guards if guard.requirement == "framework.access"]
    return not seen.isdisjoint({"user", "session", "cookie"}) or any(name.startswith(_BY_COOKIE) for name in asked)


def only_redirects(route: Route) -> bool:
    """Whether a view does nothing but send on to another page, which asks for itself who is calling."""
    if route.file is None or route.scope < 0 or route.changes_state:
        return False
    match [s for s in route.file.detail.bodies[route.scope] if not isinstance(s, f.Evaluate)]:
        case [f.Return(value=f.CallRef(index=index))]:
            return route.file.detail.calls[index].name.rpartition(".")[2] in _REDIRECTS
    return False


def said_to_be_open(route: Route) -> bool:
    """Whether a decorator of the view says that no log-in is wanted: `@login_exempt`, `@public`, `@no_auth`."""
    for decorator in route.definition.decorators if route.definition is not None else ():
        name = (
            decorator.id if isinstance(decorator, f.Name) else decorator.name if isinstance(decorator, f.Attr) else ""
        )
        said = frozenset(name.lower().split("_"))
        if said in _OPEN or (said & {"login", "auth", "authentication"} and said & {"exempt", "no", "not", "without"}):
            return True
    return False


def only_raises(route: Route) -> bool:
    """Whether a function view never answers but by raising: a catch-all that answers 404 to everything."""
    if route.file is None or route.scope < 0 or route.file.outline.scopes[route.scope].kind == "class":
        return False
    body = route.file.detail.bodies[route.scope]
    return bool(body) and isinstance(body[-1], f.Raise) and not returns(body)


def reads_only_json(route: Route) -> bool:
    """Whether a view takes its data by a call that refuses bodies of another type than JSON.

    Another site's form cannot send that type, and its script must ask first (CORS preflight).
    """
    if route.file is None or route.scope < 0:
        return False
    found = False
    for index in nested(route.file, route.scope):
        for expr in expressions(route.file, index):
            if isinstance(expr, f.CallRef):
                call = route.file.detail.calls[expr.index]
                if call.name == "request.get_json" or call.name.endswith(".request.get_json"):
                    if any(k.name in {"force", "silent"} for k in call.keywords):
                        return False
                    found = True
            elif isinstance(expr, f.Attr) and isinstance(expr.value, f.Name) and expr.value.id == "request":
                if expr.name in {"form", "args", "values", "files", "data", "stream"}:
                    return False
                found = found or expr.name == "json"
    return found
