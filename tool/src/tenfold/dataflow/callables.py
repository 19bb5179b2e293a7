"""What is called: functions, methods and classes of the project, closures, and what libraries bring."""

from __future__ import annotations

from tenfold.dataflow import containers, library, methods
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ATOMS
from tenfold.dataflow.frame import Frame, Given
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.language import facts as f
from tenfold.project.read import PythonFile

_LEAVING = frozenset({
    "flask.abort", "werkzeug.exceptions.abort", "quart.abort", "bottle.abort", "sys.exit", "os._exit", "builtins.exit",
    "builtins.quit", "os.abort", "flask_restful.abort", "flask_restx.abort", "flask_smorest.abort", "apiflask.abort",
    "flask_login.LoginManager.unauthorized", "pytest.skip",
})  # fmt: skip
"""What never returns."""
_ENTERING = ("__enter__", "__aenter__")


class Callables(Frame):
    """Calls what a value may be; a part of `Run`."""

    def call_value(self, state: State, callee: Value, given: Given, at: int, call: f.Call | None = None) -> Value:
        """What calling any of the things that `callee` may be gives."""
        results = [self._called(state, atom, given, at, call) for atom in callee]
        return v.join(*results) if results else v.NEVER

    def _called(self, state: State, atom: v.Atom, given: Given, at: int, call: f.Call | None) -> Value:
        match atom:
            case Ref(name=name):
                defined = self.machine.names.definition(name) if ":" in name and not name.endswith("()") else None
                if defined is None or name in self.machine.own:
                    return self.external(state, name, v.NEVER, given, at)
                if defined[0].outline.scopes[defined[1]].kind == "class":
                    return self.instantiate(state, name, given, at, call)
                return self.call_function(state, defined, given, at, call)
            case v.Method(name=name, owner=owner):
                if name in self.machine.own:
                    return self.external(state, name, owner, given, at)
                return self.call_method(state, name, owner, given, at, call)
            case v.Bound(name=name, owner=owner):
                return (
                    v.join(*(methods.call(a, name, *given, self.place(at))[0] for a in owner)) if owner else v.ANYTHING
                )
            case v.Closure(file=file, scope=scope, state=outer):
                return self._follow(state, (file, scope), given, at, outer, call)
            case v.Partial(func=func, args=args, keywords=keywords):
                return self.call_value(state, func, ((*args, *given[0]), {**keywords, **given[1]}), at, call)
            case Obj():
                return self.call_named(state, atom, "__call__", given)
            case Data(root=root) if root is not None:
                return v.carried((atom,))
        return v.ANYTHING

    def external(self, state: State, name: str, receiver: Value, given: Given, at: int) -> Value:
        """A call of what is not the project's."""
        bare = name.replace("()", "")
        if bare in _LEAVING:
            self.ended = True
        if bare == "builtins.getattr" and given[0]:
            return self._getattr(state, given, at)
        if bare == "builtins.locals":
            return (v.Map(dict(state.env)),)
        if bare in {"builtins.map", "builtins.filter"} and len(given[0]) > 1:
            return self._mapped(state, bare, given, at)
        position = library.CALLING.get(bare)
        if position is not None and len(given[0]) > position:
            return self.call_value(state, given[0][position], (given[0][position + 1 :], given[1]), at)
        self.note_conversion(state, bare, given)
        self._callbacks(state, given, at)
        return library.call(self.machine, name, receiver, given, self.place(at))

    def _callbacks(self, state: State, given: Given, at: int) -> None:
        """A function that a library is handed may be called with anything: `executor.submit(function, data)`."""
        args = given[0]
        target = given[1].get("target", v.NEVER)  # threading.Thread(target=function, args=(data,))
        if target and v.is_request(given[1].get("args", v.NEVER)):
            exact, anything = containers.items_of(given[1]["args"])
            self.call_value(state, target, (tuple(exact) if exact is not None else (anything,), {}), at)
        for number, arg in enumerate(args):
            for atom in arg:
                if isinstance(atom, (v.Closure, v.Method)) or (
                    isinstance(atom, Ref) and self.machine.function(atom.name)
                ):
                    later = args[number + 1 :]
                    if any(v.is_request(value) for value in later):
                        self.call_value(state, (atom,), (later, given[1]), at)

    def _getattr(self, state: State, given: Given, at: int) -> Value:
        owner, name = given[0][0], given[0][1] if len(given[0]) > 1 else v.ANYTHING
        found = [*given[0][2:3]]
        for one in name:
            if isinstance(one, Lit) and isinstance(one.value, str):
                found.extend(self.attribute(state, atom, one.value, at) for atom in owner)
            elif any(isinstance(atom, Ref) and atom.name.endswith(".py") for atom in owner):
                found.append(self._any_definition(owner))
            else:
                found.append(v.carried(owner))
        return v.join(*found) if found and any(found) else v.ANYTHING

    def _any_definition(self, owner: Value) -> Value:
        """A class or function of a module that a name picks which is not constant: any of the few that there are."""
        found: list[v.Atom] = []
        for atom in owner:
            file = self.machine.files.get(atom.name) if isinstance(atom, Ref) else None
            if file is not None:
                classes = [scope for scope in file.outline.scopes if scope.parent == 0 and scope.kind == "class"]
                found.extend(Ref(f"{file.path}:{scope.name}") for scope in classes)
        return tuple(found) if 0 < len(found) <= MAX_ATOMS else v.ANYTHING

    def _mapped(self, state: State, name: str, given: Given, at: int) -> Value:
        exact, anything = containers.items_of(given[0][1])
        if name == "builtins.filter":
            return (v.Seq("list", (), anything),)
        if exact is not None and len(exact) <= 12:
            return (v.Seq("list", tuple(self.call_value(state, given[0][0], ((one,), {}), at) for one in exact)),)
        return (v.Seq("list", (), self.call_value(state, given[0][0], ((anything,), {}), at)),)

    def instantiate(self, state: State, name: str, given: Given, at: int, call: f.Call | None) -> Value:
        """An object of a class of the project."""
        atom = Obj(name, {})
        for base in self.machine.names.ancestors(name):
            defined = self.machine.names.definition(base)
            target = self.machine.function(f"{base}.__init__") if defined is not None else None
            if target is not None:
                self.call_method(state, f"{base}.__init__", (atom,), given, at, call)
                return (self.last_self,) if isinstance(self.last_self, Obj) else (atom,)
            if defined is None and ":" not in base and base not in {"builtins.object", "typing.Generic"}:
                break
        annotated = self._fields(name)
        fields = dict(zip(annotated, given[0], strict=False))
        spread = given[1].get("**", v.NEVER)
        if v.is_request(spread):
            fields.update(
                {key: containers.index(spread, v.lit(key), self.place(at)) for key in annotated[len(fields) :]}
            )
        fields.update({key: value for key, value in given[1].items() if key != "**"})
        return (Obj(name, fields),)

    def _fields(self, name: str) -> list[str]:
        """The annotated names of a class: what a dataclass, model or named tuple is made with, in order."""
        defined = self.machine.names.definition(name)
        if defined is None:
            return []
        file, scope = defined
        return [
            a.target.id
            for a in file.detail.assigns
            if a.scope == scope and a.annotation is not None and isinstance(a.target, f.Name)
        ]

    def call_method(
        self, state: State, name: str, owner: Value, given: Given, at: int, call: f.Call | None = None
    ) -> Value:
        """Call a method of the project with its object; what the object has become is left in `last_self`."""
        defined = self.machine.function(name)
        self.last_self = None
        if defined is None:
            return v.ANYTHING
        return self._follow(state, defined, ((owner, *given[0]), given[1]), at, None, call, shift=1)

    def call_function(
        self, state: State, defined: tuple[PythonFile, int], given: Given, at: int, call: f.Call | None = None
    ) -> Value:
        """Call a function of the project, wrapped by those decorators that are the project's."""
        file, scope = defined
        if file.outline.scopes[scope].decorators:
            wrapped = self.machine.wrapped(file, scope)
            if wrapped:
                return self.call_value(state, wrapped, given, at, call)
        return self._follow(state, defined, given, at, None, call)

    def _follow(
        self, state: State, defined: tuple[PythonFile, int], given: Given, at: int, outer: State | None,
        call: f.Call | None, shift: int = 0,
    ) -> Value:  # fmt: skip
        file, scope = defined
        env = self._bound(file, scope, given, at)
        outcome = self.machine.outcome(file, scope, env, outer, state.shown)
        if not outcome.returns:
            self.ended = True
        state.learn(outcome.always)
        self.verdict = outcome
        first = next(iter(env), "")
        if shift:
            owner = outcome.parameters.get(first, v.NEVER)
            objects = [atom for atom in owner if isinstance(atom, Obj)]
            self.last_self = objects[0] if len(objects) == 1 else _merged_objects(objects)
        if call is not None:
            self._write_back(state, call, env, outcome, shift)
        return outcome.value

    def _write_back(self, state: State, call: f.Call, env: dict[str, Value], outcome: Outcome, shift: int) -> None:
        """Containers and objects that the function was given and changed."""
        names = list(env)[shift:]
        for name, arg in zip(names, call.args, strict=False):
            after = outcome.parameters.get(name)
            if after is not None and after != env[name] and any(isinstance(a, (v.Map, v.Seq, Obj)) for a in env[name]):
                self.put_back(state, arg, after)
        for keyword in call.keywords:
            after = outcome.parameters.get(keyword.name)
            before = env.get(keyword.name, v.NEVER)
            if after is not None and after != before and any(isinstance(a, (v.Map, v.Seq, Obj)) for a in before):
                self.put_back(state, keyword.value, after)

    def _bound(self, file: PythonFile, scope: int, given: Given, at: int) -> dict[str, Value]:
        """Arguments by the names of the parameters that take them."""
        definition = file.outline.scopes[scope]
        args, keywords = list(given[0]), dict(given[1])
        spread = keywords.pop("**", v.NEVER)
        env: dict[str, Value] = {}
        place = self.place(at)
        told = f"is given to {definition.name or 'a lambda'}()"
        for parameter in definition.parameters:
            if parameter.kind == "*":
                env[parameter.name] = (v.Seq("tuple", tuple(args)),)
                args = []
            elif parameter.kind == "**":
                env[parameter.name] = (v.Map(keywords, spread),)
                keywords = {}
            elif args and parameter.kind != "k":
                env[parameter.name] = args.pop(0)
            elif parameter.name in keywords:
                env[parameter.name] = keywords.pop(parameter.name)
            elif parameter.default is not None and not spread:
                env[parameter.name] = self.machine.default(file, scope, parameter.default)
            else:
                env[parameter.name] = v.join(spread, self.machine.default(file, scope, parameter.default)) if (
                    spread) else v.ANYTHING  # fmt: skip
            env[parameter.name] = v.stepped(env[parameter.name], place, f"{told} as {parameter.name}")
        return env

    # -- context managers, properties, decorators

    def entered(self, state: State, value: Value) -> Value:
        """What `with value as name` binds."""
        found: list[Value] = []
        for atom in value:
            if isinstance(atom, v.Seq) and atom.kind == "generator":
                found.append(atom.rest or v.ANYTHING)
            elif isinstance(atom, Obj):
                method = next((m for m in _ENTERING if self.machine.class_value(atom.name, m)), "")
                entered = self.call_named(state, atom, method, ((), {})) if method else (atom,)
                found.append(entered if entered != v.ANYTHING else (atom,))
            else:
                found.append((atom,))
        return v.join(*found) if found else v.NEVER

    @staticmethod
    def is_property(file: PythonFile, scope: int) -> bool:
        """Whether a method is read like an attribute."""
        return any(
            (isinstance(d, f.Name) and d.id in {"property", "cached_property", "hybrid_property"})
            or (isinstance(d, f.Attr) and d.name in {"cached_property", "property"})
            for d in file.outline.scopes[scope].decorators
        )

    def decorated(self, state: State, scope: int, function: Value) -> Value:
        """A nested function with the decorators that are the project's applied."""
        for decorator in reversed(self.file.outline.scopes[scope].decorators):
            name = decorator.id if isinstance(decorator, f.Name) else ""
            if name:
                made = self.variable(state, name)
                if any(isinstance(a, Ref) and self.machine.function(a.name) for a in made):
                    wrapped = self.call_value(state, made, ((function,), {}), self.position)
                    if any(isinstance(a, (v.Closure, v.Method)) for a in wrapped):
                        function = wrapped
        return function


def _merged_objects(objects: list[Obj]) -> Obj | None:
    """One object for what it may have become in several ways."""
    if not objects or any(one.name != objects[0].name for one in objects):
        return None
    fields: dict[str, Value] = {}
    for one in objects:
        for key, value in one.fields.items():
            fields[key] = v.join(fields.get(key, v.NEVER), value) if key in fields else value
    return Obj(objects[0].name, fields)
