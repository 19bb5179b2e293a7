"""String literals: plain, bytes, raw, joined by standing side by side, f-strings and t-strings."""

import ast
from typing import Final

import msgspec
from tree_sitter import Node

from tenfold.language.tolerant.literals import bytes_value, format_value, text_value
from tenfold.language.tolerant.reading import LOAD, Place, Reading, Unreadable, between, parts, place

_CONVERSIONS: Final = {"!r": ord("r"), "!s": ord("s"), "!a": ord("a")}
_TEMPLATES: Final = hasattr(ast, "TemplateStr")


class _Piece(msgspec.Struct):
    """A run of literal text inside an f-string, still growing."""

    text: str
    place: Place


def string(reading: Reading, node: Node) -> ast.expr:
    """One string token."""
    children = node.children
    if len(children) < 2 or children[-1].type != "string_end":
        raise Unreadable(node.type)
    prefix = _prefix(reading, children[0])
    if prefix == "`":
        return _backquoted(reading, node)
    if "f" in prefix or "t" in prefix:
        return _joined(reading, [node], place(node))
    return ast.Constant(_plain(prefix, _body(reading, node)), "u" if "u" in prefix else None, **place(node))


def concatenated(reading: Reading, node: Node) -> ast.expr:
    """String tokens side by side, which are one literal."""
    tokens = [child for child in parts(node) if child.type == "string"]
    prefixes = [_prefix(reading, token.children[0]) for token in tokens]
    if any("f" in prefix or "t" in prefix for prefix in prefixes):
        return _joined(reading, tokens, place(node))
    values = [_plain(prefix, _body(reading, token)) for prefix, token in zip(prefixes, tokens, strict=True)]
    kind = "u" if prefixes and "u" in prefixes[0] else None
    if all(isinstance(value, bytes) for value in values):
        return ast.Constant(b"".join(value for value in values if isinstance(value, bytes)), kind, **place(node))
    return ast.Constant("".join(value for value in values if isinstance(value, str)), kind, **place(node))


def _body(reading: Reading, token: Node) -> str:
    """What stands between the quotes; the grammar may count a raw string's last backslashes to its end."""
    start = token.children[0]
    quotes = len(reading.text(start)) - len(_prefix(reading, start))
    return reading.source[start.end_byte : token.end_byte - quotes].decode()


def _prefix(reading: Reading, start: Node) -> str:
    written = reading.text(start)
    return "`" if written.startswith("`") else written.rstrip("\"'").lower()


def _plain(prefix: str, body: str) -> str | bytes:
    if "b" in prefix:
        return body.encode("latin-1", "replace") if "r" in prefix else bytes_value(body)
    return body if "r" in prefix else text_value(body)


def _backquoted(reading: Reading, node: Node) -> ast.expr:
    """Python 2's `x`, which calls repr; its inside is kept as text."""
    here = place(node)
    inside = ast.Constant(reading.text(node)[1:-1], None, **here)
    return ast.Call(ast.Name("repr", LOAD, **here), [inside], [], **here)


def _joined(reading: Reading, tokens: list[Node], where: Place) -> ast.expr:
    values: list[ast.expr] = []
    pending: _Piece | None = None
    template = False
    for token in tokens:
        children = token.children
        prefix = _prefix(reading, children[0])
        template = template or "t" in prefix
        formatted = "f" in prefix or "t" in prefix
        holes = [child for child in children if child.type == "interpolation"] if formatted else []
        at, at_point = children[0].end_byte, children[0].end_point
        quotes = len(reading.text(children[0])) - len(prefix)
        for hole in [*holes, None]:
            if hole is None:
                until, (row, column) = token.end_byte - quotes, token.end_point
                column -= quotes
            else:
                until, (row, column) = hole.start_byte, hole.start_point
            raw = reading.source[at:until].decode()
            if raw:
                text = format_value(raw, is_raw="r" in prefix) if formatted else str(_plain(prefix, raw))
                pending = _grown(pending, text, (at_point[0] + 1, at_point[1]), (row + 1, column))
            if hole is not None:
                pending = _interpolated(reading, hole, values, pending, template="t" in prefix)
                at, at_point = hole.end_byte, hole.end_point
    _flush(values, pending)
    if template and _TEMPLATES:
        return _template(values, where)
    return ast.JoinedStr(values, **where)


def _grown(pending: _Piece | None, text: str, start: tuple[int, int], end: tuple[int, int]) -> _Piece:
    if pending is None:
        here: Place = {
            "lineno": start[0], "col_offset": start[1], "end_lineno": end[0], "end_col_offset": end[1],
        }  # fmt: skip
        return _Piece(text, here)
    pending.text += text
    pending.place["end_lineno"], pending.place["end_col_offset"] = end
    return pending


def _flush(values: list[ast.expr], pending: _Piece | None) -> None:
    if pending is not None and pending.text:
        values.append(ast.Constant(pending.text, None, **pending.place))


def _interpolated(
    reading: Reading, hole: Node, values: list[ast.expr], pending: _Piece | None, *, template: bool
) -> _Piece | None:
    """Add `{...}` to the values of an f-string; `{x=}` also writes its own source into the text before it."""
    children = parts(hole)
    conversion = -1
    spec: ast.expr | None = None
    if children[1].type == "named_expression":
        value, spec = _aligned(reading, children[1], children[-1])
    else:
        value = reading.expression(children[1])
    shown_to: Node | None = None
    for child in children[2:]:
        if child.type == "=":
            shown_to = children[-1]
        elif child.type == "type_conversion":
            conversion = _CONVERSIONS.get(reading.text(child), -1)
            shown_to = shown_to and child
        elif child.type == "format_specifier":
            spec = _specification(reading, child)
            shown_to = child if shown_to is children[-1] else shown_to
    if shown_to is not None:
        shown = _shown(reading, hole, children[0].end_byte, shown_to.start_byte)
        start = (children[0].end_point[0] + 1, children[0].end_point[1])
        pending = _grown(pending, shown, start, (shown_to.start_point[0] + 1, shown_to.start_point[1]))
        if conversion == -1 and spec is None:
            conversion = ord("r")
    _flush(values, pending)
    if template and _TEMPLATES:
        source = reading.text(children[1])
        values.append(ast.Interpolation(value, source, conversion, spec, **place(hole)))  # type: ignore[attr-defined,unused-ignore]
    else:
        values.append(ast.FormattedValue(value, conversion, spec, **place(hole)))
    return None


def _shown(reading: Reading, hole: Node, start: int, end: int) -> str:
    """The source that `{x = }` writes: all up to its end but comments."""
    kept: list[bytes] = []
    for child in hole.children:
        if child.type == "comment" and start <= child.start_byte < end:
            kept.append(reading.source[start : child.start_byte])
            start = child.end_byte
    return b"".join([*kept, reading.source[start:end]]).decode()


def _aligned(reading: Reading, node: Node, brace: Node) -> tuple[ast.expr, ast.expr]:
    """`{x:=10}`: no walrus, but a name and the format `=10`."""
    name, colon = parts(node)[:2]
    where = between(colon, node)
    text = reading.source[colon.start_byte + 1 : brace.start_byte].decode()
    return reading.expression(name), ast.JoinedStr([ast.Constant(text, None, **where)], **where)


def _specification(reading: Reading, node: Node) -> ast.expr:
    """What stands after the colon in `{x:...}`: text and further holes."""
    values: list[ast.expr] = []
    pending: _Piece | None = None
    colon = node.children[0]
    at, at_point = colon.end_byte, colon.end_point
    holes = [child for child in node.children if child.type == "format_expression"]
    for hole in [*holes, None]:
        end_byte, end_point = (node.end_byte, node.end_point) if hole is None else (hole.start_byte, hole.start_point)
        raw = reading.source[at:end_byte].decode()
        if raw:
            start = (at_point[0] + 1, at_point[1])
            pending = _grown(pending, text_value(raw), start, (end_point[0] + 1, end_point[1]))
        if hole is not None:
            pending = _interpolated(reading, hole, values, pending, template=False)
            at, at_point = hole.end_byte, hole.end_point
    _flush(values, pending)
    return ast.JoinedStr(values, **between(colon, node))


def _template(values: list[ast.expr], where: Place) -> ast.expr:
    return ast.TemplateStr(values, **where)  # type: ignore[attr-defined,no-any-return,unused-ignore]
