"""Whether anything in an app names a class or a variable: what nothing names is not in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.bodies import expressions, parts

if TYPE_CHECKING:
    from tenfold.program.app import App
    from tenfold.project.read import PythonFile


def is_mentioned(app: App, name: str) -> bool:
    """Whether an expression, annotation, base class or decorator of the app is `name`, imports left aside."""
    return any(_mentions(file, name) for file in app.files.values())


def _mentions(file: PythonFile, name: str) -> bool:
    for index, scope in enumerate(file.outline.scopes):
        filled = [given for one in scope.parameters for given in (one.annotation, one.default)]
        if any(_is(expr, name) for expr in parts(file, *scope.decorators, *scope.bases, scope.returns, *filled)):
            return True
        # A variable stands among the expressions where it is assigned, too.
        stored = sum(_is(a.target, name) for a in file.detail.assigns if a.scope == index and a.kind != ":")
        if sum(_is(expr, name) for expr in expressions(file, index)) > stored:
            return True
    return any(_is(expr, name) for assign in file.detail.assigns for expr in parts(file, assign.annotation))


def _is(expr: f.Expr, name: str) -> bool:
    match expr:
        case f.Name(id=said) | f.Attr(name=said) | f.Const(value=str(said)):
            return said == name
    return False
