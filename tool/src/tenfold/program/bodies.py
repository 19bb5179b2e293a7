"""Every expression and statement of a function's body, in reading order, without recursion."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.names import blocks
from tenfold.project.read import PythonFile


def statements(file: PythonFile, scope: int) -> Iterator[f.Stmt]:
    """Every statement of a scope, those inside compound statements included; nested definitions are not entered."""
    yield from within(file.detail.bodies[scope])


def within(body: tuple[f.Stmt, ...]) -> Iterator[f.Stmt]:
    """Every statement of a block, those inside compound statements included."""
    pending = list(reversed(body))
    while pending:
        statement = pending.pop()
        yield statement
        pending.extend(reversed(blocks(statement)))


def expressions(file: PythonFile, scope: int) -> Iterator[f.Expr]:
    """Every expression of a scope, sub-expressions included."""
    yield from expressions_in(file, file.detail.bodies[scope])


def expressions_in(file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[f.Expr]:
    """Every expression of a block, sub-expressions included."""
    for statement in within(body):
        yield from parts(file, *_of(file, statement))


def calls_in(file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[f.Call]:
    """Every call of a block."""
    for expr in expressions_in(file, body):
        if isinstance(expr, f.CallRef):
            yield file.detail.calls[expr.index]


def tries(file: PythonFile) -> Iterator[tuple[int, f.Try]]:
    """Every `try` of a file with the scope that it stands in."""
    for scope, body in enumerate(file.detail.bodies):
        for statement in within(body):
            if isinstance(statement, f.Try):
                yield scope, statement


def calls(file: PythonFile, scope: int) -> Iterator[f.Call]:
    """Every call of a scope."""
    yield from calls_in(file, file.detail.bodies[scope])


def nested(file: PythonFile, scope: int) -> Iterator[int]:
    """A scope and every function that is defined inside it, lambdas included."""
    yield scope
    scopes = file.outline.scopes
    inside = {scope}
    for index in range(scope + 1, len(scopes)):
        if scopes[index].parent in inside:
            inside.add(index)
            yield index


def parts(file: PythonFile, *roots: f.Expr | None) -> Iterator[f.Expr]:
    """The expressions `roots` and all of their sub-expressions; the arguments of calls are entered."""
    pending = [root for root in reversed(roots) if root is not None]
    while pending:
        expr = pending.pop()
        yield expr
        pending.extend(reversed(_inside(file, expr)))


def _inside(file: PythonFile, expr: f.Expr) -> list[f.Expr]:
    match expr:
        case f.Attr(value=value) | f.Star(value=value) | f.Await(value=value):
            return [value]
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            return [call.func, *call.args, *(k.value for k in call.keywords)]
        case f.Op(operands=inner) | f.Format(parts=inner) | f.Sequence(items=inner):
            return list(inner)
        case f.Field(value=value, spec=spec):
            return [value, *([spec] if spec is not None else [])]
        case f.Item(value=value, index=index):
            return [value, index]
        case f.Slice(lower=lower, upper=upper, step=step):
            return [part for part in (lower, upper, step) if part is not None]
        case f.Mapping(keys=keys, values=values):
            return [*(key for key in keys if key is not None), *values]
        case f.Conditional(test=test, then=then, other=other):
            return [test, then, other]
        case f.Comprehension(elements=elements, loops=loops):
            return [*loops, *elements]
        case f.Loop(target=target, source=source, conditions=conditions):
            return [target, source, *conditions]
        case f.Yield(value=value):
            return [value] if value is not None else []
        case f.Walrus(assign=index):
            assigned = file.detail.assigns[index]
            return [assigned.target, *([assigned.value] if assigned.value is not None else [])]
    return []


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
