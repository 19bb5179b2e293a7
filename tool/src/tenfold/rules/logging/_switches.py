"""Whether a call stands behind a switch of the configuration that is off: `if app.config["SEND_LOGS"]:`."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.bodies import calls_in, statements
from tenfold.program.calls import CallSite
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile

_MAX_DEPTH = 3


def switched_off(app: App, site: CallSite, depth: int = 0) -> bool:
    """Whether a literal False keeps a call, or every call of the function around it, from being made.

    A switch that an environment variable decides may be on in production: it is none of these.
    """
    file, scope = site.file, site.call.scope
    if any(_is_off(app, file, test) for test in _asked(file, scope, site.call.at)):
        return True
    if scope < 1 or depth >= _MAX_DEPTH or file.outline.scopes[scope].kind not in {"function", "async"}:
        return False
    name = f"{file.path}:{qualname(file, scope)}"
    callers = [one for one in app.program.calls.ending(file.outline.scopes[scope].name) if one.name == name]
    return bool(callers) and all(switched_off(app, one, depth + 1) for one in callers)


def _asked(file: PythonFile, scope: int, at: int) -> Iterator[f.Expr]:
    """The tests of the branches that a call stands in."""
    for statement in statements(file, scope):
        if isinstance(statement, f.If) and any(call.at == at for call in calls_in(file, statement.then)):
            yield statement.test


def _is_off(app: App, file: PythonFile, test: f.Expr) -> bool:
    setting = app.settings.explicit(_setting(file, test))
    return setting is not None and setting.value is False


def _setting(file: PythonFile, test: f.Expr) -> str:
    """The name of the setting that a test asks for; "" when it asks for none alone."""
    match test:
        case f.Item(value=f.Attr(name="config"), index=f.Const(value=str() as name)):
            return name
        case f.Attr(value=f.Name(id="settings" | "config"), name=name):
            return name
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            given = call.args[0] if len(call.args) == 1 and call.name.endswith(".config.get") else None
            return given.value if isinstance(given, f.Const) and isinstance(given.value, str) else ""
    return ""
