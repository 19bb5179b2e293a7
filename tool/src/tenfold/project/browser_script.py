"""The app's own scripts for browsers: where they turn text into HTML, and where they show it as text."""

from __future__ import annotations

import re

import msgspec

from tenfold.project.facts import Fact, FileFacts, Problem

MAX_LENGTH = 400_000
"""Longer scripts are built from others and are not read."""

_MAX_SINKS = 200
_MAX_EXPRESSION = 2_000
_MAX_LOOKED_AT = 100_000
"""Tokens of expressions that are looked at in one script, nested sinks counted again."""
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\f\v\n]++)|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?)|(?P<name>[A-Za-z_$][\w$]*+)|(?P<number>\d[\w.]*+)"
    r"|(?P<sign>=>|===|!==|==|!=|\+=|-=|\|\||&&|\?\?|\?\.|\.\.\.|.)",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}+\]){1,400}+/[a-z]{0,9}+")
_LITERAL = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))++", re.DOTALL)
_BEFORE_REGEX = frozenset("(,=:[!&|?{};+-*%<>~^") | {
    "=>",
    "&&",
    "||",
    "??",
    "==",
    "===",
    "!=",
    "!==",
    "return",
    "typeof",
}
_TELLING = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|textContent|innerText|createTextNode|\b(?:href|write|writeln|html)\b"
)
"""A script with none of the names that `read` looks for, as most, is not taken apart."""
_CLEANING = re.compile(r"sanit|escape|purify|encode|safehtml|template\.innerhtml", re.IGNORECASE)
_NO_TEXT = frozenset({
    "length", "id", "pk", "count", "size", "width", "height", "index", "innerHTML", "outerHTML", "total",
    "x", "y", "html",
})  # fmt: skip
_OPENED = re.compile(r"<script\b[^<>]*+>", re.IGNORECASE)
_CLOSED = re.compile(r"</script", re.IGNORECASE)
_NO_CODE = re.compile(r"\ssrc\s*=|json|template|html|text/x", re.IGNORECASE)
_BLANKED = re.compile(r"[^\n]")
_TEMPLATE = re.compile(r"\{%[^%\n]*+%\}|\{\{[^{}\n]*+\}\}|\{#[^#\n]*+#\}")
_TEXT = re.compile(
    r"ms(g|essage)|message|text|content|title|name|user|sender|author|comment|body|desc|bio|query|mail|label|answer",
    re.IGNORECASE,
)
"""Words in the names of variables that usually hold what somebody wrote."""
_LINK = re.compile(r"\b(?:href|src|action|formaction)\s*=\s*[\"']?$", re.IGNORECASE)
_OPERATORS = frozenset({"+", "-", "*", "=", "=>", "?", ":", "||", "&&", "??", ".", "?.", "(", "[", "{", ",", "+="})


class DomSink(Fact, frozen=True):
    """A place that turns text into HTML.

    Attributes:
        line, column: of the property or method.
        what: "innerHTML", "outerHTML", "insertAdjacentHTML", "write" or "html".
        data: the properties that it pastes between tags ("item.title").
        links: those of them that begin a link.
    """

    line: int
    column: int
    what: str
    data: tuple[str, ...]
    links: tuple[str, ...]


class BrowserScriptFacts(FileFacts, frozen=True):
    """What a script for browsers does with text.

    Attributes:
        sinks: where data is pasted into HTML.
        unclear: lines that paste a variable between tags of which only the name says that it may be text.
        texts: lines that show data as text (`textContent`, `createTextNode`).
        checked_links: lines that set a link after a test of its scheme.
    """

    sinks: tuple[DomSink, ...] = ()
    unclear: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    checked_links: tuple[int, ...] = ()


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    line: int
    column: int


def read(text: str) -> BrowserScriptFacts:
    """The facts of a script; never raises."""
    if len(text) > MAX_LENGTH:
        return BrowserScriptFacts(problems=(Problem(1, "a script too long to be written by hand: not looked at"),))
    if _TELLING.search(text) is None:
        return BrowserScriptFacts()
    tokens = _tokens(text)
    sinks: list[DomSink] = []
    texts: list[int] = []
    links: list[int] = []
    unclear: list[int] = []
    tested = {
        token.line + after
        for token in tokens
        if token.kind == "regex" and "http" in token.text.lower()
        for after in range(5)
    }
    left = _MAX_LOOKED_AT
    for index in range(1, len(tokens) - 1):
        token, before, after = tokens[index], tokens[index - 1], tokens[index + 1]
        if token.kind != "name" or before.text not in {".", "?."}:
            continue
        if (token.text in {"textContent", "innerText"} and after.text == "=") or token.text == "createTextNode":
            texts.append(token.line)
        elif token.text == "href" and after.text == "=" and token.line in tested:
            links.append(token.line)
        elif len(sinks) < _MAX_SINKS and left > 0:
            expression = _taken(tokens, index)
            left -= len(expression)
            sink = _sink(token, expression)
            if sink is not None:
                sinks.append(sink)
            elif _pastes_variable(expression):
                unclear.append(token.line)
    return BrowserScriptFacts(
        sinks=tuple(sinks), unclear=tuple(unclear[:50]), texts=tuple(texts[:50]), checked_links=tuple(links[:50])
    )


def read_page(text: str) -> BrowserScriptFacts | None:
    """The facts of the scripts inside a page, with the page's lines; None when it holds none; never raises."""
    kept: list[str] = []
    position = 0
    for opened in _OPENED.finditer(text):
        if opened.start() < position or _NO_CODE.search(opened[0]):
            continue
        closed = _CLOSED.search(text, opened.end())
        end = closed.start() if closed is not None else len(text)
        kept += [_BLANKED.sub(" ", text[position : opened.end()]), _TEMPLATE.sub(_blank, text[opened.end() : end])]
        position = end
    return read("".join(kept)) if kept else None


def _blank(found: re.Match[str]) -> str:
    return _BLANKED.sub(" ", found[0])


def _tokens(text: str) -> list[_Token]:
    """The tokens of a script: a template literal gives "`", "literal", "${" and "}$" tokens."""
    found: list[_Token] = []
    nested: list[int] = []  # for each open template literal the depth of braces in its current hole
    position, line, start = 0, 1, 0
    inside = False
    while position < len(text):
        if inside:
            match = _LITERAL.match(text, position)
            if match is not None:
                kind, piece = "literal", match[0]
            elif text.startswith("${", position):
                kind, piece, inside = "hole", "${", False
                nested.append(0)
            elif text[position] == "`":
                kind, piece = "end", "`"
                inside = False
            else:
                kind, piece = "literal", text[position]
        else:
            kind, piece = _next(text, position, found)
            if piece == "`":
                kind, inside = "start", True
            elif piece == "{" and nested:
                nested[-1] += 1
            elif piece == "}" and nested:
                nested[-1] -= 1
                if nested[-1] < 0:
                    nested.pop()
                    kind, piece, inside = "close", "}", True
        if kind not in {"space", "comment"}:
            found.append(_Token(kind, piece, line, position - start + 1))
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            start = position + piece.rindex("\n") + 1
        position += len(piece)
    return found


def _next(text: str, position: int, found: list[_Token]) -> tuple[str, str]:
    match = _TOKEN.match(text, position)
    if match is None or match.lastgroup is None:
        return "sign", text[position]
    if match[0] == "/" and (not found or found[-1].text in _BEFORE_REGEX or found[-1].kind == "hole"):
        regex = _REGEX.match(text, position)
        if regex is not None:
            return "regex", regex[0]
    return match.lastgroup, match[0]


def _taken(tokens: list[_Token], index: int) -> list[_Token]:
    """The expression that the property or method at `index` takes for HTML; empty when it takes none."""
    token, after = tokens[index], tokens[index + 1]
    if token.text in {"innerHTML", "outerHTML"} and after.text in {"=", "+="}:
        return _expression(tokens, index + 2)
    if after.text != "(":
        return []
    written = token.text in {"write", "writeln"} and tokens[index - 2].text == "document"
    if token.text == "insertAdjacentHTML" or written or (token.text == "html" and _is_jquery(tokens, index - 2)):
        return _expression(tokens, index + 2, arguments=True)
    return []


def _sink(token: _Token, expression: list[_Token]) -> DomSink | None:
    if any(part.kind == "name" and _CLEANING.search(part.text) for part in expression):
        return None
    data, links = _pasted(expression)
    return DomSink(token.line, token.column, token.text, tuple(data[:20]), tuple(links[:20])) if data else None


def _pastes_variable(expression: list[_Token]) -> bool:
    """Whether a bare variable with the name of a text is pasted between tags: `<b>${message}</b>`."""
    if any(part.kind == "name" and _CLEANING.search(part.text) for part in expression):
        return False
    if not any(part.kind in {"literal", "string"} and "<" in part.text for part in expression):
        return False
    triples = zip(expression, expression[1:], [*expression[2:], _Token("sign", ";", 0, 0)], strict=False)
    return any(
        variable.kind == "name"
        and _TEXT.search(variable.text) is not None
        and (
            (before.kind == "hole" and after.kind == "close") or (before.text == "+" and after.text in {"+", ";", ")"})
        )
        for before, variable, after in triples
    )


def _is_jquery(tokens: list[_Token], index: int) -> bool:
    """Whether what a method is called on begins with `$`, a few tokens back."""
    for token in reversed(tokens[max(0, index - 12) : index + 1]):
        if token.kind == "name" and token.text.startswith("$"):
            return True
        if token.text in {";", "{", "}"}:
            return False
    return False


def _expression(tokens: list[_Token], start: int, *, arguments: bool = False) -> list[_Token]:
    """The tokens of an expression: to its `;`, its closing bracket, or the line's end where a statement ends."""
    found: list[_Token] = []
    depth = 0
    for token in tokens[start : start + _MAX_EXPRESSION]:
        opens = (token.text in {"(", "[", "{"} and token.kind == "sign") or token.kind in {"start", "hole"}
        closes = (token.text in {")", "]", "}"} and token.kind == "sign") or token.kind in {"end", "close"}
        if closes:
            depth -= 1
        if depth < 0 or (depth == 0 and token.text == ";" and token.kind == "sign"):
            break
        ended = found and token.line > found[-1].line and found[-1].text not in _OPERATORS
        if ended and depth == 0 and not closes and token.text not in _OPERATORS and not arguments:
            break
        found.append(token)
        depth += opens
    return found


def _pasted(expression: list[_Token]) -> tuple[list[str], list[str]]:
    """The properties that an expression pastes into text with tags, and those that begin a link."""
    data: list[str] = []
    links: list[str] = []
    for opened, closed in _literals(expression):
        parts = expression[opened : closed + 1]
        if not any(part.kind == "literal" and "<" in part.text for part in parts):
            continue
        for at, part in enumerate(parts):
            if part.kind != "hole":
                continue
            path = _path(parts, at + 1, "close")
            if path:
                data.append(path)
                before = parts[at - 1].text if parts[at - 1].kind == "literal" else ""
                if _LINK.search(before[-40:]):
                    links.append(path)
    if any(part.kind == "string" and "<" in part.text for part in expression):
        for at, part in enumerate(expression):
            if part.text == "+" and part.kind == "sign":
                path = _path(expression, at + 1, "+")
                if path:
                    data.append(path)
                    before = expression[at - 1].text[1:-1] if at and expression[at - 1].kind == "string" else ""
                    if _LINK.search(before[-40:]):
                        links.append(path)
    return list(dict.fromkeys(data)), list(dict.fromkeys(links))


def _literals(expression: list[_Token]) -> list[tuple[int, int]]:
    """The template literals of an expression, as positions of their ticks."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, token in enumerate(expression):
        if token.kind == "start":
            opened.append(at)
        elif token.kind == "end" and opened:
            found.append((opened.pop(), at))
    return found


def _path(tokens: list[_Token], start: int, end: str) -> str:
    """`item.title` where nothing but a property stands from `start` to the hole's end or the next `+`; else ""."""
    names: list[str] = []
    at = start
    while at < len(tokens) and tokens[at].kind == "name":
        names.append(tokens[at].text)
        if [token.text for token in tokens[at + 1 : at + 4 : 2]] == ["[", "]"]:
            at += 3
        if at + 1 < len(tokens) and tokens[at + 1].text in {".", "?."}:
            at += 2
            continue
        at += 1
        break
    following = tokens[at].text if at < len(tokens) else ""
    ends = at < len(tokens) and tokens[at].kind == "close" if end == "close" else following in {"+", ";", ")", ""}
    if (
        len(names) < 2
        or not ends
        or names[-1] in _NO_TEXT
        or names[0] in {"this", "window", "config", "settings", "i18n"}
    ):
        return ""
    return ".".join(names)
