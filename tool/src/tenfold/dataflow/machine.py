"""One app's data flow: what is declared, what globals hold, and each function followed once per way it is called."""

from __future__ import annotations

from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_CONTEXTS, MAX_DEPTH, MAX_FUNCTION_STEPS, MAX_STEPS
from tenfold.dataflow.declared import Declared
from tenfold.dataflow.entries import Entries
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.records import Records
from tenfold.dataflow.renamed import Renaming
from tenfold.dataflow.room import room
from tenfold.dataflow.run import Run
from tenfold.dataflow.state import Shown, State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import FileNames
from tenfold.program.request_parameters import RequestParameters
from tenfold.project.read import PythonFile

Bindings = dict[str, Value]


class Machine(Declared):
    """Follows values through one app."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.names = app.program.names
        self.files = app.program.facts.python
        self.parameters = RequestParameters(app)
        self.records = Records()
        self.entries = Entries(self)
        self.limits = app.limits
        self.steps = 0
        self.depth = self.nesting = 0
        self._memo: dict[object, Outcome] = {}
        self._contexts: dict[tuple[str, int], int] = {}
        self._renamed: dict[tuple[str, int], int] = {}
        self._busy: set[object] = set()
        self.callers: dict[tuple[str, int], set[tuple[str, int]]] = {}
        self._following: list[tuple[str, int]] = []
        self._globals: dict[tuple[str, str], Value] = {}
        self._statics: dict[tuple[str, int, str], Value] = {}
        self._members: dict[tuple[str, str], Value] = {}
        self._defaults: dict[tuple[str, int, f.Expr], Value] = {}
        self._class_values: dict[tuple[str, str], Value | None] = {}
        self._wrapped: dict[tuple[str, int], Value] = {}
        self._budgets: list[int] = [MAX_STEPS]

    # -- bounds

    def tick(self) -> bool:
        """Count one step; false when there are no more, and nothing further is followed."""
        self.steps += 1
        return self.steps <= self._budgets[-1]

    def exhausted(self, file: PythonFile, env: Bindings) -> bool:
        """Whether no further function is followed from here; when it was given request data, its file is named."""
        if self.steps > MAX_STEPS:
            self.limits.setdefault(file.path, "the app is too big for all of it to be followed")
        elif self.depth >= MAX_DEPTH and any(map(v.is_request, env.values())):
            self.limits.setdefault(file.path, "calls inside each other are deeper than is followed")
        return self.depth >= MAX_DEPTH or self.steps > self._budgets[-1]

    # -- names

    def static(self, file: PythonFile, scope: int, name: str) -> Value:
        """What a name that is no variable of a function means: an import, a definition, a global, a builtin."""
        key = (file.path, scope, name)
        found = self._statics.get(key)
        if found is None:
            self._statics[key] = v.ANYTHING
            found = self._statics[key] = self._static(file, scope, name)
        return found

    def _static(self, file: PythonFile, scope: int, name: str) -> Value:
        names = self.names.of(file.path)
        at = scope
        while at > 0:
            bindings = names.scopes[at].get(name)
            if bindings and (at == scope or file.outline.scopes[at].kind != "class"):
                imported = next((b for b in bindings if isinstance(b, f.Import)), None)
                if imported is not None:
                    return self.imported(file, imported)
                if any(isinstance(b, int) for b in bindings):
                    return (Ref(self.names.name(file, at, name)),)
                return v.ANYTHING
            at = file.outline.scopes[at].parent
        return self.global_value(file.path, name)

    def imported(self, file: PythonFile, imported: f.Import) -> Value:
        """What an import binds: a global of the project where it names one."""
        module = self.names.imported_module(file, imported) if imported.name else ""
        if module in self.files and not self.names.modules.submodule(module, imported.name):
            return self.global_value(module, imported.name)
        meaning = self.names.imported(file, imported)
        return (Ref(meaning),) if meaning else v.ANYTHING

    def global_value(self, path: str, name: str) -> Value:
        """What a global of a module holds."""
        if f"{path}:{name}" in self.own and self.names.definition(f"{path}:{name}") is None:
            read = self.read(f"{path}:{name}", Place(path))
            if read is not None:
                return (read,)
        key = (path, name)
        found = self._globals.get(key)
        if found is None:
            self._globals[key] = v.ANYTHING
            found = self._global(path, name)
            # A global is made by the app when it starts, before any request; what fills it later is not followed.
            found = self._globals[key] = tuple(v.HARMLESS if atom == v.UNKNOWN else atom for atom in found)
        return found

    def _global(self, path: str, name: str) -> Value:
        names = self.names.of(path)
        bindings = names.scopes[0].get(name, [])
        assigns = [b for b in bindings if isinstance(b, f.Assign)]
        if not bindings or len(assigns) < len(bindings):
            for star in names.stars if not bindings else ():
                source = self.names.imported_module(names.file, star)
                if source in self.files and name in self.names.of(source).scopes[0]:
                    return self.global_value(source, name)
            imported = next((b for b in bindings if isinstance(b, f.Import)), None)
            if imported is not None and not any(isinstance(b, int) for b in bindings):
                found = self.imported(names.file, imported)
                return v.join(found, self._assigned(names, assigns)) if assigns else found
            meaning = self.names.name(names.file, 0, name)
            return (Ref(meaning),) if meaning else v.ANYTHING
        return self._assigned(names, assigns)

    def _assigned(self, names: FileNames, assigns: list[f.Assign]) -> Value:
        run = Run(self, names.file, 0)
        found: list[Value] = []
        for assign in assigns:
            if assign.value is None:
                continue
            if assign.kind != "=" or not isinstance(assign.target, f.Name):
                found.append(v.ANYTHING)
                continue
            value = run.evaluate(State({}), assign.value)
            # What is filled later, by functions that are not followed here, is not known.
            found.append(tuple(_open(atom) for atom in value))
        return v.join(*found) if found else v.ANYTHING

    def class_value(self, name: str, attribute: str) -> Value | None:
        """What an attribute of a class of the project is, looked up through its bases; None when none has it."""
        key = (name, attribute)
        if key not in self._class_values:
            self._class_values[key] = v.ANYTHING
            self._class_values[key] = self._class_value(name, attribute)
        return self._class_values[key]

    def _class_value(self, name: str, attribute: str) -> Value | None:
        for base in self.names.ancestors(name):
            defined = self.names.definition(base)
            if defined is None:
                if ":" not in base:
                    found = self._brought(base, attribute)
                    if found is not None:
                        return found
                continue
            file, scope = defined
            names = self.names.of(file.path)
            bindings = names.scopes[scope].get(attribute, [])
            if any(isinstance(b, int) for b in bindings):
                return (Ref(f"{base}.{attribute}"),)
            assigns = [b for b in bindings if isinstance(b, f.Assign) and b.value is not None and b.kind in {"=", ":"}]
            if assigns:
                run = Run(self, file, scope)
                return v.join(*(run.evaluate(State({}), a.value) for a in assigns if a.value is not None))
        return None

    def _brought(self, base: str, attribute: str) -> Value | None:
        """What a base of a library's gives its attributes: request data, or the request."""
        name = f"{base}.{attribute}".replace("()", "")
        if name in self._sources or name in self._keyed_sources:
            return (Ref(f"{base}().{attribute}"),)
        request = self.entries.handlers.attributes.get(name)
        return (Ref(f"{request}()"),) if request is not None else None

    # -- functions

    def function(self, name: str) -> tuple[PythonFile, int] | None:
        """The file and scope of a function of the project; None for other names."""
        defined = self.names.definition(name) if ":" in name and not name.endswith("()") else None
        if defined is None or defined[0].outline.scopes[defined[1]].kind not in {"function", "async", "lambda"}:
            return None
        return defined

    def outcome(
        self, file: PythonFile, scope: int, env: Bindings, outer: State | None, shown: frozenset[Shown]
    ) -> Outcome:
        """What calling a function with these parameters does; each way of calling it is followed once."""
        where = (file.path, scope)
        if self._following:
            self.callers.setdefault(where, set()).add(self._following[-1])
        roots = {data.root for value in env.values() for data in v.roots_in(value)}
        relevant = frozenset(one for one in shown if one[0] in roots)
        key = (where, tuple(env.items()), id(outer) if outer is not None else 0, relevant)
        known = self._memo.get(key)
        if known is not None:
            return known
        if key in self._busy or self.exhausted(file, env):
            return Outcome.unknown(env)
        count = self._contexts[where] = self._contexts.get(where, 0) + 1
        if count > MAX_CONTEXTS:
            coarse = {name: _coarse(value) for name, value in env.items()}
            if coarse != env:
                return self.outcome(file, scope, coarse, outer, relevant)
            if count > MAX_CONTEXTS * 4:
                told = self._told_again(file, scope, env, relevant) if outer is None else None
                if told is not None:
                    return told
                self._renamed[where] = count = self._renamed.get(where, 0) + 1
            if count > MAX_CONTEXTS * 4:
                self.limits[file.path] = f"{file.outline.scopes[scope].name} is called in more ways than are followed"
                return Outcome.unknown(env)
        return self._follow(key, file, scope, State(dict(env), relevant, None, outer))

    def _told_again(self, file: PythonFile, scope: int, env: Bindings, shown: frozenset[Shown]) -> Outcome | None:
        """What a function does that is called in very many ways: followed once for data of any origin."""
        renaming = Renaming(env)
        if renaming.env == env:
            return None
        self.records.closed += 1  # what is called inside was noted for the first callers
        try:
            found = self.outcome(file, scope, renaming.env, None, renaming.hidden(shown))
        finally:
            self.records.closed -= 1
        parameters = {name: renaming.told(value) for name, value in found.parameters.items()}
        always, when_true, when_false = map(renaming.told_shown, (found.always, found.when_true, found.when_false))
        return Outcome(renaming.told(found.value), parameters, (always, when_true, when_false), returns=found.returns)

    def _follow(self, key: object, file: PythonFile, scope: int, state: State) -> Outcome:
        self._busy.add(key)
        self._following.append((file.path, scope))
        self.depth += 1
        self._budgets.append(min(self._budgets[-1], self.steps + MAX_FUNCTION_STEPS))
        try:
            found = self._memo[key] = Run(self, file, scope).body(state)
            if self.steps > self._budgets[-1]:
                self.limits[file.path] = f"{file.outline.scopes[scope].name} is too big to be followed to its end"
            return found
        finally:
            self._budgets.pop()
            self._following.pop()
            self.depth -= 1
            self._busy.discard(key)

    def default(self, file: PythonFile, scope: int, expr: f.Expr | None) -> Value:
        """What a parameter is that is not given."""
        if expr is None:
            return v.ANYTHING
        key = (file.path, scope, expr)
        found = self._defaults.get(key)
        if found is None:
            self._defaults[key] = v.ANYTHING
            found = self._defaults[key] = Run(self, file, file.outline.scopes[scope].parent).evaluate(State({}), expr)
        return found

    def locals(self, file: PythonFile, scope: int) -> frozenset[str]:
        """The names that a function binds itself."""
        return frozenset(self.names.of(file.path).scopes[scope])

    def wrapped(self, file: PythonFile, scope: int) -> Value:
        """What the project's own decorators make of a function: the wrapper that is called in its place."""
        key = (file.path, scope)
        found = self._wrapped.get(key)
        if found is None:
            self._wrapped[key] = v.NEVER
            found = self._wrapped[key] = self._wrapping(file, scope)
        return found

    def _wrapping(self, file: PythonFile, scope: int) -> Value:
        definition = file.outline.scopes[scope]
        run = Run(self, file, definition.parent)
        plain: Value = (v.Closure(file, scope, State({})),)
        function = plain
        for decorator in reversed(definition.decorators):
            name = self.names.qualify(file, definition.parent, _callee(file, decorator))
            if self.function(name) is None:
                continue
            made = run.evaluate(State({}), decorator)
            wrapper = run.call_value(State({}), made, ((function,), {}), definition.at)
            if wrapper and all(isinstance(atom, (v.Closure, v.Method)) for atom in wrapper):
                function = wrapper
        return function if function is not plain else v.NEVER

    # -- where it begins

    def run(self) -> None:
        """Follow everything."""
        with room():
            for file, scope in self.entries.roots():
                self.begin(file, scope)
            for file in self.app.files.values():
                self._begin_module(file)

    def _begin_module(self, file: PythonFile) -> None:
        """Follow what a module and its classes do when they are imported."""
        if self.records.watched.isdisjoint(file.outline.called):
            return
        for scope, definition in enumerate(file.outline.scopes):
            if definition.kind in {"module", "class"} and (scope == 0 or definition.parent == 0):
                self._budgets.append(min(self._budgets[-1], self.steps + MAX_FUNCTION_STEPS))
                Run(self, file, scope).block(file.detail.bodies[scope], State({}))
                if self.steps > self._budgets.pop():
                    self.limits.setdefault(file.path, "the module is too big to be followed to its end")

    def followed(self, path: str, scope: int) -> bool:
        """Whether a function was followed in any way; modules always are."""
        return scope == 0 or (path, scope) in self._contexts

    def begin(self, file: PythonFile, scope: int) -> None:
        """Follow one function as the framework, or nobody, calls it."""
        definition = file.outline.scopes[scope]
        if definition.kind not in {"function", "async"} or (file.path, scope) in self._contexts:
            return
        parent = definition.parent
        if parent > 0 and file.outline.scopes[parent].kind in {"function", "async"}:
            return  # its definer, when it ends, begins it
        self.outcome(file, scope, self.entries.parameters_of(file, scope), None, frozenset())

    def begin_nested(self, file: PythonFile, scope: int, outer: State) -> None:
        """Follow a nested function that its definer only handed on, as views in a factory are."""
        if (file.path, scope) not in self._contexts:
            self.outcome(file, scope, self.entries.parameters_of(file, scope), outer, frozenset())

    def instance(self, name: str) -> Obj:
        """An object of a class of the project of which nothing more is known: what its `__init__` gives it."""
        return Obj(name, {})

    def member(self, name: str, attribute: str) -> Value:
        """What `self.attribute` may be in a class of the project: what its methods assign to it."""
        key = (name, attribute)
        found = self._members.get(key)
        if found is None:
            self._members[key] = v.ANYTHING
            found = self._members[key] = self._member(name, attribute)
        return found

    def _member(self, name: str, attribute: str) -> Value:
        for base in self.names.ancestors(name):
            defined = self.names.definition(base)
            if defined is None:
                brought = self._brought(base, attribute) if ":" not in base else None
                if brought is not None:
                    return brought
                continue
            file, scope = defined
            assigns = self.names.of(file.path).members.get(scope, {}).get(attribute, [])
            if assigns:
                return v.join(*(self._assigned_member(file, scope, assign, attribute) for assign in assigns[:6]))
        return v.ANYTHING

    def _assigned_member(self, file: PythonFile, owner: int, assign: f.Assign, attribute: str) -> Value:
        scope = assign.scope
        if file.outline.scopes[scope].parent != owner:
            return v.ANYTHING
        outcome = self.outcome(file, scope, self.entries.parameters_of(file, scope), None, frozenset())
        found = [
            atom.fields[attribute]
            for atom in outcome.parameters.get("self", v.NEVER)
            if isinstance(atom, Obj) and attribute in atom.fields
        ]
        return v.join(*found) if found else v.ANYTHING


def _callee(file: PythonFile, decorator: f.Expr) -> f.Expr:
    return file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator


def _open(atom: v.Atom) -> v.Atom:
    """A container of a module, which other code may fill; one that is written out in full is taken as it is."""
    match atom:
        case v.Map(items=items, rest=rest) if not items:
            return v.Map(items, v.join(rest, v.ANYTHING))
        case v.Seq(kind=kind, items=items, rest=rest) if not items:
            return v.Seq(kind, items, v.join(rest, v.ANYTHING))
    return atom


def _coarse(value: Value) -> Value:
    """A value without its constants: the same for many calls."""
    return (
        v.join(*(((v.HARMLESS,) if isinstance(a, Lit) and a.value is not None else _coarse_atom(a)) for a in value))
        if value
        else value
    )


def _coarse_atom(atom: v.Atom) -> Value:
    if isinstance(atom, v.Map):
        return (v.Map({key: _coarse(item) for key, item in atom.items.items()}, _coarse(atom.rest)),)
    if isinstance(atom, (Data, Ref, Lit, Obj, v.Closure, v.Method)):
        return (atom,)
    return v.carried((atom,))
