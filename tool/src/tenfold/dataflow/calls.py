"""Calls: of the project's functions and classes, of methods of values, and of what libraries bring."""

from __future__ import annotations

from tenfold.dataflow import containers, library, methods, objects
from tenfold.dataflow import values as v
from tenfold.dataflow.bounds import MAX_ATOMS
from tenfold.dataflow.frame import Frame, Given
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.records import Record
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.project.read import PythonFile

_LEAVING = frozenset({
    "flask.abort", "werkzeug.exceptions.abort", "quart.abort", "bottle.abort", "sys.exit", "os._exit", "builtins.exit",
    "builtins.quit", "os.abort", "flask_restful.abort", "flask_restx.abort", "flask_smorest.abort", "apiflask.abort",
    "flask_login.LoginManager.unauthorized", "pytest.skip",
})  # fmt: skip
"""What never returns."""
_ENTERING = ("__enter__", "__aenter__")


class Calls(Frame):
    """Evaluates calls; a part of `Run`."""

    def call(self, state: State, index: int) -> Value:
        """What the call at `index` of the file gives."""
        call = self.file.detail.calls[index]
        owner: Value | None = None
        if isinstance(call.func, f.Attr):
            owner = self.evaluate(state, call.func.value)
            callee: Value = v.NEVER
        else:
            callee = self.evaluate(state, call.func)
        given = self._arguments(state, call)
        self.position = call.at
        self.verdict = None
        if owner is not None and isinstance(call.func, f.Attr):
            result = self._on(state, call, owner, call.func.name, given, index)
        else:
            self._record(index, call, callee, v.NEVER, "", given)
            result = self.call_value(state, callee, given, call.at, call)
        self.position = call.at
        return self.again(state, result)

    def _arguments(self, state: State, call: f.Call) -> Given:
        args: list[Value] = []
        keywords: dict[str, Value] = {}
        for arg in call.args:
            if isinstance(arg, f.Star):
                exact, anything = containers.items_of(self.evaluate(state, arg.value))
                args.extend(exact if exact is not None else [anything] * 2)
            else:
                args.append(self.evaluate(state, arg))
        for keyword in call.keywords:
            value = self.evaluate(state, keyword.value)
            if keyword.name:
                keywords[keyword.name] = value
                continue
            for atom in value:
                if isinstance(atom, v.Map):
                    keywords.update({key: item for key, item in atom.items.items() if isinstance(key, str)})
                    if atom.rest:
                        keywords["**"] = v.join(keywords.get("**", v.NEVER), atom.rest)
                else:
                    keywords["**"] = v.join(keywords.get("**", v.NEVER), v.carried((atom,)))
        return tuple(args), keywords

    def _record(self, index: int, call: f.Call, callee: Value, owner: Value, name: str, given: Given) -> None:
        """Keep the arguments of a call that a rule may ask about."""
        last = name or call.name.rpartition(".")[2]
        named = tuple(a.name.replace("()", "") for a in callee if isinstance(a, (Ref, v.Method)))
        watched = self.machine.records.watched
        brings = any(map(v.is_request, given[1].values()))  # fields of a model, which may be of any name
        if not brings and last not in watched and not any(n.rpartition(".")[2] in watched for n in named):
            return
        place = Place(self.file.path, f.line_of(call.at), f.column_of(call.at), call.end)
        if name:
            bases = [a.name for a in owner if isinstance(a, (Ref, Obj))]
            named = tuple(f"{base}.{name}".replace("()", "") for base in bases)
        self.machine.records.call(self.file.path, index, Record(named, owner, *given, place))

    # -- methods

    def _on(self, state: State, call: f.Call, owner: Value, name: str, given: Given, index: int) -> Value:
        self._record(index, call, v.NEVER, owner, name, given)
        results: list[Value] = []
        changed: list[v.Atom] = []
        assert isinstance(call.func, f.Attr)
        for atom in owner:
            result, after = self._method(state, atom, name, given, call)
            results.append(result)
            changed.append(atom if after is None else after)
        if name == "relative_to" and given[0]:
            state.learn(self.within(owner, "relative_to() is asked before the path is resolved"))
        if tuple(changed) != owner:
            self.put_back(state, call.func.value, tuple(dict.fromkeys(changed)))
        return v.join(*results) if results else v.NEVER

    def _method(self, state: State, atom: v.Atom, name: str, given: Given, call: f.Call) -> tuple[Value, v.Atom | None]:
        match atom:
            case Ref(name=owner, held=held):
                return self._method_of_ref(state, atom, owner, held, name, given, call)
            case Obj(name=owner, fields=fields):
                if name in fields:
                    return self.call_value(state, fields[name], given, call.at, call), None
                return self._method_of_object(state, atom, owner, name, given, call)
            case Data(root=root, kind=kind) if kind.startswith("model:") and root is not None:
                found = self.machine.class_value(kind[6:], name)
                if found is not None and isinstance(found[0], Ref) and self.machine.function(found[0].name):
                    return self.call_method(state, found[0].name, (atom,), given, call.at, call), None
            case v.Closure() | v.Method() | v.Partial():
                return v.ANYTHING, None
        return methods.call(atom, name, *given, self.place(call.at))

    def _method_of_ref(
        self, state: State, atom: Ref, owner: str, held: Value, name: str, given: Given, call: f.Call
    ) -> tuple[Value, v.Atom | None]:
        if owner.endswith(".py") or self.machine.names.modules.inside(owner, name, self.file.path):
            return self.call_value(state, self.attribute(state, atom, name, call.at), given, call.at, call), None
        if ":" in owner and owner.endswith("()"):
            return self._method_of_object(state, Obj(owner[:-2], {}), owner[:-2], name, given, call)
        if ":" in owner:
            found = self.machine.class_value(owner, name)
            if found is not None:
                return self._of_class(state, owner, found, given, call), None
            base = next((b for b in self.machine.names.ancestors(owner) if ":" not in b), "")
            if f"{base}.{name}" in self.machine.transfers:
                return self._made_by_base(state, atom, f"{base}.{name}", given, call), None
        full = f"{owner}.{name}"
        if owner == "builtins.super()":
            return self._super(state, name, given, call), None
        result = self.external(state, full, (atom,), given, call.at)
        if held and name in {"write", "writelines", "append", "add", "put"} and not v.is_request(held):
            return result, None
        if name in {"write", "writelines", "read_string", "read_dict", "set_data"} and owner.endswith("()"):
            more = v.carried(*given[0]) if given[0] else v.NEVER
            if v.is_request(more):
                return result, Ref(owner, v.join(held, more) if held else more)
        return result, None

    def _made_by_base(self, state: State, atom: Ref, name: str, given: Given, call: f.Call) -> Value:
        """`Order.model_validate(data)`: what a base of a library's makes is of the class that it is called on."""
        result = self.external(state, name, (atom,), given, call.at)
        if self.machine.transfers[name].gives != "model":
            return result
        return tuple(
            one.but(kind=f"model:{atom.name}") if isinstance(one, Data) and one.root is not None else one
            for one in result
        )

    def _of_class(self, state: State, owner: str, found: Value, given: Given, call: f.Call) -> Value:
        """`Class.method(...)`: a class method is given the class, another its object as the first argument."""
        results = []
        for one in found:
            defined = self.machine.function(one.name) if isinstance(one, Ref) else None
            if defined is None or not isinstance(one, Ref) or one.name in self.machine.own:
                results.append(self.call_value(state, (one,), given, call.at, call))
            elif f.Name("classmethod") in defined[0].outline.scopes[defined[1]].decorators:
                results.append(self.call_method(state, one.name, (Ref(owner),), given, call.at, call))
            else:
                results.append(self.call_function(state, defined, given, call.at, call))
        return v.join(*results) if results else v.ANYTHING

    def _method_of_object(
        self, state: State, atom: Obj, owner: str, name: str, given: Given, call: f.Call
    ) -> tuple[Value, v.Atom | None]:
        kept = objects.call(atom, name, given) if ":" not in owner else None
        if kept is not None:
            return kept
        found = self.machine.class_value(owner, name)
        if found is None:
            base = next((b for b in self.machine.names.ancestors(owner) if ":" not in b), "")
            if not base:
                held = self.machine.member(owner, name)
                return self.call_value(state, held, given, call.at, call), None
            request = name == "get_argument" and v.is_request(v.carried((atom,)))
            return (
                v.carried((atom,)) if request else self.external(state, f"{base}().{name}", (atom,), given, call.at)
            ), None
        results: list[Value] = []
        after: v.Atom | None = None
        for one in found:
            defined = self.machine.function(one.name) if isinstance(one, Ref) else None
            if defined is None or not isinstance(one, Ref) or one.name in self.machine.own:
                results.append(self.call_value(state, (one,), given, call.at, call))
                continue
            file, scope = defined
            decorators = file.outline.scopes[scope].decorators
            if f.Name("staticmethod") in decorators:
                results.append(self.call_function(state, defined, given, call.at, call))
            elif f.Name("classmethod") in decorators:
                results.append(self.call_method(state, one.name, (Ref(owner),), given, call.at, call))
            else:
                results.append(self.call_method(state, one.name, (atom,), given, call.at, call))
                after = self.last_self if isinstance(self.last_self, Obj) else after
        return v.join(*results) if results else v.ANYTHING, after

    def _super(self, state: State, name: str, given: Given, call: f.Call) -> Value:
        own = self.variable(state, "self")
        for atom in own:
            if isinstance(atom, Obj):
                for base in self.machine.names.ancestors(self.own_class() or atom.name)[1:]:
                    defined = self.machine.names.definition(base)
                    target = self.machine.function(f"{base}.{name}") if defined is not None else None
                    if target is not None:
                        result = self.call_method(state, f"{base}.{name}", (atom,), given, call.at, call)
                        if isinstance(self.last_self, Obj):
                            state.put("self", (self.last_self,))
                        return result
                    if defined is None and ":" not in base:
                        return self.external(state, f"{base}().{name}", (atom,), given, call.at)
        return v.ANYTHING

    def call_named(self, state: State, atom: Obj, name: str, given: Given) -> Value:
        """Call a method of an object by its name, as an operator does; unknown when there is none."""
        found = self.machine.class_value(atom.name, name)
        if found is None or not isinstance(found[0], Ref) or self.machine.function(found[0].name) is None:
            return v.ANYTHING
        return self.call_method(state, found[0].name, (atom,), given, self.position)

    # -- callables

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
