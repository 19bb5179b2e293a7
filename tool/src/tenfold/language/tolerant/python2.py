"""Statements that only Python 2 has, as the calls that Python 3 has in their place."""

import ast
from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from tenfold.language.tolerant.reading import LOAD, Reading, need, parts, place


def print_(reading: Reading, node: Node) -> ast.stmt:
    """`print >>f, a, b` as `print(a, b, file=f)`."""
    keywords: list[ast.keyword] = []
    arguments: list[ast.expr] = []
    for child in parts(node)[1:]:
        if child.type == "chevron":
            keywords.append(ast.keyword("file", reading.expression(parts(child)[-1]), **place(child)))
        elif child.type != ",":
            arguments.append(reading.expression(child))
    return _call("print", node, arguments, keywords)


def exec_(reading: Reading, node: Node) -> ast.stmt:
    """`exec code in globals, locals` as `exec(code, globals, locals)`."""
    given = [need(node, "code")]
    given.extend(child for child in parts(node)[2:] if child.type not in {"in", ","})
    return _call("exec", node, [reading.expression(child) for child in given], [])


def _call(name: str, node: Node, arguments: list[ast.expr], keywords: list[ast.keyword]) -> ast.stmt:
    function = ast.Name(name, LOAD, **place(parts(node)[0]))
    return ast.Expr(ast.Call(function, arguments, keywords, **place(node)), **place(node))


PYTHON2: Final[dict[str, Callable[[Reading, Node], ast.stmt]]] = {
    "print_statement": print_,
    "exec_statement": exec_,
}
