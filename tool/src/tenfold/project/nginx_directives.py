"""nginx configuration text as directives and blocks (the grammar of ngx_conf_file.c, read tolerantly)."""

import re
from typing import Final

from tenfold.project.facts import Problems

MAX_DEPTH: Final = 32
MAX_DIRECTIVES: Final = 50_000
_WORD = re.compile(r"(?:[^\s;{}\"'\\$#]|\\[\s\S]|\$\{[^}\s]{0,100}\}|\$)[^\s;{}\\$]*+")
_LUA = re.compile(r".*_by_lua_block")


class Directive:
    """A directive with its arguments; `block` is None for one that ends with a semicolon."""

    __slots__ = ("arguments", "block", "line", "name")

    def __init__(self, name: str, arguments: tuple[str, ...], line: int) -> None:
        self.name = name
        self.arguments = arguments
        self.line = line
        self.block: list[Directive] | None = None

    def first(self) -> str:
        """The first argument, or ""."""
        return self.arguments[0] if self.arguments else ""

    def inside(self, *names: str) -> "list[Directive]":
        """The directives of these names that stand directly in the block."""
        return [inner for inner in self.block or () if inner.name in names]


class _Reader:
    def __init__(self, text: str, problems: Problems) -> None:
        self.text = text
        self.problems = problems
        self.at = 0
        self.line = 1
        self.root = Directive("", (), 1)
        self.root.block = []
        self.stack = [self.root]
        self.words: list[str] = []
        self.words_line = 1
        self.skipping = 0
        self.count = 0

    def advance(self, stop: int) -> None:
        self.line += self.text.count("\n", self.at, stop)
        self.at = stop

    def word(self, text: str) -> None:
        if not self.words:
            self.words_line = self.line
        self.words.append(text)

    def quoted(self, quote: str) -> None:
        pieces: list[str] = []
        at, text = self.at + 1, self.text
        while at < len(text) and text[at] != quote:
            if text[at] == "\\" and at + 1 < len(text):
                escaped = text[at + 1]
                pieces.append(escaped if escaped in "\"'\\" else text[at : at + 2])
                at += 2
                continue
            stop = at + 1
            while stop < len(text) and text[stop] != quote and text[stop] != "\\":
                stop += 1
            pieces.append(text[at:stop])
            at = stop
        if at >= len(text):
            self.problems.add(self.line, "a quote that is not closed")
        self.word("".join(pieces))
        self.advance(min(at + 1, len(text)))

    def bare(self) -> None:
        pieces: list[str] = []
        start = self.at
        at = self.at
        while match := _WORD.match(self.text, at):
            pieces.append(match[0])
            at = match.end()
        if at == start:
            pieces.append(self.text[at])
            at += 1
        self.word("".join(pieces))
        self.advance(at)

    def take(self) -> Directive | None:
        words, self.words = self.words, []
        if not words or self.skipping:
            return None
        if self.count >= MAX_DIRECTIVES:
            self.problems.add(1, f"more than {MAX_DIRECTIVES} directives; the rest was not read")
            return None
        self.count += 1
        directive = Directive(words[0].lower(), tuple(words[1:]), self.words_line)
        block = self.stack[-1].block
        if block is not None:
            block.append(directive)
        return directive

    def open(self) -> None:
        lua = bool(self.words) and _LUA.fullmatch(self.words[0][:200]) is not None
        line = self.words_line
        directive = self.take()
        self.advance(self.at + 1)
        if lua:
            self.skip_braces()
            return
        if directive is None or len(self.stack) > MAX_DEPTH:
            if not self.skipping:
                self.problems.add(line, "a block without a name, or one nested too deep")
            self.skipping += 1
            return
        directive.block = []
        self.stack.append(directive)

    def skip_braces(self) -> None:
        depth, at = 1, self.at
        while at < len(self.text) and depth:
            depth += (self.text[at] == "{") - (self.text[at] == "}")
            at += 1
        self.advance(at)

    def close(self) -> None:
        if self.words:
            self.problems.add(self.words_line, f"no ; after {self.words[0][:40]}")
            self.take()
        self.advance(self.at + 1)
        if self.skipping:
            self.skipping -= 1
        elif len(self.stack) > 1:
            self.stack.pop()
        else:
            self.problems.add(self.line, "a } that closes nothing")

    def run(self) -> None:
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if character.isspace():
                self.advance(self.at + 1)
            elif character == "#":
                stop = text.find("\n", self.at)
                self.advance(len(text) if stop < 0 else stop)
            elif character in "\"'":
                self.quoted(character)
            elif character == ";":
                self.take()
                self.advance(self.at + 1)
            elif character == "{":
                self.open()
            elif character == "}":
                self.close()
            else:
                self.bare()
        if self.words:
            self.problems.add(self.words_line, "the file ends within a directive")
            self.take()
        if len(self.stack) > 1:
            self.problems.add(self.stack[-1].line, f"{self.stack[-1].name[:40]} is not closed")


def parse(text: str, problems: Problems) -> Directive:
    """The file as a nameless directive whose block holds all others."""
    reader = _Reader(text, problems)
    reader.run()
    return reader.root
