"""The functions that answer errors and refusals, and the middleware that sees every answer."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import parts, within
from tenfold.program.names import class_of
from tenfold.project.read import PythonFile
from tenfold.rules.logging._exceptions import caught, is_broad
from tenfold.rules.logging._log_calls import recording_calls, records

_DECORATORS = frozenset({"errorhandler", "app_errorhandler", "exception_handler"})
_REGISTERS = ("register_error_handler", "add_exception_handler", "exception_handler")
UNHANDLED = frozenset({500, "Exception", "BaseException", "InternalServerError", "builtins.Exception"})
"""What a handler of unhandled errors is registered for."""

REFUSALS = frozenset({
    "HTTPException", "StarletteHTTPException", "RequestValidationError", "RateLimitExceeded", "CSRFError", "Forbidden",
    "Unauthorized", "TooManyRequests", "BadRequest", "APIException", "PermissionDenied", "ValidationError",
    "CsrfProtectError", "AuthenticationError", "AuthorizationError", "NotAuthenticated",
})  # fmt: skip
"""Exceptions that refuse a request."""

_SEEING = frozenset({"__call__", "dispatch", "process_response", "process_exception"})
_AFTER = frozenset({"after_request", "after_app_request", "middleware", "teardown_request"})


class ErrorHandler(msgspec.Struct, frozen=True):
    """A function that answers an error: `catches` is a status code or the last name of an exception class."""

    file: PythonFile
    scope: int
    catches: int | str
    place: Place

    @property
    def body(self) -> tuple[f.Stmt, ...]:
        """Its statements."""
        return self.file.detail.bodies[self.scope]

    @property
    def unhandled(self) -> bool:
        """Whether it answers errors that nothing else handles."""
        return self.catches in UNHANDLED


def error_handlers(app: App) -> Iterator[ErrorHandler]:
    """The functions of the app that Flask, Starlette or Django calls for an error."""
    for file in app.files.values():
        for scope, definition in enumerate(file.outline.scopes):
            for decorator in definition.decorators:
                call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
                if call is not None and call.name.rpartition(".")[2] in _DECORATORS and call.args:
                    yield _handler(app, file, scope, definition.parent, call.args[0])
    for segment in _REGISTERS:
        for site in app.ending(segment):
            if len(site.call.args) > 1:
                yield from _registered(app, site.file, site.call.scope, site.call.args[0], site.call.args[1])
    yield from _mapped(app)
    if app.framework == "django":
        yield from _django(app)


def _handler(app: App, file: PythonFile, scope: int, at: int, catches: f.Expr) -> ErrorHandler:
    definition = file.outline.scopes[scope]
    return ErrorHandler(file, scope, _caught(app, file, at, catches), Place(file.path, f.line_of(definition.at)))


def _caught(app: App, file: PythonFile, scope: int, expr: f.Expr) -> int | str:
    value = app.program.values.of(file, scope, expr)
    if isinstance(value, int):
        return value
    name = app.program.names.qualify(file, scope, expr) or (expr.id if isinstance(expr, f.Name) else "")
    if name.startswith(("starlette.status.HTTP_", "fastapi.status.HTTP_")):
        digits = name.split("HTTP_")[1][:3]
        return int(digits) if digits.isdigit() else name
    return name.rpartition(".")[2].rpartition(":")[2]


def _registered(app: App, file: PythonFile, scope: int, catches: f.Expr, function: f.Expr) -> Iterator[ErrorHandler]:
    defined = app.program.names.definition(app.program.names.qualify(file, scope, function))
    if defined is not None:
        yield ErrorHandler(*defined, _caught(app, file, scope, catches), _definition_place(*defined))


def _mapped(app: App) -> Iterator[ErrorHandler]:
    """`FastAPI(exception_handlers={Exception: handle})`."""
    for name in ("fastapi.FastAPI", "starlette.applications.Starlette"):
        for site in app.calls(name):
            given = site.argument("exception_handlers")
            if isinstance(given, f.Mapping):
                for key, value in zip(given.keys, given.values, strict=True):
                    if key is not None:
                        yield from _registered(app, site.file, site.call.scope, key, value)


def _django(app: App) -> Iterator[ErrorHandler]:
    """`handler500 = "shop.views.broken"` of a URLconf, and the exception handler of Django REST framework."""
    for file in app.files.values():
        for assign in file.detail.assigns:
            if assign.scope == 0 and assign.stem in {"handler400", "handler403", "handler404", "handler500"}:
                yield from _by_value(app, file, assign, int(assign.stem[-3:]))
    setting = app.settings.nested("REST_FRAMEWORK", "EXCEPTION_HANDLER")
    if setting is not None and isinstance(setting.value, str):
        defined = _defined(app, setting.value)
        if defined is not None:
            yield ErrorHandler(*defined, "APIException", _definition_place(*defined))


def _by_value(app: App, file: PythonFile, assign: f.Assign, code: int) -> Iterator[ErrorHandler]:
    value = app.program.values.of(file, 0, assign.value)
    if isinstance(value, str):
        defined = _defined(app, value)
    else:
        name = app.program.names.qualify(file, 0, assign.value) if assign.value is not None else ""
        defined = app.program.names.definition(name)
    if defined is not None:
        yield ErrorHandler(*defined, code, _definition_place(*defined))


def _defined(app: App, dotted: str) -> tuple[PythonFile, int] | None:
    module, _, name = dotted.rpartition(".")
    path = app.program.modules.find(module, app.place.file)
    return app.program.names.definition(f"{path}:{name}") if path else None


def _definition_place(file: PythonFile, scope: int) -> Place:
    return Place(file.path, f.line_of(file.outline.scopes[scope].at))


class Watcher(msgspec.Struct, frozen=True):
    """A function that sees every answer: an `after_request` hook, or the call of a middleware class."""

    file: PythonFile
    scope: int

    @property
    def body(self) -> tuple[f.Stmt, ...]:
        """Its statements."""
        return self.file.detail.bodies[self.scope]

    @property
    def place(self) -> Place:
        """Where it is defined."""
        return _definition_place(self.file, self.scope)

    def records_errors(self, app: App) -> bool:
        """Whether it writes every exception to a log: in a broad `except`, or in Django's `process_exception`."""
        if self.file.outline.scopes[self.scope].name == "process_exception":
            return bool(records(app, self.file, self.body))
        return any(
            is_broad(app, self.file, self.scope, handler) and records(app, self.file, handler.body)
            for statement in within(self.body)
            if isinstance(statement, f.Try)
            for handler in statement.handlers
        )

    def records_refusals(self, app: App) -> bool:
        """Whether it writes refusals that are raised to a log: an `except ValidationError` that logs."""
        return any(
            records(app, self.file, handler.body)
            for statement in within(self.body)
            if isinstance(statement, f.Try)
            for handler in statement.handlers
            if any(name.rpartition(".")[2] in REFUSALS for name in caught(app, self.file, self.scope, handler))
        )

    def records_status(self, app: App) -> bool:
        """Whether it writes the status of refusals to a log."""
        for call, _ in recording_calls(app, self.file, self.body):
            if any(_is_status(part) for part in parts(self.file, *call.args, *(k.value for k in call.keywords))):
                return True
        return any(
            isinstance(statement, f.If)
            and any(_is_status(part) for part in parts(self.file, statement.test))
            and bool(records(app, self.file, statement.then))
            for statement in within(self.body)
        )


def watchers(app: App) -> Iterator[Watcher]:
    """The functions of the app that see every answer."""
    listed = {item.value for item in app.settings.list("MIDDLEWARE")} if app.framework == "django" else set()
    for file in app.files.values():
        for scope, definition in enumerate(file.outline.scopes):
            if any(_last(file, decorator) in _AFTER for decorator in definition.decorators) or (
                definition.name in _SEEING and _is_middleware(file, scope, listed)
            ):
                yield Watcher(file, scope)
    for segment in ("after_request", "after_app_request"):
        for site in app.ending(segment):
            if site.call.args:
                name = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
                defined = app.program.names.definition(name)
                if defined is not None:
                    yield Watcher(*defined)


def _is_status(part: f.Expr) -> bool:
    return isinstance(part, f.Attr) and part.name in {"status_code", "status"}


def _last(file: PythonFile, decorator: f.Expr) -> str:
    if isinstance(decorator, f.CallRef):
        decorator = file.detail.calls[decorator.index].func
    return decorator.name if isinstance(decorator, f.Attr) else ""


def _is_middleware(file: PythonFile, scope: int, listed: set[str]) -> bool:
    owner = class_of(file, scope)
    if owner < 0:
        return False
    name = file.outline.scopes[owner].name
    return "Middleware" in name or any(entry.endswith("." + name) for entry in listed)
