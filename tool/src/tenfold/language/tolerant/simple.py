"""Simple statements: assignments, imports, returns and their like."""

import ast
from collections.abc import Callable
from typing import Any, Final

from tree_sitter import Node

from tenfold.language.tolerant.expressions import BINARY, identifier_text, stored
from tenfold.language.tolerant.reading import DEL, STORE, Reading, Unreadable, need, parts, place
from tenfold.language.tolerant.signatures import HAS_TYPE_PARAMETERS, type_parameters


def expression_statement(reading: Reading, node: Node) -> ast.stmt:
    """An expression that stands alone, or an assignment, which the grammar counts among them."""
    children = parts(node)
    first = children[0]
    if len(children) > 1:
        # An older shape of the grammar: `a, b` as a statement has its elements here.
        elements = [reading.expression(child) for child in children if child.type != ","]
        return ast.Expr(ast.Tuple(elements, ast.Load(), **place(node)), **place(node))
    if first.type == "assignment":
        return _assignment(reading, first)
    if first.type == "augmented_assignment":
        return _augmented(reading, first)
    return ast.Expr(reading.expression(first), **place(node))


def _assignment(reading: Reading, node: Node) -> ast.stmt:
    if node.child_by_field_name("type") is not None:
        return _annotated(reading, node)
    whole = node
    targets: list[ast.expr] = []
    while node.type == "assignment":
        targets.append(stored(reading.expression(need(node, "left"))))
        node = need(node, "right")
    return ast.Assign(targets, reading.expression(node), None, **place(whole))


def _annotated(reading: Reading, node: Node) -> ast.stmt:
    left, right = need(node, "left"), node.child_by_field_name("right")
    target: Any = stored(reading.expression(left))
    written = reading.expression(need(node, "type"))
    value = reading.expression(right) if right is not None else None
    return ast.AnnAssign(target, written, value, int(left.type == "identifier"), **place(node))


def _augmented(reading: Reading, node: Node) -> ast.stmt:
    target: Any = stored(reading.expression(need(node, "left")))
    operator = BINARY[need(node, "operator").type[:-1]]()
    return ast.AugAssign(target, operator, reading.expression(need(node, "right")), **place(node))


def return_(reading: Reading, node: Node) -> ast.stmt:
    """`return`, `return x`."""
    children = parts(node)
    return ast.Return(reading.expression(children[1]) if len(children) > 1 else None, **place(node))


def delete(reading: Reading, node: Node) -> ast.stmt:
    """`del a, b`."""
    target = parts(node)[-1]
    listed = parts(target) if target.type == "expression_list" else [target]
    targets = [stored(reading.expression(child), DEL) for child in listed if child.type != ","]
    return ast.Delete(targets, **place(node))


def assert_(reading: Reading, node: Node) -> ast.stmt:
    """`assert a, b`."""
    test, *message = [child for child in parts(node)[1:] if child.type != ","]
    said = reading.expression(message[0]) if message else None
    return ast.Assert(reading.expression(test), said, **place(node))


def raise_(reading: Reading, node: Node) -> ast.stmt:
    """`raise`, `raise x from y`, and Python 2's `raise x, "why"` as `raise x("why")`."""
    children = parts(node)
    cause = node.child_by_field_name("cause")
    raised = reading.expression(children[1]) if len(children) > 1 and children[1].type != "from" else None
    if isinstance(raised, ast.Tuple) and children[1].type == "expression_list" and len(raised.elts) > 1:
        raised = ast.Call(raised.elts[0], raised.elts[1:2], [], **place(children[1]))
    return ast.Raise(raised, reading.expression(cause) if cause is not None else None, **place(node))


def pass_(_reading: Reading, node: Node) -> ast.stmt:
    """`pass`."""
    return ast.Pass(**place(node))


def break_(_reading: Reading, node: Node) -> ast.stmt:
    """`break`."""
    return ast.Break(**place(node))


def continue_(_reading: Reading, node: Node) -> ast.stmt:
    """`continue`."""
    return ast.Continue(**place(node))


def _names(reading: Reading, node: Node) -> list[str]:
    return [identifier_text(reading, child) for child in node.children if child.type == "identifier"]


def global_(reading: Reading, node: Node) -> ast.stmt:
    """`global a, b`."""
    return ast.Global(_names(reading, node), **place(node))


def nonlocal_(reading: Reading, node: Node) -> ast.stmt:
    """`nonlocal a, b`."""
    return ast.Nonlocal(_names(reading, node), **place(node))


def import_(reading: Reading, node: Node) -> ast.stmt:
    """`import a.b as c`."""
    return ast.Import(_aliases(reading, node), **place(node))


def import_from(reading: Reading, node: Node) -> ast.stmt:
    """`from ..a import b as c`, `from . import *`."""
    origin = need(node, "module_name")
    level = 0
    module: str | None = None
    if origin.type == "relative_import":
        for child in parts(origin):
            if child.type == "import_prefix":
                level = reading.text(child).count(".")
            else:
                module = _dotted_text(reading, child)
    else:
        module = _dotted_text(reading, origin)
    return ast.ImportFrom(module, _aliases(reading, node), level, **place(node))


def import_future(reading: Reading, node: Node) -> ast.stmt:
    """`from __future__ import a`, which the grammar tells apart."""
    return ast.ImportFrom("__future__", _aliases(reading, node), 0, **place(node))


def _aliases(reading: Reading, node: Node) -> list[ast.alias]:
    aliases: list[ast.alias] = []
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            module = _dotted_text(reading, need(child, "name"))
            aliases.append(ast.alias(module, identifier_text(reading, need(child, "alias")), **place(child)))
        elif child.type == "dotted_name":
            aliases.append(ast.alias(_dotted_text(reading, child), None, **place(child)))
    aliases.extend(ast.alias("*", None, **place(c)) for c in node.children if c.type == "wildcard_import")
    if not aliases:
        raise Unreadable(node.type)
    return aliases


def _dotted_text(reading: Reading, node: Node) -> str:
    return ".".join(_names(reading, node))


def type_alias(reading: Reading, node: Node) -> ast.stmt:
    """`type X[T] = ...`: its own node where `ast` has one, else an assignment."""
    left = parts(need(node, "left"))[0]
    value = reading.expression(need(node, "right"))
    generic = parts(left) if left.type == "generic_type" else [left]
    target = ast.Name(identifier_text(reading, generic[0]), STORE, **place(generic[0]))
    if not HAS_TYPE_PARAMETERS:
        return ast.Assign([target], value, None, **place(node))
    parameters = type_parameters(reading, generic[1] if len(generic) > 1 else None)
    alias: Any = ast.TypeAlias(target, parameters, value, **place(node))  # type: ignore[attr-defined,unused-ignore]
    lowered: ast.stmt = alias
    return lowered


SIMPLE: Final[dict[str, Callable[[Reading, Node], ast.stmt]]] = {
    "expression_statement": expression_statement,
    "return_statement": return_,
    "delete_statement": delete,
    "assert_statement": assert_,
    "raise_statement": raise_,
    "pass_statement": pass_,
    "break_statement": break_,
    "continue_statement": continue_,
    "global_statement": global_,
    "nonlocal_statement": nonlocal_,
    "import_statement": import_,
    "import_from_statement": import_from,
    "future_import_statement": import_future,
    "type_alias_statement": type_alias,
}
