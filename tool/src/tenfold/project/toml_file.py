"""TOML as a tree with line numbers, tolerant of broken lines (the standard library gives neither)."""

import re

from tenfold.project.facts import Problems, SettingsFacts, bounded, encodable
from tenfold.project.tree import MAX_DEPTH, MISSING, Node, all_settings

_TOKEN = re.compile(
    r'''(?P<space>[ \t]+|\#[^\n]*)
      | (?P<newline>\n)
      | (?P<long>"""[\s\S]*?(?<!\\)(?:\\\\)*"""(?:"{0,2})|\'\'\'[\s\S]*?\'\'\'(?:\'{0,2}))
      | (?P<string>"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"|'[^'\n]*')
      | (?P<punctuation>[\[\]{}=,.])
      | (?P<word>[^\s\[\]{}=,.\#"']+)''',
    re.VERBOSE,
)
_NUMBER_OR_DATE = re.compile(r"[+-]?[0-9][0-9A-Za-z_:+\-]*(?:\.[0-9][0-9A-Za-z_:+\-]*)*|[+-]?(?:inf|nan)\b")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|\s*\n\s*|[\s\S])")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}
_LONG = ('"""', "'''")


def _unescape(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) > 1 and escape[0] in "uUx":
        code = int(escape[1:], 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return "" if "\n" in escape else _SIMPLE.get(escape, escape)


def _text(token: str) -> str:
    width = 3 if token.startswith(_LONG) else 1
    body = token[width:-width]
    if width == 3:
        body = body.removeprefix("\n")
    if token[0] == "'" or "\\" not in body:
        return body
    return encodable(_ESCAPE.sub(_unescape, body))


class _Reader:
    """One pass over the tokens; every step consumes text, so the time is linear."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.source = text
        self.problems = problems
        self.at = 0
        self.line = 1
        self.kind = ""
        self.piece = ""
        self.token_line = 1
        self.no_long: set[str] = set()

    def next(self) -> str:
        """Move to the next token that is no space; its kind, "" at the end, "bad" for what is no TOML."""
        while self.at < len(self.source):
            mark = self.source[self.at : self.at + 3]
            if mark in _LONG and (mark in self.no_long or not self.has_end(mark)):
                return self.bad()
            match = _TOKEN.match(self.source, self.at)
            if match is None:
                return self.bad()
            self.piece, self.token_line = match[0], self.line
            self.at = match.end()
            self.kind = match.lastgroup or ""
            if self.kind in {"newline", "long"}:
                self.line += self.piece.count("\n")
            if self.kind != "space":
                return self.kind
        self.kind = self.piece = ""
        return ""

    def has_end(self, mark: str) -> bool:
        """Whether a long string closes; asked in vain only once per kind, so the search stays linear."""
        if self.source.find(mark, self.at + 3) >= 0:
            return True
        self.no_long.add(mark)
        return False

    def bad(self) -> str:
        self.piece, self.token_line = self.source[self.at], self.line
        self.at += 1
        self.kind = "bad"
        return self.kind

    def skip_line(self, reason: str) -> None:
        self.problems.add(self.token_line, reason)
        while self.kind not in {"newline", ""}:
            self.next()

    def key(self) -> list[str] | None:
        """A dotted key at the current token, leaving the token after it current; None when there is none."""
        parts: list[str] = []
        while True:
            if self.kind == "word":
                parts.append(self.piece)
            elif self.kind == "string":
                parts.append(_text(self.piece))
            else:
                return None
            self.next()
            if self.piece != "." or self.kind != "punctuation":
                return parts if len(parts) <= MAX_DEPTH else None
            self.next()

    def number_or_date(self) -> Node | None:
        """A bare value with dots or spaces in it (floats, dates), read from the raw text."""
        start = self.at - len(self.piece)
        match = _NUMBER_OR_DATE.match(self.source, start)
        if match is None or match.end() < self.at:
            return None
        self.at = match.end()
        return Node("scalar", self.token_line, match[0])


class _Table:
    """Where the pairs that are being read belong."""

    __slots__ = ("key", "key_line", "node", "state")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.state = "key" if node.kind == "map" else "value"
        self.key: list[str] = []
        self.key_line = 0


def _descend(node: Node, path: list[str], line: int) -> Node | None:
    """The table at a dotted path, made where it is missing; an array of tables stands for its last entry."""
    for part in path:
        child = node.children.get(part)
        if child is None:
            child = Node("map", line)
            node.children[part] = child
        if child.kind == "list" and child.entries:
            child = child.entries[-1]
        if child.kind != "map":
            return None
        node = child
    return node


def _put(table: _Table, value: Node) -> bool:
    if table.node.kind == "list":
        table.node.entries.append(value)
        return True
    home = _descend(table.node, table.key[:-1], table.key_line)
    if home is None or table.key[-1] in home.children:
        return False
    value.line = table.key_line
    home.children[table.key[-1]] = value
    return True


def _header(reader: _Reader, root: Node) -> Node | None:
    """The table named by `[a.b]` or `[[a.b]]`; the opening bracket is the current token."""
    line = reader.token_line
    array = reader.source.startswith("[", reader.at)
    reader.next()
    if array:
        reader.next()
    path = reader.key()
    if path is None or reader.piece != "]" or (array and reader.next() and reader.piece != "]"):
        return None
    home = _descend(root, path[:-1], line)
    if home is None:
        return None
    if array:
        entries = home.children.setdefault(path[-1], Node("list", line))
        if entries.kind != "list":
            return None
        entries.entries.append(Node("map", line))
        return entries.entries[-1]
    table = _descend(home, path[-1:], line)
    if table is not None and not table.children:
        table.line = line
    return table


def _value(reader: _Reader) -> Node | None:
    """The value at the current token; an open bracket gives an empty list or map to be filled."""
    if reader.kind in {"string", "long"}:
        return Node("scalar", reader.token_line, _text(reader.piece), quoted=True)
    if reader.kind == "word":
        return reader.number_or_date() or Node("scalar", reader.token_line, reader.piece)
    if reader.piece == "[":
        return Node("list", reader.token_line)
    if reader.piece == "{":
        return Node("map", reader.token_line)
    return None


def _pair(reader: _Reader, table: Node) -> str:
    """Read `key = value` whose key is the current token into a table; the reason it is broken, or ""."""
    stack = [_Table(table)]
    while True:
        top = stack[-1]
        inner = len(stack) > 1
        if inner and reader.kind == "newline":
            reader.next()
            continue
        if inner and reader.kind == "punctuation" and reader.piece in "]},":
            if reader.piece != ",":
                stack.pop()
                if len(stack) == 1:
                    return ""
            reader.next()
            continue
        if top.node.kind == "map":
            top.key_line = reader.token_line
            path = reader.key()
            if path is None or reader.piece != "=":
                return "not valid TOML: no key and ="
            top.key = path
            reader.next()
        value = _value(reader)
        if value is None:
            return "not valid TOML: no value"
        if not _put(top, value):
            return "not valid TOML: a key that is set twice"
        if value.kind == "scalar":
            if not inner:
                return ""
        elif len(stack) < MAX_DEPTH:
            stack.append(_Table(value))
        else:
            return f"nested deeper than {MAX_DEPTH} levels"
        reader.next()


def tree(text: str, problems: Problems) -> Node:
    """The document as a tree; broken lines are noted and left out."""
    root = Node("map", 1)
    table: Node | None = root
    reader = _Reader(text, problems)
    while reader.next():
        if reader.kind == "newline":
            continue
        if reader.piece == "[" and reader.kind == "punctuation":
            table = _header(reader, root)
            if table is None:
                reader.skip_line("not valid TOML: a table header that cannot be")
            continue
        reason = _pair(reader, table if table is not None else Node("map", reader.token_line))
        if not reason and reader.kind and reader.next() not in {"newline", ""}:
            reason = "not valid TOML: text after a value"
        if reason:
            reader.skip_line(reason)
    return root if root.children else MISSING


def read(text: str) -> SettingsFacts:
    """All scalars with dotted keys (positions in arrays are numbers)."""
    problems = Problems()
    root = tree(bounded(text, problems), problems)
    return SettingsFacts(settings=all_settings(root, problems), problems=problems.all())
