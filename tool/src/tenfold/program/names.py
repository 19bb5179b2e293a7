"""What a name means: qualified names through imports, re-exports, aliases, assignments, calls and classes.

A qualified name is a string:
- "flask.Flask" for what an import from outside the project brings,
- "flask.Flask()" for what calling it gives, "flask.Flask().run" for an attribute of that,
- "shop/views.py:Cart.add" for a definition of the project, "shop/views.py:Cart()" for an instance of its class,
- "shop/views.py" for a module of the project, "builtins.open" for a builtin, and "" when it cannot be told.
"""

from __future__ import annotations

import builtins

from tenfold.language import facts as f
from tenfold.program.modules import Modules
from tenfold.program.stars import starred
from tenfold.project.read import PythonFile

MAX_STEPS = 25
"""Definitions that are followed for one name; a longer chain is unknown."""

_BUILTINS = frozenset(dir(builtins)) | {"unicode", "basestring", "raw_input", "execfile", "reload", "unichr", "xrange"}

_TYPES = frozenset({"builtins.type", "typing.Type"})

Binding = f.Import | f.Assign | f.Parameter | int
"""What binds a name in a scope: an import, an assignment, a parameter, or the scope (function, class) of that index."""


class FileNames:
    """The names that each scope of one file binds."""

    def __init__(self, file: PythonFile) -> None:
        self.file = file
        self.stars: list[f.Import] = []
        self.scopes: list[dict[str, list[Binding]]] = [{} for _ in file.outline.scopes]
        self.members: dict[int, dict[str, list[f.Assign]]] = {}
        for imported in file.outline.imports:
            if imported.name == "*":
                self.stars.append(imported)
            else:
                self.scopes[imported.scope].setdefault(imported.bound, []).append(imported)
        for index, scope in enumerate(file.outline.scopes):
            if scope.name and scope.parent >= 0:
                self.scopes[scope.parent].setdefault(scope.name, []).append(index)
            for parameter in scope.parameters:
                self.scopes[index].setdefault(parameter.name, []).append(parameter)
        for assign in file.detail.assigns:
            for name in _targets(assign.target):
                self.scopes[assign.scope].setdefault(name, []).append(assign)
            self._member(assign)

    def _member(self, assign: f.Assign) -> None:
        """Note `self.x = value` under its class."""
        target = assign.target
        if isinstance(target, f.Attr) and isinstance(target.value, f.Name) and target.value.id in {"self", "cls"}:
            owner = class_of(self.file, assign.scope)
            if owner >= 0:
                self.members.setdefault(owner, {}).setdefault(target.name, []).append(assign)


def _targets(target: f.Expr) -> list[str]:
    if isinstance(target, f.Name):
        return [target.id]
    if isinstance(target, f.Sequence):
        return [name for item in target.items for name in _targets(item)]
    return []


def class_of(file: PythonFile, scope: int) -> int:
    """Index of the class whose method `scope` is or lies in; -1 when there is none."""
    scopes = file.outline.scopes
    while scope > 0:
        if scopes[scope].kind == "class":
            return scope
        scope = scopes[scope].parent
    return -1


def qualname(file: PythonFile, scope: int) -> str:
    """The dotted name of a scope within its file: "Cart.add"; "" for the module."""
    parts: list[str] = []
    while scope > 0:
        parts.append(file.outline.scopes[scope].name or "<lambda>")
        scope = file.outline.scopes[scope].parent
    return ".".join(reversed(parts))


class Names:
    """Resolves names over all files of a project; results are kept."""

    def __init__(self, files: dict[str, PythonFile], modules: Modules) -> None:
        self.files = files
        self.modules = modules
        self._names: dict[str, FileNames] = {}
        self._known: dict[tuple[str, int, f.Expr], str] = {}
        self._globals: dict[tuple[str, str], str] = {}
        self._definitions: dict[str, tuple[PythonFile, int]] = {}
        self._steps = 0

    def of(self, path: str) -> FileNames:
        """The bindings of a file."""
        names = self._names.get(path)
        if names is None:
            names = self._names[path] = FileNames(self.files[path])
        return names

    def qualify(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        """The qualified name of an expression that stands in `scope` of `file`."""
        key = (file.path, scope, expr)
        known = self._known.get(key)
        if known is None:
            self._known[key] = ""  # what refers to itself is unknown
            if self._steps > MAX_STEPS:
                return self._known.pop(key)
            self._steps += 1
            try:
                known = self._known[key] = self._qualify(file, scope, expr)
            finally:
                self._steps -= 1
        return known

    def _qualify(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        match expr:
            case f.Name(id=name):
                return self.name(file, scope, name)
            case f.Attr(value=value, name=name):
                base = self.qualify(file, scope, value)
                return (self.modules.inside(base, name, file.path) or self.attribute(base, name)) if base else ""
            case f.CallRef(index=index):
                call = file.detail.calls[index]
                return self.result(self.qualify(file, call.scope, call.func), file, call)
            case f.Await(value=value) | f.Star(value=value):
                return self.qualify(file, scope, value)
            case f.Walrus(assign=index):
                assigned = file.detail.assigns[index].value
                return self.qualify(file, scope, assigned) if assigned is not None else ""
            case f.Item(value=value):
                base = self.qualify(file, scope, value)
                last = base.rpartition(".")[2].rpartition(":")[2]
                is_class = last[:1].isupper() and not last.isupper() and not last.endswith((")", "]"))
                return base + "[]" if base and not is_class else base
            case f.Conditional(then=then, other=other):
                return self.qualify(file, scope, then) or self.qualify(file, scope, other)
            case f.Op(op="or" | "and", operands=operands):
                return next(filter(None, (self.qualify(file, scope, side) for side in operands)), "")
            case f.Const(value=str()):
                return "builtins.str()"
        return ""

    def name(self, file: PythonFile, scope: int, name: str) -> str:
        """What a bare name means in a scope."""
        names = self.of(file.path)
        scopes = file.outline.scopes
        at = scope
        while at > 0:
            # The names of a class body are not seen from its methods.
            bindings = names.scopes[at].get(name) if at == scope or scopes[at].kind != "class" else None
            if bindings:
                return self.bound(file, at, bindings)
            at = scopes[at].parent
        made = self._made_of_module(file, names.scopes[0].get(name, [])) if scope > 0 else ""
        return made or self.top_level(file.path, name) or (f"builtins.{name}" if name in _BUILTINS else "")

    def _made_of_module(self, file: PythonFile, bindings: list[Binding]) -> str:
        """`jwt = jwt.JWT()` at top level: functions see what was made, no longer the import of that name."""
        imports = [b for b in bindings if isinstance(b, f.Import)] if len(bindings) > 1 else []
        for made in bindings if imports else ():
            if isinstance(made, f.Assign) and made.at > imports[0].at and isinstance(made.value, f.CallRef):
                call, base = file.detail.calls[made.value.index], self.imported(file, imports[0])
                if base and isinstance(call.func, f.Attr) and call.func.value == f.Name(imports[0].bound):
                    return self.result(self.attribute(base, call.func.name), file, call)
        return ""

    def top_level(self, path: str, name: str) -> str:
        """What a name of a module means, star imports included."""
        key = (path, name)
        known = self._globals.get(key)
        if known is None:
            self._globals[key] = ""
            known = self._globals[key] = self._top_level(path, name)
        return known

    def _top_level(self, path: str, name: str) -> str:
        names = self.of(path)
        bindings = names.scopes[0].get(name)
        if bindings:
            return self.bound(names.file, 0, bindings)
        sources = [self.imported_module(names.file, star) for star in names.stars]
        found = next(filter(None, (self.top_level(source, name) for source in sources if source in self.files)), "")
        outside = [source for source in sources if source and source not in self.files]
        return found or self.modules.submodule(path, name) or starred(name, outside, name in _BUILTINS)

    def bound(self, file: PythonFile, scope: int, bindings: list[Binding]) -> str:
        """The meaning of the first binding that has one; definitions and imports go before assignments.

        A definition that stands below an import of the same name takes its place, unless the import is guarded: then
        the definition is what remains where the import fails.
        """
        scopes = file.outline.scopes
        imported = max((b.at for b in bindings if isinstance(b, f.Import) and not b.guarded), default=0)

        def later(binding: Binding) -> int:
            if isinstance(binding, f.Assign):
                return 2
            return 0 if isinstance(binding, int) and 0 < imported < scopes[binding].at else 1

        for binding in sorted(bindings, key=later) if len(bindings) > 1 else bindings:
            meaning = self._binding(file, scope, binding)
            if meaning:
                return meaning
        return ""

    def _binding(self, file: PythonFile, scope: int, binding: Binding) -> str:
        if isinstance(binding, int):
            return f"{file.path}:{qualname(file, binding)}"
        if isinstance(binding, f.Import):
            return self.imported(file, binding)
        if isinstance(binding, f.Parameter):
            return self._parameter(file, scope, binding)
        if binding.kind == "with" and binding.value is not None:
            return self.qualify(file, scope, binding.value)
        if binding.kind == "=" and binding.value is not None and isinstance(binding.target, f.Name):
            return self.qualify(file, scope, binding.value)
        if binding.annotation is not None:
            return self.instance_of(self.qualify(file, scope, binding.annotation))
        return ""

    def _parameter(self, file: PythonFile, scope: int, parameter: f.Parameter) -> str:
        owner = file.outline.scopes[scope].parent
        first = file.outline.scopes[scope].parameters[:1]
        method = owner > 0 and file.outline.scopes[owner].kind == "class" and first == (parameter,)
        if method and f.Name("staticmethod") not in file.outline.scopes[scope].decorators:
            return f"{file.path}:{qualname(file, owner)}" + ("()" if parameter.name != "cls" else "")
        if parameter.annotation is not None:
            return self.annotated(file, scope, parameter.annotation)
        return ""

    def annotated(self, file: PythonFile, scope: int, annotation: f.Expr) -> str:
        """An instance of what an annotation names: Optional, Annotated and `X | None` are looked through."""
        match annotation:
            case f.Op(op="|", operands=operands):
                sides = [side for side in operands if side != f.Const(None)]
                return self.annotated(file, scope, sides[0]) if sides else ""
            case f.Item(value=value, index=index):
                outer = self.qualify(file, scope, value)
                if outer.rpartition(".")[2] in {"Optional", "Annotated"}:
                    inner = index.items[0] if isinstance(index, f.Sequence) and index.items else index
                    return self.annotated(file, scope, inner)
                return self.qualify(file, scope, index) if outer in _TYPES else self.instance_of(outer)
        return self.instance_of(self.qualify(file, scope, annotation))

    @staticmethod
    def instance_of(name: str) -> str:
        """The name of an instance of the class `name`."""
        return f"{name}()" if name and not name.endswith("()") else ""

    def imported(self, file: PythonFile, imported: f.Import) -> str:
        """What an import binds."""
        module = self.imported_module(file, imported)
        if not imported.name:
            return module if imported.bound == imported.module else self._root_module(file, imported) or module
        if module in self.files:
            return self.modules.submodule(module, imported.name) or self.top_level(module, imported.name)
        return self._of_namespace(file, imported) or (f"{module}.{imported.name}" if module else "")

    def _of_namespace(self, file: PythonFile, imported: f.Import) -> str:
        """`from package import module` where the package has no __init__.py."""
        dotted = f"{imported.module}.{imported.name}" if imported.module else imported.name
        if imported.level:
            return self.modules.relative(dotted, imported.level, file.path) or ""
        return self.modules.find(dotted, file.path) or ""

    def _root_module(self, file: PythonFile, imported: f.Import) -> str:
        """`import a.b` binds `a`; `import a.b as c` binds the module itself."""
        if imported.module.startswith(imported.bound + "."):
            return self.modules.find(imported.bound, file.path) or imported.bound
        return ""

    def imported_module(self, file: PythonFile, imported: f.Import) -> str:
        """The path of the project's module that an import names, or the module's dotted name."""
        if imported.level:
            return self.modules.relative(imported.module, imported.level, file.path) or ""
        return self.modules.find(imported.module, file.path) or imported.module

    def attribute(self, base: str, name: str) -> str:
        """The qualified name of attribute `name` of `base`."""
        if base.endswith(".py"):
            return self.top_level(base, name) or self.modules.submodule(base, name) or ""
        path, colon, _ = base.partition(":")
        if not colon:
            return f"{base}.{name}"
        if base.endswith("()") or self.definition(base) is not None:
            return self.member(base.removesuffix("()"), name) or f"{base}.{name}"
        return f"{base}.{name}" if path else ""

    def member(self, owner: str, name: str) -> str:
        """What attribute `name` of the project's class `owner` means, looked up through its bases."""
        for base in self.ancestors(owner):
            defined = self.definition(base)
            if defined is None:
                if ":" not in base:
                    return f"{base}().{name}"
                continue
            file, scope = defined
            names = self.of(file.path)
            bindings = names.scopes[scope].get(name)
            if bindings:
                return self.bound(file, scope, bindings)
            for assign in names.members.get(scope, {}).get(name, ()):
                meaning = self.qualify(file, assign.scope, assign.value) if assign.value is not None else ""
                if meaning:
                    return meaning
        return ""

    def result(self, callee: str, file: PythonFile, call: f.Call) -> str:
        """What a call gives: an instance of a class, what a function of the project returns, else `callee()`."""
        if callee in {"typing.cast", "copy.copy", "copy.deepcopy"} and call.args:
            return self.qualify(file, call.scope, call.args[-1])
        if ":" not in callee:
            return f"{callee}()" if callee else ""
        defined = self.definition(callee)
        if defined is None:
            return f"{callee}()"
        owner, scope = defined
        if owner.outline.scopes[scope].kind == "class":
            return f"{callee}()"
        return self.returned(owner, scope)

    def returned(self, file: PythonFile, scope: int) -> str:
        """What a function of the project returns: its annotation, else the first `return` that has a meaning."""
        noted = file.outline.scopes[scope].returns
        if noted is not None:
            meaning = self.annotated(file, scope, noted)
            if meaning and meaning != "builtins.None()":
                return meaning
        for value in returns(file.detail.bodies[scope]):
            meaning = self.qualify(file, scope, value)
            if meaning:
                return meaning
        return ""

    def definition(self, name: str) -> tuple[PythonFile, int] | None:
        """The file and scope of a definition "path.py:Qual.name"; None for other names."""
        path, colon, qual = name.partition(":")
        if not colon or path not in self.files:
            return None
        if not self._definitions or path not in self._definitions:
            file = self.files[path]
            self._definitions[path] = (file, 0)
            for index in range(1, len(file.outline.scopes)):
                self._definitions[f"{path}:{qualname(file, index)}"] = (file, index)
        return self._definitions.get(f"{path}:{qual.removesuffix('()')}")

    def ancestors(self, name: str) -> list[str]:
        """A class and all of its bases, nearest first: the project's as definitions, others by their name."""
        order = [name]
        for current in order:
            defined = self.definition(current)
            if defined is None or len(order) > 60:
                continue
            file, scope = defined
            parent = file.outline.scopes[scope].parent
            for base in file.outline.scopes[scope].bases:
                inner = base.value if isinstance(base, f.Item) else base
                meaning = self.qualify(file, parent, inner)
                if meaning and meaning not in order:
                    order.append(meaning)
        return order


def returns(body: tuple[f.Stmt, ...]) -> list[f.Expr]:
    """The values of the `return` statements of a body, in order."""
    found: list[f.Expr] = []
    pending = list(body)
    while pending:
        statement = pending.pop(0)
        if isinstance(statement, f.Return):
            if statement.value is not None:
                found.append(statement.value)
        else:
            pending = [*blocks(statement), *pending]
    return found


def blocks(statement: f.Stmt) -> tuple[f.Stmt, ...]:
    """The statements inside a compound statement."""
    match statement:
        case f.If(then=then, other=other):
            return (*then, *other)
        case f.While(body=body, other=other) | f.For(body=body, other=other):
            return (*body, *other)
        case f.With(body=body):
            return body
        case f.Try(body=body, handlers=handlers, other=other, final=final):
            return (*body, *(s for handler in handlers for s in handler.body), *other, *final)
        case f.Match(cases=cases):
            return tuple(s for case in cases for s in case.body)
    return ()
