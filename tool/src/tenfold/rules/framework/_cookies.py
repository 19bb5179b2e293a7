"""What a browser's cookies are trusted for: the session, the logged-in user, a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import expressions

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAKERS = {
    "starlette.middleware.sessions.SessionMiddleware": "keeps a session in a cookie",
    "starsessions.SessionMiddleware": "keeps a session in a cookie",
    "fastapi.security.APIKeyCookie": "reads the credential from a cookie",
    "fastapi.security.api_key.APIKeyCookie": "reads the credential from a cookie",
    "fastapi.Cookie": "reads a cookie",
    "fastapi_users.authentication.CookieTransport": "carries the log-in in a cookie",
}
_MIDDLEWARE = ("add_middleware", "Middleware")
_IN_COOKIE = ("flask_login.LoginManager", "flask_security.Security")


def trusted_cookies(app: App) -> tuple[Step, ...]:
    """Places where a cookie is read that may log a user in; empty when nothing here reads one."""
    return tuple(dict.fromkeys({step.place: step for step in _trusted(app)}.values()))[:5]


def cookies_before_views(app: App) -> bool:
    """Whether a cookie is read before views run, by a middleware or a library: then any view may trust it."""
    if any("carries the log-in" in step.note for step in _trusted(app)):
        return True
    for file in app.files.values():
        for scope, definition in enumerate(file.outline.scopes):
            names = {parameter.name for parameter in definition.parameters}
            if names & {"call_next", "receive"} or definition.name == "authenticate":
                read = (expr.name for expr in expressions(file, scope) if isinstance(expr, f.Attr))
                if not {"cookies", "session"}.isdisjoint(read):
                    return True
    return False


def _trusted(app: App) -> Iterator[Step]:
    if app.framework == "django":
        for item in app.settings.list("MIDDLEWARE"):
            if item.value.endswith("SessionMiddleware"):
                yield Step(item.place, "keeps the session in a cookie")
        return
    for guard in app.protections.in_force("framework.auth"):
        if guard.name in _IN_COOKIE:
            yield Step(guard.place, "keeps the logged-in user in the session cookie")
    for site in app.calls(*_MAKERS):
        yield Step(site.place, _MAKERS[site.name])
    for name in _MIDDLEWARE:
        for site in app.ending(name):
            if site.call.args:
                given = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
                if given in _MAKERS:
                    yield Step(site.place, _MAKERS[given])
    yield from _read(app)


def _read(app: App) -> Iterator[Step]:
    """`flask.session` and `request.cookies` in the code."""
    for path, file in app.files.items():
        modules = {imported.module.partition(".")[0] for imported in file.outline.imports}
        if modules.isdisjoint({"flask", "fastapi", "starlette", "quart", "flask_login"}):
            continue
        names = {i.bound for i in file.outline.imports if i.module in {"flask", "quart"} and i.name == "session"}
        names |= {"session" for i in file.outline.imports if i.module == "flask" and i.name == "*"}
        if not names and file.outline.attributes.isdisjoint({"cookies", "session"}):
            continue
        for scope in range(len(file.outline.scopes)):
            for expr in expressions(file, scope):
                read = expr.name if isinstance(expr, f.Attr) and _is_request(expr.value) else ""
                if read == "" and isinstance(expr, f.Attr) and expr.name == "session":
                    named = app.program.names.qualify(file, scope, expr)
                    read = "session" if named in {"flask.session", "quart.session"} else ""
                if read in {"cookies", "session"}:
                    yield Step(_place(path, file.outline.scopes[scope]), f"reads request.{read}")
                elif isinstance(expr, f.Name) and expr.id in names:
                    yield Step(_place(path, file.outline.scopes[scope]), "reads the session")


def _is_request(expr: f.Expr) -> bool:
    """Whether an expression is a request by its usual names; an HTTP client's cookies are none."""
    if isinstance(expr, f.Name):
        return expr.id in {"request", "req", "websocket", "conn", "connection"}
    return isinstance(expr, f.Attr) and expr.name == "request"


def _place(path: str, scope: f.Scope) -> Place:
    return Place(path, f.line_of(scope.at), f.column_of(scope.at)) if scope.at else Place(path, 1)
