"""Runs through a Flask app's factory or module and takes every statement that changes `app.config`."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold import frameworks
from tenfold.frameworks.flask_limiter import SETTING_NAMES
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.settings.casts import plain
from tenfold.program.settings.evaluate import Supply
from tenfold.program.settings.execute import Execution, Note
from tenfold.program.settings.flask_objects import Objects
from tenfold.program.settings.mutations import augmented
from tenfold.program.settings.scopes import Flow
from tenfold.program.settings.traced import State, Traced, pairs
from tenfold.program.values import UNKNOWN, Env, Made, Value
from tenfold.project.facts import SettingsFacts
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program

ATTRIBUTES = {
    "secret_key": "SECRET_KEY",
    "debug": "DEBUG", "testing": "TESTING", "session_cookie_name": "SESSION_COOKIE_NAME",
    "permanent_session_lifetime": "PERMANENT_SESSION_LIFETIME",
    "send_file_max_age_default": "SEND_FILE_MAX_AGE_DEFAULT",
    "use_x_sendfile": "USE_X_SENDFILE", "templates_auto_reload": "TEMPLATES_AUTO_RELOAD",
}  # fmt: skip
"""Attributes of `flask.Flask` that stand for a setting (documentation of Flask, "Configuration Handling")."""

MAKERS = frozenset(name for name, one in frameworks.app_makers().items() if one.framework == "flask")
_PROXIES = frozenset({"flask.current_app", "flask.globals.current_app"})
LOADERS = frozenset({
    "from_object", "from_mapping", "update", "from_pyfile", "from_prefixed_env", "from_file", "from_json", "setdefault",
    "from_envvar",
})  # fmt: skip


class FlaskExecution(Execution):
    """An execution that keeps the configuration of Flask apps in `config`."""

    def __init__(self, program: Program, supply: Supply) -> None:
        super().__init__(program.names, supply, program.environment)
        self.config: State = {}
        self.done: set[tuple[str, int]] = set()
        self.ran: set[tuple[str, int]] = set()
        self.given: set[tuple[str, int, str]] = set()
        self.objects = Objects(self, program)
        self._program = program
        self._apps = MAKERS | frozenset(program.calls.subclasses(MAKERS))
        self._returned: dict[tuple[str, int, f.Expr], Traced | None] = {}

    def function(self, file: PythonFile, scope: int, caller: PythonFile, call: f.Call) -> Traced | None:
        """As in `Execution`, once for each call: an app is made once, however often its name is looked at."""
        key = (caller.path, call.at, call.func)
        if key not in self._returned:
            self._returned[key] = None
            self._returned[key] = super().function(file, scope, caller, call)
        return self._returned[key]

    def scope(self, file: PythonFile, scope: int, state: State, owner: str) -> Flow:
        """As in `Execution`; which scopes ran is kept."""
        self.ran.add((file.path, scope))
        return super().scope(file, scope, state, owner if scope == 0 or owner else file.path)

    def stores(self, file: PythonFile, scope: int) -> list[State]:
        """The names of a scope, and the configuration."""
        return [*super().stores(file, scope), self.config]

    def is_app(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is a Flask app."""
        value = self.evaluator.of(file, scope, expr)
        if isinstance(value, Made) and value.name in self._apps:
            return True
        name = self.names.qualify(file, scope, expr).replace("()", "")
        if name in self._apps or name in _PROXIES or name.removesuffix(".app") in MAKERS:
            return True
        return isinstance(expr, f.Name) and self._was_given(file, scope, expr.id)

    def _was_given(self, file: PythonFile, scope: int, name: str) -> bool:
        """Whether a name is the parameter of an enclosing function that was called with an app.

        A hook that is defined in `init_app(app)` sets the app's configuration after that function has ended.
        """
        scopes = self.names.of(file.path).scopes
        while scope > 0 and name not in scopes[scope]:
            scope = file.outline.scopes[scope].parent
        return (file.path, scope, name) in self.given

    def is_config(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is the configuration of a Flask app."""
        if isinstance(expr, f.Attr) and expr.name == "config":
            return self.is_app(file, scope, expr.value)
        value = self.evaluator.of(file, scope, expr) if isinstance(expr, f.Name) else None
        name = value.name.replace("()", "") if isinstance(value, Made) else ""
        return name.endswith(".config") and name[:-7] in self._apps

    def stored(self, file: PythonFile, scope: int, assign: f.Assign) -> bool:
        """Take `app.config["X"] = value`, `app.secret_key = value` and their like."""
        target = assign.target
        keys: list[Value] = []
        while isinstance(target, f.Item):
            key = self.evaluator.of(file, scope, target.index)
            if not isinstance(key, str):
                key = SETTING_NAMES.get(self.names.qualify(file, scope, target.index), key)
            keys.insert(0, key)
            target = target.value
        if assign.value is None or assign.kind in {":", "for", "with", "except"}:
            return False
        if isinstance(target, f.Attr) and not keys and target.name in ATTRIBUTES:
            if self.is_app(file, scope, target.value):
                self.done.add((file.path, assign.at))
                self.put(ATTRIBUTES[target.name], self.evaluator.traced(file, scope, assign.value), file)
                return True
            return False
        if not keys or not isinstance(keys[0], str) or not self.is_config(file, scope, target):
            return False
        self.done.add((file.path, assign.at))
        new = self.evaluator.traced(file, scope, assign.value)
        before = self.config.get(keys[0])
        if assign.kind != "=" and len(keys) == 1:
            new = augmented(before if before is not None else replace(new, value=UNKNOWN), assign.kind, new)
        placed = replace(new, place=self.evaluator.place)
        inner = tuple(key for key in keys[1:] if not isinstance(key, (list, dict)))
        self.mutations.change(self.config, keys[0], inner, placed, file.path)
        return True

    def place_at(self, file: PythonFile, call: f.Call) -> None:
        """Make a call the place of what is set next."""
        self.evaluator.place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)

    def note(self, name: str, traced: Traced, environment: str) -> None:
        """Note a value that does not hold in the judged environment, or not for certain."""
        self.notes.append(Note(name, traced, environment))

    def put(self, name: str, new: Traced, file: PythonFile, place: Place | None = None) -> None:
        """Set one name of the configuration."""
        placed = replace(new, place=place or self.evaluator.place)
        self.mutations.change(self.config, name, (), placed, file.path)

    def call(self, file: PythonFile, scope: int, call: f.Call) -> None:
        """Take the methods of `app.config`; enter functions of the project that are given the app."""
        if isinstance(call.func, f.Attr) and call.func.name in LOADERS:
            if self.is_config(file, scope, call.func.value):
                self.done.add((file.path, call.at))
                self._load(file, call, call.func.name)
                return
            inner = call.func.value
            if (
                call.func.name in {"update", "setdefault"} and isinstance(inner, f.Item)
                and self.is_config(file, scope, inner.value)
            ):  # fmt: skip
                self._nested(file, scope, call, inner)
                return
        if self.enters(file, scope, call):
            return
        super().call(file, scope, call)

    def _nested(self, file: PythonFile, scope: int, call: f.Call, target: f.Item) -> None:
        name = self.evaluator.of(file, scope, target.index)
        before = self.config.get(name) if isinstance(name, str) else None
        changed = self.mutations.changed(file, call, before) if before is not None else None
        if changed is not None and isinstance(name, str):
            self.config[name] = changed

    def enters(self, file: PythonFile, scope: int, call: f.Call) -> bool:
        """Run a function of the project that is given the app: `configure(app)`, `ext.init_app(app)` of its own."""
        given = [*call.args, *(k.value for k in call.keywords)]
        if not any(self.is_app(file, scope, a) or self.is_config(file, scope, a) for a in given):
            return False
        name = self.names.qualify(file, scope, call.func)
        defined = self.names.definition(name)
        if defined is None:
            return False
        owner, inner = defined
        if owner.outline.scopes[inner].kind == "class":
            defined = self.names.definition(f"{name}.__init__")
            if defined is None:
                return False
            owner, inner = defined
        self.function(owner, inner, file, call)
        return True

    def arguments(self, file: PythonFile, scope: int, caller: PythonFile | None, call: f.Call | None) -> State:
        """As in `Execution`; the `self` of a method is not among the arguments of its call."""
        frame = super().arguments(file, scope, caller, call)
        parent = file.outline.scopes[scope].parent
        parameters = file.outline.scopes[scope].parameters
        if call is not None and caller is not None and parent > 0 and parameters[:1] and parameters[0].name == "self":
            frame.pop("self", None)
            for parameter, arg in zip(parameters[1:], call.args, strict=False):
                frame[parameter.name] = self.evaluator.traced(caller, call.scope, arg)
        for name, traced in frame.items():
            if isinstance(traced.value, Made) and traced.value.name in self._apps:
                self.given.add((file.path, scope, name))
        return frame

    def _load(self, file: PythonFile, call: f.Call, method: str) -> None:
        site = CallSite(file, call, method)
        match method:
            case "from_object":
                value = site.argument("obj", 0)
                if value is not None:
                    self._take(self.objects.of(file, call.scope, value))
            case "from_mapping" | "update":
                for key, traced in pairs(self.evaluator.keywords(file, call)):
                    if isinstance(key, str) and (method == "update" or key.isupper()):
                        self.mutations.change(self.config, key, (), traced, file.path)
            case "setdefault":
                name = self.evaluator.of(file, call.scope, site.argument("key", 0))
                value = site.argument("default", 1)
                if isinstance(name, str) and value is not None and name not in self.config:
                    self.put(name, self.evaluator.traced(file, call.scope, value), file)
            case "from_pyfile":
                self._pyfile(file, self.evaluator.of(file, call.scope, site.argument("filename", 0)))
            case "from_file" | "from_json":
                self._data(file, self.evaluator.of(file, call.scope, site.argument("filename", 0)))
            case "from_envvar":
                variable = self.evaluator.of(file, call.scope, site.argument("variable_name", 0))
                self._pyfile(file, self.evaluator.supply(variable) if isinstance(variable, str) else None)

    def _take(self, state: State) -> None:
        for name, traced in state.items():
            if name.isupper():
                self.mutations.change(self.config, name, (), traced, traced.module)

    def _pyfile(self, file: PythonFile, name: object) -> None:
        """Run a file of the project as `from_pyfile` does."""
        path = next((path for path in _places(file, name) if path in self.names.files), None)
        if path is not None:
            self._take(self.module(path))

    def _data(self, file: PythonFile, name: object) -> None:
        """Take the keys of a TOML or JSON file of the project."""
        others = self._program.facts.others.values()
        known = {path: facts for files in others for path, facts in files.items() if isinstance(facts, SettingsFacts)}
        path = next((path for path in _places(file, name) if path in known), None)
        for setting in known[path].settings if path is not None else ():
            first, *keys = setting.key.split(".")
            if first.isupper() and path is not None:
                traced = Traced(plain(setting.value), Place(path, setting.line))
                self.mutations.change(self.config, first, tuple(keys), traced, path)


def _places(file: PythonFile, name: object) -> list[str]:
    """Where Flask would look for a file: beside the app, in `instance/`, or at the root."""
    if isinstance(name, Env):
        name = name.default
    if not isinstance(name, str) or len(name) > 300:
        return []
    folder = file.path.rpartition("/")[0]
    above = posixpath.dirname(folder)
    bases = (folder, posixpath.join(folder, "instance"), above, "instance", posixpath.join(above, "instance"), "")
    return [posixpath.normpath(posixpath.join(base, name)).lstrip("/") for base in bases]
