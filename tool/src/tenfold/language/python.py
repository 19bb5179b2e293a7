"""Python source to facts: `ast` first, the tolerant parser for what it refuses; then statements are lowered."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from typing import Any

from tenfold.language import facts as f
from tenfold.language.lower import BINARY, Lowering, parameters
from tenfold.language.lower_names import import_names, last_segment

_TYPE_CHECKING = {"TYPE_CHECKING"}


def read(source: bytes) -> tuple[f.Outline, f.Detail]:
    """Read the source of one module.

    Args:
        source: the file's bytes, in any encoding that the file declares.

    Returns:
        The outline and the detail; whatever could not be understood is in `Outline.skipped`.
    """
    tree, parser, skipped = _parse(source)
    low = Lowering()
    low.scopes.append(f.Scope("module", "", -1, (), (), (), (), None, 0, source.count(b"\n") + 1))
    low.bodies.append(())
    _collect_imports(low, tree)
    low.bodies[0] = _block(low, tree.body)
    outline = f.Outline(
        parser,
        source.count(b"\n") + 1,
        tuple(low.imports),
        tuple(low.scopes),
        frozenset([last_segment(call.name) for call in low.calls]),
        frozenset([last_segment(assign.stem) for assign in low.assigns if assign.stem]),
        frozenset(low.attributes),
        low.main,
        (*skipped, *low.cut[:20]),
        tuple(low.statements),
    )
    return outline, f.Detail(tuple(low.calls), tuple(low.assigns), tuple(low.bodies))


def _parse(source: bytes) -> tuple[ast.Module, str, tuple[f.Skip, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source), "ast", ()
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        from tenfold.language.tolerant import parse

        result = parse(source)
        skips = tuple([f.Skip(s.line, s.end_line, s.reason) for s in result.skipped])
        return result.module, "tolerant", skips


def _collect_imports(low: Lowering, tree: ast.Module) -> None:
    """Module-level imports are known before anything is lowered, since a function may use a later import."""
    pending: list[ast.stmt] = list(tree.body)
    for node in pending:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for _, _, bound, full in import_names(node):
                if full:
                    low.imported.setdefault(bound, full)
        elif isinstance(node, (ast.If, ast.Try)):
            pending.extend(node.body)


def _position(node: ast.stmt | ast.expr) -> int:
    return f.at(node.lineno, node.col_offset)


def _block(low: Lowering, body: list[ast.stmt], *, guarded: bool = False) -> tuple[f.Stmt, ...]:
    result: list[f.Stmt] = []
    for node in body:
        if low.depth >= 50:
            low.cut.append(f.Skip(node.lineno, node.end_lineno or node.lineno, "statements nested over 50 deep"))
            break
        end = node.end_lineno or node.lineno
        if end > node.lineno and not hasattr(node, "body"):
            low.statements.append((node.lineno, end))
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            result.append(_import(low, node, guarded))
            continue
        lowered = _statement(low, node)
        if lowered is not None:
            result.append(lowered)
    return tuple(result)


def _import(low: Lowering, node: ast.Import | ast.ImportFrom, guarded: bool) -> f.Stmt:
    level = node.level if isinstance(node, ast.ImportFrom) else 0
    first = len(low.imports)
    for module, name, bound, _ in import_names(node):
        low.imports.append(f.Import(module, level, name, bound, low.scope, _position(node), guarded))
    return f.Bring(tuple(range(first, len(low.imports))))


def _statement(low: Lowering, node: ast.stmt) -> f.Stmt | None:
    low.depth += 1
    try:
        lower = _STATEMENTS.get(type(node))
        return lower(low, node) if lower else None
    finally:
        low.depth -= 1


def _expression(low: Lowering, node: ast.Expr) -> f.Stmt | None:
    if isinstance(node.value, ast.Constant):
        return None
    return f.Evaluate(low.expr(node.value), _position(node))


def _assign(low: Lowering, node: ast.Assign) -> f.Stmt:
    value = low.expr(node.value)
    return f.Store(tuple([low.store(target, value, "=", node) for target in node.targets]))


def _annotated(low: Lowering, node: ast.AnnAssign) -> f.Stmt:
    value = low.maybe(node.value)
    index = low.store(node.target, value, "=" if node.value else ":", node)
    noted = low.assigns[index]
    low.assigns[index] = f.Assign(
        noted.target,
        value,
        noted.kind,
        noted.at,
        noted.end,
        noted.scope,
        low.expr(node.annotation),
        noted.stem,
    )
    return f.Store((index,))


def _augmented(low: Lowering, node: ast.AugAssign) -> f.Stmt:
    return f.Store((low.store(node.target, low.expr(node.value), BINARY[type(node.op)] + "=", node),))


def _delete(low: Lowering, node: ast.Delete) -> f.Stmt:
    return f.Store(tuple([low.store(target, None, "del", node) for target in node.targets]))


def _return(low: Lowering, node: ast.Return) -> f.Stmt:
    return f.Return(low.maybe(node.value), _position(node))


def _raise(low: Lowering, node: ast.Raise) -> f.Stmt:
    return f.Raise(low.maybe(node.exc), low.maybe(node.cause), _position(node))


def _assert(low: Lowering, node: ast.Assert) -> f.Stmt:
    end = node.end_lineno or node.lineno
    return f.If(low.expr(node.test), (), (f.Raise(low.maybe(node.msg), None, _position(node)),), _position(node), end)


def _is_main(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and any(isinstance(side, ast.Name) and side.id == "__name__" for side in [test.left, *test.comparators])
        and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in [test.left, *test.comparators])
    )


def _if(low: Lowering, node: ast.If) -> f.Stmt:
    if low.scope == 0 and _is_main(node.test):
        low.main = low.main or node.lineno
    checking = (
        isinstance(node.test, (ast.Name, ast.Attribute))
        and (node.test.id if isinstance(node.test, ast.Name) else node.test.attr) in _TYPE_CHECKING
    )
    test = low.expr(node.test)
    then = _block(low, node.body, guarded=checking)
    return f.If(test, then, _block(low, node.orelse), _position(node), node.end_lineno or node.lineno)


def _while(low: Lowering, node: ast.While) -> f.Stmt:
    test = low.expr(node.test)
    body = _block(low, node.body)
    return f.While(test, body, _block(low, node.orelse), _position(node), node.end_lineno or node.lineno)


def _for(low: Lowering, node: ast.For | ast.AsyncFor) -> f.Stmt:
    index = low.store(node.target, low.expr(node.iter), "for", node)
    body = _block(low, node.body)
    return f.For(index, body, _block(low, node.orelse), _position(node), node.end_lineno or node.lineno)


def _with(low: Lowering, node: ast.With | ast.AsyncWith) -> f.Stmt:
    managers: list[f.Expr] = []
    assigns: list[int] = []
    for item in node.items:
        manager = low.expr(item.context_expr)
        managers.append(manager)
        assigns.append(low.store(item.optional_vars, manager, "with", node) if item.optional_vars else -1)
    body = _block(low, node.body)
    return f.With(tuple(managers), tuple(assigns), body, _position(node), node.end_lineno or node.lineno)


def _try(low: Lowering, node: ast.Try | ast.TryStar) -> f.Stmt:
    body = _block(low, node.body, guarded=any(_catches_import_error(h) for h in node.handlers))
    handlers = tuple([
        f.Handler(
            low.maybe(handler.type), handler.name or "", _block(low, handler.body, guarded=True),
            f.at(handler.lineno, handler.col_offset), handler.end_lineno or handler.lineno,
        )
        for handler in node.handlers
    ])  # fmt: skip
    other = _block(low, node.orelse)
    final = _block(low, node.finalbody)
    return f.Try(body, handlers, other, final, _position(node), node.end_lineno or node.lineno)


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(name, ast.Name) and name.id in {"ImportError", "ModuleNotFoundError"} for name in names)


def _match(low: Lowering, node: ast.Match) -> f.Stmt:
    subject = low.expr(node.subject)
    cases = tuple([
        f.Case(
            _pattern(low, case.pattern), low.maybe(case.guard), _block(low, case.body),
            f.at(case.pattern.lineno, case.pattern.col_offset),
        )
        for case in node.cases
    ])  # fmt: skip
    return f.Match(subject, cases, _position(node))


def _pattern(low: Lowering, pattern: ast.pattern) -> f.Expr:
    """A pattern as the expression that it resembles; `_` is the name "_"."""
    if low.depth >= 50:
        return f.Opaque()
    low.depth += 1
    try:
        match pattern:
            case ast.MatchValue(value):
                return low.expr(value)
            case ast.MatchSingleton(value):
                return f.Const(value)
            case ast.MatchSequence(patterns):
                return f.Sequence("list", tuple([_pattern(low, p) for p in patterns]))
            case ast.MatchStar(name):
                return f.Star(f.Name(name or "_"))
            case ast.MatchMapping(keys, patterns, rest):
                values = [_pattern(low, p) for p in patterns]
                names: list[f.Expr | None] = [low.expr(key) for key in keys]
                if rest:
                    return f.Mapping((*names, None), (*values, f.Name(rest)))
                return f.Mapping(tuple(names), tuple(values))
            case ast.MatchClass(cls, patterns, _, kwd_patterns):
                parts = [_pattern(low, p) for p in [*patterns, *kwd_patterns]]
                return f.Sequence("class", (low.expr(cls), *parts))
            case ast.MatchAs(inner, name):
                return _pattern(low, inner) if inner else f.Name(name or "_")
            case ast.MatchOr(patterns):
                return f.Op("|", tuple([_pattern(low, p) for p in patterns]))
        return f.Opaque()
    finally:
        low.depth -= 1


def _define(low: Lowering, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> f.Stmt:
    index = len(low.scopes)
    kind = (
        "class" if isinstance(node, ast.ClassDef) else "async" if isinstance(node, ast.AsyncFunctionDef) else "function"
    )
    # The slot is taken first: lambdas in decorators and defaults add scopes of their own.
    placeholder = f.Scope(kind, node.name, low.scope, (), (), (), (), None, _position(node), 0)
    low.scopes.append(placeholder)
    low.bodies.append(())
    decorators = low.exprs(node.decorator_list)
    bases: tuple[f.Expr, ...] = ()
    keywords: tuple[f.Keyword, ...] = ()
    params: tuple[f.Parameter, ...] = ()
    returns: f.Expr | None = None
    if isinstance(node, ast.ClassDef):
        bases, keywords = low.exprs(node.bases), low.keywords(node.keywords)
    else:
        params, returns = parameters(low, node.args), low.maybe(node.returns)
    low.scopes[index] = f.Scope(
        kind, node.name, low.scope, params, decorators, bases, keywords, returns, _position(node),
        node.end_lineno or node.lineno,
    )  # fmt: skip
    outer, low.scope = low.scope, index
    low.bodies[index] = _block(low, node.body)
    low.scope = outer
    return f.Define(index)


def _jump(_low: Lowering, node: ast.stmt) -> f.Stmt:
    return f.Jump(type(node).__name__.lower())


_KIND: dict[type[ast.stmt], str] = {ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "async"}
_STATEMENTS: dict[type[ast.stmt], Callable[[Lowering, Any], f.Stmt | None]] = {
    ast.Expr: _expression, ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented,
    ast.Delete: _delete, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert, ast.If: _if,
    ast.While: _while, ast.For: _for, ast.AsyncFor: _for, ast.With: _with, ast.AsyncWith: _with, ast.Try: _try,
    ast.TryStar: _try, ast.Match: _match, ast.FunctionDef: _define, ast.AsyncFunctionDef: _define,
    ast.ClassDef: _define, ast.Break: _jump, ast.Continue: _jump, ast.Pass: _jump,
}  # fmt: skip
