"""What an argument may be: a loop's variable is each item of the list that is looped over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.names import returns
from tenfold.program.origins import argument
from tenfold.program.values import Env, Unknown
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program


UNKNOWN_PART = "{...}"
"""Stands in a path for what cannot be told."""


class Choices:
    """Follows arguments to what is given for them."""

    def __init__(self, program: Program) -> None:
        self._names = program.names
        self._values = program.values
        self._modules = program.modules

    def text(self, file: PythonFile, scope: int, expr: f.Expr | None) -> str:
        """A path, with what cannot be told written as `{...}`."""
        if isinstance(expr, f.Format):
            parts = [self.text(file, scope, part.value if isinstance(part, f.Field) else part) for part in expr.parts]
            return "".join(parts)
        if isinstance(expr, f.Op) and expr.op == "+":
            return "".join(self.text(file, scope, side) for side in expr.operands)
        if isinstance(expr, f.CallRef):
            made = self._called_text(file, file.detail.calls[expr.index])
            if made:
                return made
        value = self._values.of(file, scope, expr)
        if isinstance(expr, f.Name) and isinstance(value, Unknown):
            return self._first_text(file, scope, expr.id)
        fallback = value.default if isinstance(value, Env) else value
        return fallback if isinstance(fallback, str) else UNKNOWN_PART

    def _first_text(self, file: PythonFile, scope: int, name: str) -> str:
        """The first text that a name is assigned, where branches assign several."""
        while scope >= 0:
            for binding in self._names.of(file.path).scopes[scope].get(name, ()):
                value = binding.value if isinstance(binding, f.Assign) else None
                if isinstance(value, f.Const) and isinstance(value.value, str):
                    return value.value
            scope = file.outline.scopes[scope].parent
        return UNKNOWN_PART

    def _called_text(self, file: PythonFile, call: f.Call) -> str:
        """What a function of the project's makes of a path that it is given: the path itself where it may return it."""
        defined = self._names.definition(self._names.qualify(file, call.scope, call.func))
        if defined is None or defined[0].outline.scopes[defined[1]].kind == "class":
            return ""
        parameters = [parameter.name for parameter in defined[0].outline.scopes[defined[1]].parameters]
        for value in returns(defined[0].detail.bodies[defined[1]]):
            if isinstance(value, f.Name) and value.id in parameters:
                given = argument(call, value.id, parameters.index(value.id))
                return self.text(file, call.scope, given) if given is not None else ""
        return ""

    def by_path(self, file: PythonFile, scope: int, expr: f.Expr) -> tuple[PythonFile, int, f.Expr]:
        """`"notes.api.router"`: an object by the dotted path that it is imported by."""
        if isinstance(expr, f.Const) and isinstance(expr.value, str):
            module, _, name = expr.value.rpartition(".")
            path = self._modules.find(module, file.path) if module else None
            if path is not None:
                return self._names.files[path], 0, f.Name(name)
        return file, scope, expr

    def of(self, file: PythonFile, scope: int, expr: f.Expr | None) -> Iterator[tuple[PythonFile, int, f.Expr]]:
        """What an expression may be: a loop's variable is each item of the list that is looped over."""
        if expr is None:
            return
        if isinstance(expr, f.Name):
            for binding in self._names.of(file.path).scopes[scope].get(expr.id, ()):
                if isinstance(binding, f.Assign) and binding.kind == "for":
                    yield from self._items(file, scope, binding, expr.id)
                    return
        yield file, scope, expr

    def _items(
        self, file: PythonFile, scope: int, loop: f.Assign, name: str
    ) -> Iterator[tuple[PythonFile, int, f.Expr]]:
        position = -1
        if isinstance(loop.target, f.Sequence):
            position = next((i for i, t in enumerate(loop.target.items) if t == f.Name(name)), -1)
        where, at, items = self.sequence(file, scope, loop.value)
        for item in items:
            if position >= 0 and isinstance(item, f.Sequence) and position < len(item.items):
                yield where, at, item.items[position]
            elif position < 0:
                yield where, at, item
        if not items:
            yield file, scope, f.Opaque()

    def sequence(
        self, file: PythonFile, scope: int, expr: f.Expr | None, depth: int = 0
    ) -> tuple[PythonFile, int, tuple[f.Expr, ...]]:
        """The items of a list or tuple, followed through names and imports."""
        if isinstance(expr, f.Sequence):
            return file, scope, expr.items
        if isinstance(expr, f.Name) and depth < 8:
            names = self._names.of(file.path)
            at = scope
            while at >= 0:
                for binding in names.scopes[at].get(expr.id, ()):
                    if isinstance(binding, f.Assign) and binding.kind == "=":
                        return self.sequence(file, at, binding.value, depth + 1)
                    if isinstance(binding, f.Import) and binding.name:
                        source = self._names.imported_module(file, binding)
                        if source in self._names.files:
                            return self.sequence(self._names.files[source], 0, f.Name(binding.name), depth + 1)
                at = file.outline.scopes[at].parent
        return file, scope, ()
