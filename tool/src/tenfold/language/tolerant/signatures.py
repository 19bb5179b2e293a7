"""Parameters of functions and lambdas, and type parameters (PEP 695, 696)."""

import ast
import sys
from dataclasses import dataclass, field
from typing import Any, Final

from tree_sitter import Node

from tenfold.language.tolerant.expressions import identifier_text, stored
from tenfold.language.tolerant.reading import Place, Reading, Unreadable, between, need, parts, place

HAS_TYPE_PARAMETERS: Final = sys.version_info >= (3, 12)
HAS_TYPE_DEFAULTS: Final = sys.version_info >= (3, 13)


@dataclass(slots=True)
class Signature:
    """Parameters as `ast` holds them, and Python 2's `(b, c)` and their arguments."""

    arguments: ast.arguments
    unpacked: list[tuple[str, ast.expr]] = field(default_factory=list)


def signature(reading: Reading, node: Node | None) -> Signature:
    """Lower `parameters` or `lambda_parameters`."""
    arguments = ast.arguments([], [], None, [], [], None, [])
    read = Signature(arguments)
    after_star = False
    for child in parts(node) if node is not None else ():
        kind = child.type
        if kind in {"(", ")", ","}:
            continue
        if kind == "positional_separator":
            arguments.posonlyargs, arguments.args = arguments.args, []
        elif kind == "keyword_separator":
            after_star = True
        elif kind in {"list_splat_pattern", "dictionary_splat_pattern"} or _is_splat(child):
            after_star = _splat(reading, child, arguments) or after_star
        else:
            _ordinary(reading, child, read, after_star=after_star)
    return read


def _is_splat(node: Node) -> bool:
    return node.type == "typed_parameter" and parts(node)[0].type != "identifier"


def _splat(reading: Reading, node: Node, arguments: ast.arguments) -> bool:
    """Note `*args` or `**kwargs`; true for the former."""
    splat = parts(node)[0] if node.type == "typed_parameter" else node
    kind = node.child_by_field_name("type")
    holder = parts(splat)[-1]
    lowered = _argument(reading, holder, kind)
    if splat.type == "dictionary_splat_pattern":
        arguments.kwarg = lowered
        return False
    arguments.vararg = lowered
    return True


def _ordinary(reading: Reading, node: Node, read: Signature, *, after_star: bool) -> None:
    arguments = read.arguments
    default: ast.expr | None = None
    holder, kind = node, None
    if node.type in {"default_parameter", "typed_default_parameter"}:
        holder, kind = need(node, "name"), node.child_by_field_name("type")
        value = need(node, "value")
    elif node.type == "typed_parameter":
        holder, kind, value = parts(node)[0], node.child_by_field_name("type"), None
    else:
        value = None
    lowered = _unpacked(reading, holder, read) if holder.type == "tuple_pattern" else _argument(reading, holder, kind)
    if value is not None:
        default = reading.expression(value)
    if after_star:
        arguments.kwonlyargs.append(lowered)
        arguments.kw_defaults.append(default)
        return
    arguments.args.append(lowered)
    if default is not None:
        arguments.defaults.append(default)


def _argument(reading: Reading, holder: Node, kind: Node | None) -> ast.arg:
    if holder.type != "identifier":
        raise Unreadable(holder.type)
    written = reading.expression(kind) if kind is not None else None
    where = place(holder) if kind is None else between(holder, kind)
    return ast.arg(identifier_text(reading, holder), written, None, **where)


def _unpacked(reading: Reading, holder: Node, read: Signature) -> ast.arg:
    """Python 2's tuple parameter, named as Python 2's own compiler named it."""
    hidden = f".{len(read.arguments.args)}"
    read.unpacked.append((hidden, stored(reading.expression(holder))))
    return ast.arg(hidden, None, None, **place(holder))


def lambda_(reading: Reading, node: Node) -> ast.expr:
    """`lambda a: b`."""
    arguments = signature(reading, node.child_by_field_name("parameters")).arguments
    return ast.Lambda(arguments, reading.expression(need(node, "body")), **place(node))


def type_parameters(reading: Reading, node: Node | None) -> list[Any]:
    """The `[T: int, *Ts, **P, U = str]` of a definition or alias; nothing where `ast` has no node for it."""
    if node is None or not HAS_TYPE_PARAMETERS:
        return []
    children = [child for child in parts(node)[1:-1] if child.type != ","]
    lowered: list[Any] = []
    at = 0
    while at < len(children):
        child = children[at]
        default: ast.expr | None = None
        if child.type == "ERROR" and at + 1 < len(children):
            # The grammar does not know defaults: `U = int` is the error `U =` and the type `int`.
            default = reading.expression(children[at + 1])
            at += 1
        lowered.append(_type_parameter(reading, child, default))
        at += 1
    return lowered


def _type_parameter(reading: Reading, node: Node, default: ast.expr | None) -> Any:
    tokens = parts(node)
    while len(tokens) == 1 and tokens[0].type not in {"identifier", "ERROR"}:
        tokens = parts(tokens[0])
    maker: Any = ast.TypeVar  # type: ignore[attr-defined,unused-ignore]
    if tokens[0].type in {"*", "**"}:
        maker = ast.TypeVarTuple if tokens[0].type == "*" else ast.ParamSpec  # type: ignore[attr-defined,unused-ignore]
    named = next(_identifiers(tokens), None)
    if named is None:
        raise Unreadable(node.type)
    bounds = [reading.expression(token) for token in tokens[1:] if token.type == "type"]
    where: Place = place(node)
    if default is not None:
        where["end_lineno"], where["end_col_offset"] = default.end_lineno or 1, default.end_col_offset or 0
    extra = {"default_value": default} if HAS_TYPE_DEFAULTS else {}
    if maker is ast.TypeVar:  # type: ignore[attr-defined,unused-ignore]
        extra["bound"] = bounds[0] if bounds else None
    return maker(name=identifier_text(reading, named), **extra, **where)


def _identifiers(tokens: list[Node]) -> Any:
    for token in tokens:
        if token.type == "identifier":
            yield token
        else:
            yield from _identifiers([child for child in token.children if child.child_count or child.is_named])
