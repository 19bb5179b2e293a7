"""Redirects to HTTPS that the project's own code makes around its views."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import class_of
from tenfold.project.read import PythonFile

_HOOKS = ("before_request", "before_app_request", "middleware")
_METHODS = frozenset({"__call__", "process_request", "dispatch"})
_REDIRECTS = frozenset(
    {"redirect", "RedirectResponse", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RequestRedirect"}
)


def home_made(app: App) -> Iterator[Place]:
    """The functions that run before the views, and redirect to an address whose http:// became https://."""
    for file in app.files.values():
        if not _REDIRECTS & file.outline.called:
            continue
        for index, scope in enumerate(file.outline.scopes):
            if scope.kind in {"function", "async"} and _runs_before(app, file, index) and _redirects(file, index):
                yield Place(file.path, f.line_of(scope.at))


def _runs_before(app: App, file: PythonFile, index: int) -> bool:
    scope = file.outline.scopes[index]
    owner = class_of(file, index)
    if owner >= 0:
        return scope.name in _METHODS and _is_middleware(app, file.outline.scopes[owner].name)
    for decorator in scope.decorators:
        inner = file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
        if isinstance(inner, f.Attr) and inner.name in _HOOKS:
            return True
    return any(
        isinstance(call.func, f.Attr) and call.func.name in _HOOKS and call.args[:1] == (f.Name(scope.name),)
        for call in file.detail.calls
    )


def _is_middleware(app: App, name: str) -> bool:
    """Whether a class is in force around the views: in Django's MIDDLEWARE, added, or wrapped around the app."""
    if any(item.value.endswith(f".{name}") for item in app.settings.list("MIDDLEWARE")):
        return True
    for file in app.files.values():
        for call in file.detail.calls:
            first = call.args[0] if call.args else None
            if call.name.rpartition(".")[2] in {"add_middleware", "Middleware"} and first == f.Name(name):
                return True
            if call.func == f.Name(name) and isinstance(first, f.Attr) and first.name in {"wsgi_app", "asgi_app"}:
                return True
    return False


def _redirects(file: PythonFile, index: int) -> bool:
    calls = [call for call in file.detail.calls if call.scope == index]
    redirects = any(call.name.rpartition(".")[2] in _REDIRECTS for call in calls)
    return redirects and any(_to_https(call) for call in calls)


def _to_https(call: f.Call) -> bool:
    """`url.replace("http://", "https://", 1)`, `url.replace(scheme="https")`, `parts._replace(scheme="https")`."""
    name = call.func.name if isinstance(call.func, f.Attr) else ""
    if name not in {"replace", "_replace"}:
        return False
    texts = [arg.value for arg in call.args if isinstance(arg, f.Const)]
    if texts[:2] in (["http://", "https://"], ["http:", "https:"], ["http", "https"]):
        return True
    return any(k.name == "scheme" and k.value == f.Const("https") for k in call.keywords)
