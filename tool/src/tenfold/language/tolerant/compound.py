"""Compound statements: definitions, branches, loops, try, with, match."""

import ast
from collections.abc import Callable
from typing import Any, Final

from tree_sitter import Node

from tenfold.language.tolerant.expressions import arguments, identifier_text, stored
from tenfold.language.tolerant.patterns import case
from tenfold.language.tolerant.reading import LOAD, Reading, Unreadable, between, need, parts, spanning
from tenfold.language.tolerant.signatures import HAS_TYPE_PARAMETERS, signature, type_parameters


def if_(reading: Reading, node: Node) -> ast.stmt:
    """`if ... elif ... else`: each `elif` is an If in the `else` of the one before."""
    first = _branch(reading, node)
    branches = [(node, first)]
    for child in node.children_by_field_name("alternative"):
        if child.type == "elif_clause":
            branch = _branch(reading, child)
            branches[-1][1].orelse = [branch]
            branches.append((child, branch))
        elif child.type == "else_clause":
            branches[-1][1].orelse = reading.suite(need(child, "body"))
    for _, branch in branches:
        branch.end_lineno, branch.end_col_offset = reading.end
    return first


def _branch(reading: Reading, node: Node) -> ast.If:
    test = reading.header(need(node, "condition"))
    body = reading.suite(need(node, "consequence"))
    return ast.If(test, body, [], **reading.closed(node))


def _else(reading: Reading, node: Node) -> list[ast.stmt]:
    clause = node.child_by_field_name("alternative")
    return reading.suite(need(clause, "body")) if clause is not None else []


def while_(reading: Reading, node: Node) -> ast.stmt:
    """`while ... else`."""
    test = reading.header(need(node, "condition"))
    body = reading.suite(need(node, "body"))
    otherwise = _else(reading, node)
    return ast.While(test, body, otherwise, **reading.closed(node))


def for_(reading: Reading, node: Node) -> ast.stmt:
    """`for ... in ... else`, also async."""
    target = stored(reading.header(need(node, "left")))
    over = reading.header(need(node, "right"))
    body = reading.suite(need(node, "body"))
    otherwise = _else(reading, node)
    maker: Any = ast.AsyncFor if _is_async(node) else ast.For
    lowered: ast.stmt = maker(target, over, body, otherwise, None, **reading.closed(node))
    return lowered


def _is_async(node: Node) -> bool:
    return node.children[0].type == "async"


def with_(reading: Reading, node: Node) -> ast.stmt:
    """`with a as b, c:`, bracketed or not, also async."""
    clause = next((child for child in node.children if child.type == "with_clause"), None)
    if clause is None:
        raise Unreadable(node.type)
    values = [need(child, "value") for child in clause.children if child.type == "with_item"]
    brackets = values[0] if len(values) == 1 else None
    if brackets is not None and brackets.type == "tuple" and len(parts(brackets)) > 2:
        values = [child for child in parts(brackets)[1:-1] if child.type != ","]
    elif brackets is not None and brackets.type == "parenthesized_expression":
        inner = parts(brackets)[1]
        values = [inner] if inner.type == "as_pattern" else values
    items = [_item(reading, value) for value in values]
    body = reading.suite(need(node, "body"))
    maker: Any = ast.AsyncWith if _is_async(node) else ast.With
    lowered: ast.stmt = maker(items, body, None, **reading.closed(node))
    return lowered


def _item(reading: Reading, value: Node) -> ast.withitem:
    if value.type != "as_pattern":
        return ast.withitem(reading.header(value), None)
    target = parts(need(value, "alias"))[0]
    return ast.withitem(reading.header(parts(value)[0]), stored(reading.header(target)))


def try_(reading: Reading, node: Node) -> ast.stmt:
    """`try ... except ... else ... finally`; `except*` makes it a TryStar."""
    body = reading.suite(need(node, "body"))
    handlers: list[ast.ExceptHandler] = []
    otherwise: list[ast.stmt] = []
    final: list[ast.stmt] = []
    maker: Any = ast.Try
    for child in node.children:
        if child.type in {"except_clause", "except_group_clause"}:
            if child.type == "except_group_clause" or any(token.type in {"*", "except*"} for token in child.children):
                maker = ast.TryStar
            handlers.append(_handler(reading, child))
        elif child.type == "else_clause":
            otherwise = reading.suite(need(child, "body"))
        elif child.type == "finally_clause":
            final = reading.suite(_block(child))
    lowered: ast.stmt = maker(body, handlers, otherwise, final, **reading.closed(node))
    return lowered


def _block(node: Node) -> Node:
    block = node.children[-1]
    if block.type != "block":
        raise Unreadable(node.type)
    return block


def _handler(reading: Reading, node: Node) -> ast.ExceptHandler:
    caught, name = _caught(reading, node)
    body = reading.suite(_block(node))
    return ast.ExceptHandler(caught, name, body, **reading.closed(node))


def _caught(reading: Reading, node: Node) -> tuple[ast.expr | None, str | None]:
    """What an `except` catches and the name it gives.

    `except A, b:` is two exceptions since Python 3.14 (PEP 758) and a named one in Python 2. Exceptions are
    written in capitals or with a module, names of caught ones are not: that decides.
    """
    values = node.children_by_field_name("value")
    if not values:
        return None, None
    alias = node.child_by_field_name("alias")
    if len(values) > 1:
        second = reading.text(values[1])
        if len(values) == 2 and values[1].type == "identifier" and second[:1].islower():
            return reading.header(values[0]), second
        return ast.Tuple([reading.header(v) for v in values], LOAD, **between(values[0], values[-1])), None
    value = values[0]
    if value.type == "as_pattern":
        return reading.header(parts(value)[0]), identifier_text(reading, parts(need(value, "alias"))[0])
    return reading.header(value), identifier_text(reading, alias) if alias is not None else None


def decorated(reading: Reading, node: Node) -> ast.stmt:
    """A class or function with the decorators above it."""
    above = [reading.header(parts(child)[1]) for child in node.children if child.type == "decorator"]
    definition = need(node, "definition")
    lowered: Any = (class_ if definition.type == "class_definition" else function)(reading, definition)
    lowered.decorator_list = above
    kept: ast.stmt = lowered
    return kept


def function(reading: Reading, node: Node) -> ast.stmt:
    """`def`, `async def`."""
    name = identifier_text(reading, need(node, "name"))
    parameters = type_parameters(reading, node.child_by_field_name("type_parameters"))
    read = signature(reading, need(node, "parameters"))
    returned = node.child_by_field_name("return_type")
    returns = reading.header(returned) if returned is not None else None
    body = reading.suite(need(node, "body"))
    for hidden, target in reversed(read.unpacked):
        where = spanning(target, target)
        body.insert(0, ast.Assign([target], ast.Name(hidden, LOAD, **where), None, **where))
    maker: Any = ast.AsyncFunctionDef if _is_async(node) else ast.FunctionDef
    lowered: Any = maker(name, read.arguments, body, [], returns, None, **reading.closed(node))
    if HAS_TYPE_PARAMETERS:
        lowered.type_params = parameters
    kept: ast.stmt = lowered
    return kept


def class_(reading: Reading, node: Node) -> ast.stmt:
    """`class A(B, metaclass=C)`."""
    name = identifier_text(reading, need(node, "name"))
    parameters = type_parameters(reading, node.child_by_field_name("type_parameters"))
    given = node.child_by_field_name("superclasses")
    bases, keywords = arguments(reading, given) if given is not None else ([], [])
    body = reading.suite(need(node, "body"))
    lowered: Any = ast.ClassDef(name, bases, keywords, body, [], **reading.closed(node))
    if HAS_TYPE_PARAMETERS:
        lowered.type_params = parameters
    kept: ast.stmt = lowered
    return kept


def match_(reading: Reading, node: Node) -> ast.stmt:
    """`match ...: case ...`."""
    children = parts(node)
    until = next(at for at, child in enumerate(children) if child.type == ":")
    subjects = children[1:until]
    if len(subjects) == 1 and subjects[0].type != "list_splat":
        subject = reading.header(subjects[0])
    else:
        elements = [reading.header(child) for child in subjects if child.type != ","]
        subject = ast.Tuple(elements, LOAD, **between(subjects[0], subjects[-1]))
    cases = [case(reading, child) for child in need(node, "body").children if child.type == "case_clause"]
    if not cases:
        raise Unreadable(node.type)
    return ast.Match(subject, cases, **reading.closed(node))


COMPOUND: Final[dict[str, Callable[[Reading, Node], ast.stmt]]] = {
    "if_statement": if_,
    "while_statement": while_,
    "for_statement": for_,
    "with_statement": with_,
    "try_statement": try_,
    "decorated_definition": decorated,
    "function_definition": function,
    "class_definition": class_,
    "match_statement": match_,
}
