"""Calls: of the project's functions and classes, of methods of values, and of what libraries bring."""

from __future__ import annotations

from tenfold.dataflow import containers, methods, objects
from tenfold.dataflow import values as v
from tenfold.dataflow.callables import Callables
from tenfold.dataflow.frame import Given
from tenfold.dataflow.records import Record
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.language import facts as f
from tenfold.place import Place


class Calls(Callables):
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
            self._set(state, call, callee, given[0])
            result = self.call_value(state, callee, given, call.at, call)
        self.position = call.at
        return self.again(state, result)

    def _set(self, state: State, call: f.Call, callee: Value, args: tuple[Value, ...]) -> None:
        """`setattr(thing, "name", value)` is an assignment."""
        if (
            len(args) == 3
            and callee == (Ref("builtins.setattr"),)
            and len(args[1]) == 1
            and isinstance(args[1][0], Lit)
        ):
            self.bind(state, f.Attr(call.args[0], str(args[1][0].value)), args[2])

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
        # Calling what a call gave is no call of that: `import_string(name)()`.
        named = tuple(_bare(a.name) for a in callee if isinstance(a, (Ref, v.Method)))
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


def _bare(name: str) -> str:
    """A qualified name without "()" but at its end."""
    return name[:-2].replace("()", "") + "()" if name.endswith("()") else name.replace("()", "")
