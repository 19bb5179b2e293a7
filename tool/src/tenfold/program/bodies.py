"""Every expression and statement of a function's body, in reading order, without recursion.

Many rules walk the same bodies, so what a whole scope holds is kept with its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Sequence as SequenceOf
from typing import Any

from tenfold.language import facts as f
from tenfold.program.names import blocks
from tenfold.project.read import PythonFile

_COMPOUND = (f.If, f.While, f.For, f.With, f.Try, f.Match)


def statements(file: PythonFile, scope: int) -> tuple[f.Stmt, ...]:
    """Every statement of a scope, those inside compound statements included; nested definitions are not entered."""
    known = file.walked.statements.get(scope)
    if known is None:
        known = file.walked.statements[scope] = tuple(within(file.detail.bodies[scope]))
    return known


def within(body: tuple[f.Stmt, ...]) -> Iterator[f.Stmt]:
    """Every statement of a block, those inside compound statements included."""
    pending = list(reversed(body))
    while pending:
        statement = pending.pop()
        yield statement
        if isinstance(statement, _COMPOUND):
            pending.extend(reversed(blocks(statement)))


def expressions(file: PythonFile, scope: int) -> tuple[f.Expr, ...]:
    """Every expression of a scope, sub-expressions included."""
    known = file.walked.expressions.get(scope)
    if known is None:
        found: list[f.Expr] = []
        for statement in statements(file, scope):
            found.extend(parts(file, *_of(file, statement)))
        known = file.walked.expressions[scope] = tuple(found)
    return known


def expressions_in(file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[f.Expr]:
    """Every expression of a block, sub-expressions included."""
    for statement in within(body):
        yield from parts(file, *_of(file, statement))


def calls_in(file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[f.Call]:
    """Every call of a block."""
    for expr in expressions_in(file, body):
        if isinstance(expr, f.CallRef):
            yield file.detail.calls[expr.index]


def tries(file: PythonFile) -> tuple[tuple[int, f.Try], ...]:
    """Every `try` of a file with the scope that it stands in."""
    if file.walked.tries is None:
        file.walked.tries = tuple(
            (scope, statement)
            for scope in range(len(file.detail.bodies))
            for statement in statements(file, scope)
            if isinstance(statement, f.Try)
        )
    return file.walked.tries


def calls(file: PythonFile, scope: int) -> Iterator[f.Call]:
    """Every call of a scope."""
    for expr in expressions(file, scope):
        if isinstance(expr, f.CallRef):
            yield file.detail.calls[expr.index]


def nested(file: PythonFile, scope: int) -> Iterator[int]:
    """A scope and every function that is defined inside it, lambdas included."""
    yield scope
    scopes = file.outline.scopes
    inside = {scope}
    for index in range(scope + 1, len(scopes)):
        if f.line_of(scopes[index].at) > scopes[scope].end:
            break
        if scopes[index].parent in inside:
            inside.add(index)
            yield index


def parts(file: PythonFile, *roots: f.Expr | None) -> Iterator[f.Expr]:
    """The expressions `roots` and all of their sub-expressions; the arguments of calls are entered."""
    pending = [*reversed(roots)]
    while pending:
        expr = pending.pop()
        if expr is not None:
            yield expr
            inside = _INSIDE.get(type(expr))
            if inside is not None:
                pending += inside(file, expr)[::-1]


def _call(file: PythonFile, expr: f.CallRef) -> list[f.Expr | None]:
    call = file.detail.calls[expr.index]
    return [call.func, *call.args, *[keyword.value for keyword in call.keywords]]


def _walrus(file: PythonFile, expr: f.Walrus) -> list[f.Expr | None]:
    assigned = file.detail.assigns[expr.assign]
    return [assigned.target, assigned.value]


# A table by type rather than a `match`: this loop sees every expression of every function that is judged.
_INSIDE: dict[type, Callable[[PythonFile, Any], SequenceOf[f.Expr | None]]] = {
    f.Attr: lambda _, e: (e.value,),
    f.Star: lambda _, e: (e.value,),
    f.Await: lambda _, e: (e.value,),
    f.Yield: lambda _, e: (e.value,),
    f.CallRef: _call,
    f.Walrus: _walrus,
    f.Op: lambda _, e: e.operands,
    f.Format: lambda _, e: e.parts,
    f.Sequence: lambda _, e: e.items,
    f.Field: lambda _, e: (e.value, e.spec),
    f.Item: lambda _, e: (e.value, e.index),
    f.Slice: lambda _, e: (e.lower, e.upper, e.step),
    f.Mapping: lambda _, e: (*e.keys, *e.values),
    f.Conditional: lambda _, e: (e.test, e.then, e.other),
    f.Comprehension: lambda _, e: (*e.loops, *e.elements),
    f.Loop: lambda _, e: (e.target, e.source, *e.conditions),
}


def _of(file: PythonFile, statement: f.Stmt) -> list[f.Expr | None]:
    """The expressions that stand directly in a statement."""
    assigns = file.detail.assigns
    match statement:
        case f.Evaluate(value=value) | f.Return(value=value):
            return [value]
        case f.Store(assigns=indexes):
            return [*(assigns[i].target for i in indexes), assigns[indexes[0]].value if indexes else None]
        case f.Raise(value=value, cause=cause):
            return [value, cause]
        case f.If(test=test) | f.While(test=test):
            return [test]
        case f.For(assign=index):
            return [assigns[index].target, assigns[index].value]
        case f.With(managers=managers):
            return list(managers)
        case f.Try(handlers=handlers):
            return [handler.types for handler in handlers]
        case f.Match(subject=subject, cases=cases):
            return [subject, *(case.guard for case in cases)]
    return []
