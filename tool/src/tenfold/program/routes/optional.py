"""What a dependency refuses only to those who bring a credential: it lets everybody else pass.

`if token: return user_of(token)` refuses a wrong token and accepts none at all; so does `try: ... except HTTPException:
return None` around a refusal. What stands in such a block is no demand.
"""

from __future__ import annotations

import msgspec

from tenfold.language import facts as f
from tenfold.language.statements import If, Return, Stmt, Try
from tenfold.program.bodies import parts, statements, within
from tenfold.project.read import PythonFile

_GIVEN = frozenset({"Depends", "Security", "Header", "Cookie"})
_CARRIERS = frozenset({"headers", "cookies"})
_CATCH_ALL = frozenset({"Exception", "BaseException", "HTTPException", "StarletteHTTPException"})


def demanding(file: PythonFile, scope: int) -> tuple[Stmt, ...] | None:
    """The body of a function without what only those meet who bring a credential; None when all of it is met."""
    known = _credentials(file, scope)
    body = file.detail.bodies[scope]
    if not any(_is_optional(file, s, known) for s in statements(file, scope) if isinstance(s, (If, Try))):
        return None
    return _without(file, body, known)


def _without(file: PythonFile, body: tuple[Stmt, ...], known: frozenset[str]) -> tuple[Stmt, ...]:
    """Only what stands directly in the body is left out: a block inside another is rarely that plain."""
    return tuple(_emptied(s) if isinstance(s, (If, Try)) and _is_optional(file, s, known) else s for s in body)


def _emptied(statement: If | Try) -> If | Try:
    if isinstance(statement, If):
        return msgspec.structs.replace(statement, then=())
    return msgspec.structs.replace(statement, body=())


def _is_optional(file: PythonFile, statement: If | Try, known: frozenset[str]) -> bool:
    if isinstance(statement, If):
        return bool(known) and _asks_presence(statement.test, known)
    return any(
        (handler.types is None or not _CATCH_ALL.isdisjoint(_names(file, handler.types)))
        and isinstance(handler.body[-1] if handler.body else None, Return)
        and not any(isinstance(inner, f.Raise) for inner in within(handler.body))
        for handler in statement.handlers
    )


def _names(file: PythonFile, expr: f.Expr) -> set[str]:
    return {part.id if isinstance(part, f.Name) else part.name for part in parts(file, expr)
            if isinstance(part, (f.Name, f.Attr))}  # fmt: skip


def _asks_presence(test: f.Expr, known: frozenset[str]) -> bool:
    """`if token`, `if token is not None`, `if token and ...`."""
    match test:
        case f.Name(id=name):
            return name in known
        case f.Op(op="is not" | "!=", operands=(f.Name(id=name), f.Const(value=None | ""))):
            return name in known
        case f.Op(op="and", operands=operands):
            return any(_asks_presence(side, known) for side in operands)
    return False


def _credentials(file: PythonFile, scope: int) -> frozenset[str]:
    """The names that hold what the request brings: parameters that FastAPI fills so, and headers and cookies read."""
    found = {p.name for p in file.outline.scopes[scope].parameters if _is_given(file, p)}
    for assign in file.detail.assigns:
        if assign.scope != scope or not isinstance(assign.target, f.Name) or assign.value is None:
            continue
        if any(isinstance(part, f.Attr) and part.name in _CARRIERS for part in parts(file, assign.value)):
            found.add(assign.target.id)
    return frozenset(found)


def _is_given(file: PythonFile, parameter: f.Parameter) -> bool:
    exprs = [parameter.default]
    if isinstance(parameter.annotation, f.Item) and isinstance(parameter.annotation.index, f.Sequence):
        exprs.extend(parameter.annotation.index.items[1:])
    calls = [file.detail.calls[expr.index] for expr in exprs if isinstance(expr, f.CallRef)]
    return any(call.name.rpartition(".")[2] in _GIVEN for call in calls)
