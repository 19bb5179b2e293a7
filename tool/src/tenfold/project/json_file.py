"""JSON, and JSON5 as people use it in settings: comments, trailing commas, bare keys, single quotes."""

import re

from tenfold.project.facts import Problems, SettingsFacts, bounded, encodable
from tenfold.project.tree import MAX_DEPTH, MISSING, Node, all_settings

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\ufeff]+|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))
      | (?P<string>"[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"|'[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+')
      | (?P<punctuation>[{}\[\]:,])
      | (?P<word>[^\s{}\[\]:,"'/]+)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|[\s\S])")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
MAX_SETTINGS_TEXT = 256_000
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _unescape(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) == 5:
        return chr(int(escape[1:], 16))
    return _SIMPLE.get(escape, escape)


def unquote(token: str) -> str:
    """The text of a quoted JSON or JSON5 string."""
    body = token[1:-1]
    if "\\" not in body:
        return body
    body = _ESCAPE.sub(_unescape, body)
    if body.isascii():
        return body
    return encodable(_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), body))


class _Builder:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root = MISSING
        self.stack: list[Node] = []
        self.key: list[tuple[str, int] | None] = []
        self.skipping = 0

    def add(self, node: Node) -> None:
        if self.skipping:
            return
        if not self.stack:
            if not self.root:
                self.root = node
            return
        parent, key = self.stack[-1], self.key[-1]
        if parent.kind == "list":
            parent.entries.append(node)
        elif key is None:
            self.key[-1] = (node.value, node.line)
        else:
            node.line = key[1]
            parent.children[key[0]] = node
            self.key[-1] = None

    def punctuation(self, mark: str, line: int) -> None:
        if mark in "{[":
            if self.skipping or len(self.stack) >= MAX_DEPTH:
                if not self.skipping:
                    self.problems.add(line, f"nested deeper than {MAX_DEPTH} levels")
                self.skipping += 1
                return
            node = Node("map" if mark == "{" else "list", line)
            self.add(node)
            self.stack.append(node)
            self.key.append(None)
        elif mark in "}]":
            if self.skipping:
                self.skipping -= 1
            elif self.stack:
                self.stack.pop()
                self.key.pop()
            else:
                self.problems.add(line, f"unexpected {mark}")
        elif mark == "," and self.stack and not self.skipping:
            self.key[-1] = None


def tree(text: str, problems: Problems) -> Node:
    """The document of a JSON or JSON5 text as a tree, or MISSING; tolerant of a broken end."""
    build = _Builder(problems)
    at, line, end = 0, 1, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            problems.add(line, "not valid JSON")
            broken = text.find("\n", at)
            at = end if broken < 0 else broken
            continue
        token = match[0]
        at = match.end()
        if match.lastgroup == "string":
            build.add(Node("scalar", line, unquote(token), quoted=True))
        elif match.lastgroup == "punctuation":
            build.punctuation(token, line)
        elif match.lastgroup == "word":
            build.add(Node("scalar", line, token))
        if match.lastgroup in {"space", "string"}:
            line += token.count("\n")
    if build.stack:
        problems.add(line, "not valid JSON: the end is missing")
    return build.root


def read(text: str) -> SettingsFacts:
    """All scalars with dotted keys of the first `MAX_SETTINGS_TEXT` characters: longer files are data."""
    problems = Problems()
    beginning = bounded(text, problems, MAX_SETTINGS_TEXT)
    root = tree(beginning, Problems() if problems.found else problems)  # a cut text is broken by the cut
    return SettingsFacts(settings=all_settings(root, problems), problems=problems.all())
