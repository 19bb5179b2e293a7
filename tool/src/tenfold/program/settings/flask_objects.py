"""What `app.config.from_object(...)` loads: a module, a class or an instance, however it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.calls import CallSite
from tenfold.program.names import qualname
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import State
from tenfold.program.values import Env, Value
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program
    from tenfold.program.settings.execute import Execution

_MAX_LOOKS = 500
_MAX_DEPTH = 40


class Objects:
    """Finds the configuration object that the judged environment loads."""

    def __init__(self, execution: Execution, program: Program) -> None:
        """Look in `program`; `certain` is off while a factory runs whose callers are not in the repository."""
        self.execution = execution
        self.program = program
        self.names = execution.names
        self.loaded: list[str] = []
        self.certain = True
        self._looking: set[tuple[str, int, f.Expr]] = set()
        self._looks = 0

    def of(self, file: PythonFile, scope: int, expr: f.Expr) -> State:
        """The attributes of the object that an argument of `from_object` means; empty when it cannot be told."""
        name = self.named(file, scope, expr)
        return self.load(name) if name else {}

    def load(self, name: str) -> State:
        """The attributes of a module ("config.py") or a class ("config.py:Config")."""
        self.loaded.append(name)
        if ":" not in name:
            return self.execution.module(name)
        return self.execution.class_state(name.removesuffix("()"))

    def named(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """The qualified name of the object: "config.py:ProductionConfig", "config.py"; "" when it cannot be told.

        Names can lead in a circle (a function that returns what it was given, and is given what it returned), and a
        hostile file can make the ways through them many and long: no look is begun twice at once, at most
        `_MAX_DEPTH` stand open, and there are at most `_MAX_LOOKS` for one question.
        """
        look = (file.path, scope, expr)
        if not self._looking:
            self._looks = 0
        if look in self._looking or len(self._looking) >= _MAX_DEPTH or self._looks >= _MAX_LOOKS:
            return ""
        self._looks += 1
        self._looking.add(look)
        try:
            return self._named(file, scope, expr)
        finally:
            self._looking.remove(look)

    def _named(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        match expr:
            case f.Conditional(test=test, then=then, other=other):
                judged = self.execution.evaluator.judge(file, scope, test)
                order = (then, other) if judged else (other, then)
                return next(filter(None, (self.named(file, scope, side) for side in order)), "")
            case f.Item(value=value):
                return self._looked_up(file, scope, value, self._key(file, scope, expr.index))
            case f.CallRef(index=index):
                return self._called(file, file.detail.calls[index])
            case f.Op(op="or", operands=operands):
                return next(filter(None, (self.named(file, scope, side) for side in operands)), "")
            case f.Name(id=name):
                return self._name(file, scope, name)
            case f.Format(parts=parts):
                texts = [self.execution.evaluator.of(file, scope, part) for part in parts]
                return self._text(file, self.execution.evaluator.of(file, scope, expr)) or self._formatted(file, texts)
        qualified = self.names.qualify(file, scope, expr)
        if self._is_object(qualified):
            return qualified
        return self._text(file, self.execution.evaluator.of(file, scope, expr))

    def _is_object(self, name: str) -> bool:
        return name in self.names.files or self._is_class(name)

    def _is_class(self, name: str) -> bool:
        defined = self.names.definition(name)
        return defined is not None and defined[0].outline.scopes[defined[1]].kind == "class"

    def _key(self, file: PythonFile, scope: int, index: f.Expr) -> Value:
        return self.execution.evaluator.of(file, scope, index)

    def _name(self, file: PythonFile, scope: int, name: str) -> str:
        """A name: what it holds may be the text of an import path, a class, or a parameter's argument."""
        held = self.execution.evaluator.held(file, scope, name)
        if held is not None:
            text = self._text(file, held.value)
            if text:
                return text
        meaning = self._meaning(file, scope, name)
        if meaning:
            return meaning
        qualified = self.names.qualify(file, scope, f.Name(name))
        if self._is_object(qualified):
            return qualified
        return self._text(file, self.execution.evaluator.of(file, scope, f.Name(name)))

    def _meaning(self, file: PythonFile, scope: int, name: str) -> str:
        """What the one assignment, or the default or argument of a parameter, names."""
        at = scope
        while at >= 0:
            bindings = self.names.of(file.path).scopes[at].get(name, [])
            found = [self._bound(file, at, binding) for binding in bindings if not isinstance(binding, (int, f.Import))]
            for meaning in found:
                if meaning:
                    return meaning
            if bindings:
                return ""
            at = file.outline.scopes[at].parent
        return ""

    def _bound(self, file: PythonFile, scope: int, binding: object) -> str:
        if isinstance(binding, f.Assign) and binding.kind == "=" and binding.value is not None:
            if isinstance(binding.value, f.Name):
                return self.named(file, binding.scope, binding.value) if binding.value.id not in binding.stem else ""
            return self.named(file, binding.scope, binding.value)
        if isinstance(binding, f.Parameter):
            passed = self.passed(file, scope, binding.name)
            if passed:
                return passed
            if binding.default is not None and binding.default != f.Const(None):
                return self.named(file, 0, binding.default)
        return ""

    def passed(self, file: PythonFile, scope: int, parameter: str) -> str:
        """What callers that production runs pass for a parameter."""
        for site in callers(self.program, file, scope):
            names = [p.name for p in file.outline.scopes[scope].parameters if p.kind != "k"]
            value = site.argument(parameter, names.index(parameter) if parameter in names else -1)
            if value is not None and not (isinstance(value, f.Name) and value.id == parameter):
                meaning = self.named(site.file, site.call.scope, value)
                if meaning:
                    return meaning
        return ""

    def _called(self, file: PythonFile, call: f.Call) -> str:
        callee = self.names.qualify(file, call.scope, call.func)
        if self._is_class(callee):
            return callee
        if callee.rpartition(".")[2] in {"import_string", "import_module"} and call.args:
            return self.named(file, call.scope, call.args[0])
        if isinstance(call.func, f.Attr) and call.func.name == "get" and call.args and not callee.startswith("os."):
            fallback = self.named(file, call.scope, call.args[1]) if len(call.args) > 1 else ""
            key = self.execution.evaluator.of(file, call.scope, call.args[0])
            return self._looked_up(file, call.scope, call.func.value, key) or fallback
        defined = self.names.definition(callee)
        if defined is not None:
            from tenfold.program.names import returns

            owner, scope = defined
            named = [self.named(owner, scope, value) for value in returns(owner.detail.bodies[scope])]
            known = [name for name in named if name]
            judged = [n for n in known if environment_of(n.rpartition(":")[2] or n) == self.execution.environment]
            return next(iter([*judged, *known]), "")
        return self._text(file, self.execution.evaluator.call(file, call))

    def _looked_up(self, file: PythonFile, scope: int, mapping: f.Expr, key: Value) -> str:
        """`config[name]`: the entry of the judged environment when a variable or a caller decides."""
        found = self._display(file, scope, mapping)
        if found is None:
            return ""
        owner, at, display = found
        named: dict[str, str] = {}
        for entry, value in zip(display.keys, display.values, strict=True):
            text = self.execution.evaluator.of(owner, at, entry) if entry is not None else None
            if isinstance(text, str):
                named[text] = self.named(owner, at, value)
        held = key.default if isinstance(key, Env) else key
        free = isinstance(key, Env) and self.execution.evaluator.supply(key.variable) is None
        if isinstance(held, str) and self.certain and not free and named.get(held):
            return named[held]
        judged = [n for text, n in named.items() if environment_of(text) == self.execution.environment]
        if not judged:
            judged = [
                n for n in named.values() if n and environment_of(n.rpartition(":")[2]) == self.execution.environment
            ]
        fallback = named.get(held, "") if isinstance(held, str) else ""
        return next(iter(judged), "") or fallback or named.get("default", "")

    def _display(
        self, file: PythonFile, scope: int, expr: f.Expr, depth: int = 4
    ) -> tuple[PythonFile, int, f.Mapping] | None:
        """The dict display that an expression means."""
        if isinstance(expr, f.Mapping):
            return file, scope, expr
        if depth <= 0:
            return None
        if isinstance(expr, f.Name):
            at = scope
            while at >= 0:
                for binding in self.names.of(file.path).scopes[at].get(expr.id, []):
                    if isinstance(binding, f.Assign) and binding.value is not None and binding.kind == "=":
                        return self._display(file, binding.scope, binding.value, depth - 1)
                    if isinstance(binding, f.Import) and binding.name:
                        source = self.names.imported_module(file, binding)
                        if source in self.names.files:
                            return self._display(self.names.files[source], 0, f.Name(binding.name), depth - 1)
                at = file.outline.scopes[at].parent
        if isinstance(expr, f.Attr):
            base = self.names.qualify(file, scope, expr.value)
            if base in self.names.files:
                return self._display(self.names.files[base], 0, f.Name(expr.name), depth - 1)
        return None

    def _text(self, file: PythonFile, value: Value) -> str:
        """An import path: "config.ProductionConfig", "app.settings", "config:Config"."""
        free = isinstance(value, Env) and self.execution.evaluator.supply(value.variable) is None
        if isinstance(value, Env):
            value = value.default
        if not isinstance(value, str) or not value:
            return ""
        dotted = value.replace(":", ".")
        path = self.names.modules.find(dotted, file.path)
        if path is not None:
            return path
        module, _, name = dotted.rpartition(".")
        path = self.names.modules.find(module, file.path) if module else None
        if path is None:
            return ""
        qualified = self.names.top_level(path, name) or f"{path}:{name}"
        if not self._is_object(qualified):
            return ""
        return self._judged_sibling(qualified) if free else qualified

    def _judged_sibling(self, qualified: str) -> str:
        """Where a variable decides and its default is another environment's class: the judged one's beside it."""
        path, _, name = qualified.partition(":")
        if environment_of(name) in {"", self.execution.environment} or path not in self.names.files:
            return qualified
        scopes = self.names.files[path].outline.scopes
        judged = [s.name for s in scopes if s.kind == "class" and environment_of(s.name) == self.execution.environment]
        return f"{path}:{judged[0]}" if judged else qualified

    def _formatted(self, file: PythonFile, texts: list[Value]) -> str:
        """`f"config.{env}Config"`: the judged environment's class of the module that the text begins with."""
        head = texts[0] if texts and isinstance(texts[0], str) else ""
        module = head.rpartition(".")[0] if "." in head else head
        path = self.names.modules.find(module, file.path) if module else None
        if path is None:
            return ""
        scopes = self.names.files[path].outline.scopes
        judged = [s.name for s in scopes if s.kind == "class" and environment_of(s.name) == self.execution.environment]
        return f"{path}:{judged[0]}" if judged else ""


def callers(program: Program, file: PythonFile, scope: int) -> list[CallSite]:
    """The calls of a function that production makes, those of server entry points first."""
    name = f"{file.path}:{qualname(file, scope)}"
    sites = [
        site
        for site in program.calls.ending(file.outline.scopes[scope].name)
        if site.name == name and program.role(site.place.file) in {"production", "local"}
    ]
    return sorted(sites, key=lambda site: (not site.file.path.endswith(ENTRIES), site.place))


ENTRIES = ("wsgi.py", "asgi.py", "main.py", "run.py", "app.py", "serve.py", "server.py", "application.py", "manage.py")
"""File names of server entry points."""
