"""What a view looks at, itself or in the project's functions that it calls: the user, the session, cookies, headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.bodies import expressions, nested
from tenfold.program.route import Route
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 2
_USERS = frozenset({"current_user", "current_identity", "get_jwt_identity", "get_jwt", "current_token", "identity"})
_SESSIONS = frozenset({"flask.session", "flask.globals.session", "quart.session"})
_HEADERS = frozenset({"authorization", "http_authorization", "x-api-key", "http_x_api_key", "api-key", "x-auth-token"})
_SIGNATURES = ("signature", "compare_digest", "constant_time_compare", "construct_event", "verify_webhook", "hmac")


class Looks:
    """Finds out what views look at; results are kept."""

    def __init__(self, app: App) -> None:
        self._names = app.program.names
        self._known: dict[tuple[str, int, int], frozenset[str]] = {}

    def at(self, route: Route) -> frozenset[str]:
        """What a route's view looks at: "user", "session", "cookie", "header", "signature"."""
        if route.file is None or route.scope < 0:
            return frozenset()
        signs = set(self.of(route.file, route.scope))
        for decorator in route.file.outline.scopes[route.scope].decorators:
            for name in self._named(route.file, decorator):
                if any(word in name.lower() for word in _SIGNATURES):
                    signs.add("signature")
        return frozenset(signs)

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

    def _sign(self, file: PythonFile, scope: int, expr: f.Expr) -> Iterator[str]:
        match expr:
            case f.Attr(name="user" | "auth", value=f.Name(id="request" | "g" | "info") | f.Attr(name="request" | "context")):
                yield "user"
            case f.Attr(name="session", value=f.Name(id="request") | f.Attr(name="request")):
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
            case f.CallRef(index=index):
                called = file.detail.calls[index].name.rpartition(".")[2].lower()
                if any(word in called for word in _SIGNATURES):
                    yield "signature"
