"""What attributes are worth: of modules, classes, objects of the project, and of request data."""

from __future__ import annotations

from typing import Any

from tenfold.dataflow import containers, library
from tenfold.dataflow import values as v
from tenfold.dataflow.frame import Frame
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Data, Lit, Obj, Ref, Value
from tenfold.frameworks.flows import FORM_LIBRARIES, SETTINGS_CLASSES, TYPED_FIELDS
from tenfold.frameworks.model import Part
from tenfold.language import facts as f

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"})
_URL_PARTS = {
    "netloc": "host", "hostname": "host", "host": "host", "scheme": "scheme", "path": "path", "query": "query",
    "port": "port", "fragment": "query", "username": "host", "params": "query",
}  # fmt: skip
_PATH_PARTS = {
    "parents": "parents",
    "name": "basename",
    "stem": "basename",
    "suffix": "basename",
    "parent": "part",
    "parts": "part",
}


class Attributes(Frame):
    """Reads attributes; a part of `Run`."""

    def attribute(self, state: State, atom: v.Atom, name: str, at: int) -> Value:
        """What an attribute of something is, when it is not called at once."""
        match atom:
            case Ref(name=owner, held=held):
                return self._of_ref(owner, held, name, at)
            case Obj(name=owner, fields=fields):
                known = fields.get(name)
                return known if known is not None else self._of_object(state, atom, owner, name, at)
            case Data(root=root):
                return (self._of_data(atom, name, at),) if root is not None else (atom,)
            case v.Map(items=items):
                return items.get(name, v.ANYTHING)
            case v.Seq(rest=rest, items=inner) if rest or inner:
                return v.carried((atom,))
        if isinstance(atom, v.Text) and name in _PATH_PARTS:
            return v.carried((atom,), via=_PATH_PARTS[name])
        text = isinstance(atom, v.Text) or (isinstance(atom, Lit) and isinstance(atom.value, (str, bytes)))
        if text and hasattr(str, name):
            return (v.Bound(name, (atom,)),)
        return v.ANYTHING if not isinstance(atom, (Lit, v.Text)) else v.carried((atom,))

    def _of_ref(self, owner: str, held: Value, name: str, at: int) -> Value:
        machine = self.machine
        full = f"{owner}.{name}"
        read = machine.read(full.replace("()", ""), self.place(at))
        if read is not None:
            return machine.routed_path(read, self.file, self.scope) or (read,)
        module = machine.names.modules.inside(owner, name, self.file.path)
        if module is not None:
            return (Ref(module),)
        if name == "data" and full.startswith(FORM_LIBRARIES):
            return (self._of_form(full, at),)
        if full in library.CONSTANTS:
            return v.lit(library.CONSTANTS[full])
        if owner.endswith(".py"):
            submodule = machine.names.modules.submodule(owner, name)
            return (Ref(submodule),) if submodule else machine.global_value(owner, name)
        if ":" in owner and owner.endswith("()"):
            return self._of_object(State({}), Obj(owner[:-2], {}), owner[:-2], name, at)
        if ":" in owner:
            found = machine.class_value(owner, name)
            return found if found is not None else (Ref(full),)
        return (Ref(full, v.carried(held)),) if held else (Ref(full),)

    def _of_form(self, full: str, at: int) -> Data:
        """`form.name.data` of WTForms: what a field was given, which is a number or a file for some."""
        kind = full.removesuffix("().data").rpartition(".")[2]
        part: Part = "file" if "File" in kind else "form"
        root = v.Root(f"{self.file.path}:{full}", "", "a form field's data", part, self.place(at), validated=True)
        typed = kind.startswith(TYPED_FIELDS)
        held = Data(root, kind="number" if typed else "file" if part == "file" else "")
        return held.step(self.place(at), "a form field's data is read here")

    def _of_object(self, state: State, atom: Obj, owner: str, name: str, at: int) -> Value:
        machine = self.machine
        if name in {"request", "kwargs"} and machine.parameters.is_view_class(owner):
            if name == "request":
                return (Ref("django.http.HttpRequest()"),)
            root = v.Root(f"{owner}.kwargs", "", "self.kwargs", "path", self.place(at))
            return (Data(root, kind="map"),)
        found = machine.class_value(owner, name)
        if (
            found is None
            and name in {"value", "name"}
            and any(b.startswith("enum.") for b in machine.names.ancestors(owner))
        ):
            return v.FIXED  # `Order(data).value`: what is no member has raised
        if found is None:
            configured = not SETTINGS_CLASSES.isdisjoint(machine.names.ancestors(owner))
            return v.FIXED if configured else machine.member(owner, name)
        bound: list[Value] = []
        for one in found:
            defined = machine.function(one.name) if isinstance(one, Ref) else None
            if defined is None:
                read = machine.read(one.name.replace("()", ""), self.place(at)) if isinstance(one, Ref) else None
                bound.append((one,) if read is None else (read.of_class(owner),))
            elif self.is_property(*defined):
                bound.append(self.call_method(state, one.name if isinstance(one, Ref) else "", (atom,), ((), {}), at))
            else:
                bound.append((v.Method(one.name if isinstance(one, Ref) else "", (atom,)),))
        return v.join(*bound) if bound else v.ANYTHING

    def _of_data(self, data: Data, name: str, at: int) -> Data:
        if data.kind == "url":
            part = _URL_PARTS.get(name)
            if part == "port":
                return v.NUMBER
            return data.but(kind="").through(part) if part is not None else data.but(kind="")
        if data.kind.startswith("model:"):
            return self.field(data, name, at)
        if data.kind == "file":
            return containers.entry(data.but(kind="map"), name, self.place(at)) if name in {
                "filename", "name", "content_type"} else data.but(kind="")  # fmt: skip
        if data.kind in {"map", "json"}:
            return containers.entry(data, name, self.place(at))
        step = _PATH_PARTS.get(name)
        return data.through(step) if step is not None else data

    def field(self, data: Data, name: str, at: int) -> Data:
        """A field of an object of a schema: what its annotation lets through."""
        owner = data.kind.partition(":")[2]
        read = containers.entry(data.but(kind="map"), name, self.place(at))
        for base in self.machine.names.ancestors(owner):
            defined = self.machine.names.definition(base)
            if defined is None:
                continue
            file, scope = defined
            for binding in self.machine.names.of(file.path).scopes[scope].get(name, ()):
                if isinstance(binding, f.Assign) and binding.annotation is not None:
                    kind = self.machine.parameters.kind(file, scope, binding.annotation)
                    if kind == "typed" or self._constrained(file, binding):
                        return read.but(kind="number")
                    inner = self.machine.names.annotated(file, scope, binding.annotation).removesuffix("()")
                    return read.but(kind=f"model:{inner}" if kind == "model" else "json" if kind == "dict" else "")
        return read

    @staticmethod
    def _constrained(file: Any, assign: f.Assign) -> bool:
        exprs = [assign.value]
        if isinstance(assign.annotation, f.Item) and isinstance(assign.annotation.index, f.Sequence):
            exprs.extend(assign.annotation.index.items[1:])
        calls = [file.detail.calls[e.index] for e in exprs if isinstance(e, f.CallRef)]
        return any(k.name in {"pattern", "regex"} for call in calls for k in call.keywords)
