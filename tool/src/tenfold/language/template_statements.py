"""What the tags of a template say: `{% extends %}`, `{% for %}`, `{% set %}`, `{% load %}` and their like to facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tenfold.language import template_facts as t
from tenfold.language.template_expression import Parser
from tenfold.language.template_lexer import Lines, Piece
from tenfold.language.template_tree import constant_names, path_of

_PAIRED = {"if", "for", "block", "macro", "call", "with", "autoescape", "filter", "ifequal", "ifnotequal", "ifchanged"}
_PAIRED |= {"spaceless", "blocktrans", "blocktranslate"}
_SCOPES = {"for", "block", "macro", "call", "with", "filter"}
_FORM_PATH = re.compile(r"(?:\w+\.)?\w*form$", re.IGNORECASE)
_MAX_PROBLEMS = 50
_MAX_OPEN = 200
_ON = {"on": True, "off": False, "true": True, "false": False, "True": True, "False": False}


class Open(NamedTuple):
    """A block that is not closed yet: its tag, the binds and facts that end with it."""

    name: str
    offset: int
    line: int
    binds: int
    label: tuple[str, ...]
    autoescape: bool | None


class Statements:
    """Collects the facts of the tags of one template, tag by tag.

    Attributes:
        autoescape: what the enclosing blocks say at this point.
    """

    def __init__(self, text: str, lines: Lines, ends: set[str]) -> None:
        self._text = text
        self._lines = lines
        self._ends = ends
        self._open: list[Open] = []
        self._counts: dict[str, int] = {}
        self._binds: list[t.Bind] = []
        self._pending: list[list[int]] = []
        self.autoescape: bool | None = None
        self.extends: list[t.Reference] = []
        self.includes: list[t.Reference] = []
        self.imports: list[t.Reference] = []
        self.blocks: list[t.Block] = []
        self.macros: list[t.Macro] = []
        self.calls: list[t.BlockCall] = []
        self.form_loops: list[tuple[int, str]] = []
        self.loads: list[str] = []
        self.autoescape_off: list[int] = []
        self.problems: list[tuple[int, str]] = []

    def tag(self, piece: Piece) -> None:
        """Take in the next tag."""
        name = piece.name
        if name.startswith("end") and len(name) > 3:
            self._close(name[3:], piece)
            return
        reader = _READERS.get(name)
        first = len(self._binds)
        label: tuple[str, ...] = ()
        block = name in _PAIRED or "end" + name in self._ends
        before = self.autoescape
        source = self._text[piece.inner : piece.inner_end]
        if reader:
            parser = Parser(source)
            label = reader(self, parser, piece)
            if not parser.whole:
                self._problem(piece.start, f"{name} is too long to be read to its end")
            if name == "set":
                block = "=" not in source
        elif " as " in source:
            self._bound_result(source, piece)
        if block and len(self._open) < _MAX_OPEN:
            self._open.append(Open(name, piece.start, self._lines.line(piece.start), first, label, before))
            self._pending.append(list(range(first, len(self._binds))))
            self._counts[name] = self._counts.get(name, 0) + 1
        elif self._pending:
            self._pending[-1].extend(range(first, len(self._binds)))

    def finish(self) -> tuple[t.Bind, ...]:
        """Close what the template left open; the binds in order."""
        while self._open:
            block = self._open[-1]
            if block.name in _PAIRED:
                self._problem(block.offset, f"{block.name} is not closed")
            self._pop(len(self._lines))
        return tuple(self._binds)

    def _problem(self, offset: int, reason: str) -> None:
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append((offset, reason))

    def _close(self, name: str, piece: Piece) -> None:
        if not self._counts.get(name):
            if name in _PAIRED:
                self._problem(piece.start, f"end{name} without {name}")
            return
        line = self._lines.line(piece.start)
        while self._open[-1].name != name:
            block = self._open[-1]
            if block.name in _PAIRED:
                self._problem(block.offset, f"{block.name} is not closed")
            self._pop(line)
        self._pop(line)

    def _pop(self, line: int) -> None:
        block = self._open.pop()
        self._counts[block.name] -= 1
        self.autoescape = block.autoescape
        indexes = self._pending.pop()
        if block.name not in _SCOPES:
            lasting = [index for index in indexes if self._binds[index].kind == "set"]
            if self._pending:
                self._pending[-1].extend(lasting)
            else:
                self._end(lasting, len(self._lines))
            indexes = [index for index in indexes if self._binds[index].kind != "set"]
        self._end(indexes, line)
        if block.name == "block":
            self.blocks.append(t.Block(block.label[0], block.line, line))
        elif block.name == "macro":
            self.macros.append(t.Macro(block.label[0], block.label[1:], block.line, line))

    def _end(self, indexes: list[int], line: int) -> None:
        for index in indexes:
            bind = self._binds[index]
            if not bind.end:
                self._binds[index] = t.Bind(bind.name, bind.source, bind.kind, bind.index, bind.line, bind.column, line)

    def _bind(self, name: str, source: t.Expr | None, kind: str, piece: Piece, index: int = -1) -> None:
        line, column = self._lines.place(piece.start)
        end = 0 if self._pending or kind in ("for", "with", "macro") else len(self._lines)
        self._binds.append(t.Bind(name, source, kind, index, line, column, end))

    def _bind_all(self, names: list[str], source: t.Expr | None, kind: str, piece: Piece) -> None:
        for index, name in enumerate(names):
            self._bind(name, source, kind, piece, index if len(names) > 1 else -1)

    def _bound_result(self, source: str, piece: Piece) -> None:
        """`{% any_tag arguments as name %}`: the name holds something made of the arguments."""
        arguments, _, name = source.rpartition(" as ")
        name = name.strip()
        if name.isidentifier():
            self._bind(name, Parser(arguments).rest_opaque(), "set", piece)

    def _reference(self, parser: Parser, piece: Piece) -> list[t.Reference]:
        line, column = self._lines.place(piece.start)
        source = parser.expression(several=False)
        names = list(dict.fromkeys(constant_names(source)))[:50]
        params: tuple[t.Keyword, ...] = ()
        only = False
        alias = ""
        while not parser.done():
            if parser.accept("with"):
                params = () if parser.accept("context") else parser.keywords()
            elif parser.accept("only", "without"):
                only = True
            elif parser.accept("as"):
                alias = parser.name()
            else:
                parser.index += 1
        return [t.Reference(name, source, line, column, alias, (), params, only) for name in names]

    def _extends(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        self.extends.extend(self._reference(parser, piece))
        return ()

    def _include(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        self.includes.extend(self._reference(parser, piece))
        return ()

    def _import(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        only = not parser.source.rstrip().endswith("with context")
        for found in self._reference(parser, piece):
            self.imports.append(
                t.Reference(found.name, found.source, found.line, found.column, found.alias, (), (), only)
            )
        return ()

    def _from(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        line, column = self._lines.place(piece.start)
        source = parser.expression(several=False)
        names: list[tuple[str, str]] = []
        only = True
        parser.accept("import")
        while not parser.done():
            if parser.accept("with"):
                only = not parser.accept("context")
            elif parser.accept("without"):
                break
            elif name := parser.name():
                names.append((name, parser.name() if parser.accept("as") else name))
            else:
                parser.index += 1
        for constant in list(dict.fromkeys(constant_names(source)))[:50]:
            self.imports.append(t.Reference(constant, source, line, column, "", tuple(names), (), only))
        return ()

    def _block(self, parser: Parser, piece: Piece) -> tuple[str, ...]:  # noqa: ARG002 - readers have one form
        return (parser.name(),)

    def _for(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        names = parser.targets()
        if parser.accept("in"):
            source = parser.expression(conditional=False)
            self._bind_all(names, source, "for", piece)
            path = path_of(source)
            if _FORM_PATH.match(path):
                self.form_loops.append((piece.start, path))
        else:
            self._problem(piece.start, "for without in")
        return ()

    def _set(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        names = parser.targets()
        if not parser.accept("="):
            self._bind_all(names[:1], None, "set", piece)
            return ()
        source = parser.expression()
        if isinstance(source, t.Sequence) and len(names) > 1 and len(names) == len(source.items):
            for name, item in zip(names, source.items, strict=True):
                self._bind(name, item, "set", piece)
        else:
            self._bind_all(names, source, "set", piece)
        return ()

    def _with(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        """`a=b c=d`, Django's old `b as a`, and the `with` and `count` parts of blocktranslate."""
        while not parser.done():
            start = parser.index
            for keyword in parser.keywords():
                self._bind(keyword.name, keyword.value, "with", piece)
            if parser.accept("with", "count", "and", "trimmed", "notrimmed", "asvar", "context", ","):
                continue
            if parser.index == start and not parser.done():
                value = parser.expression(several=False)
                if parser.accept("as"):
                    self._bind(parser.name(), value, "with", piece)
            if parser.index == start:
                parser.index += 1
        return ()

    def _macro(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        name = parser.name()
        return (name, *self._parameters(parser, piece))

    def _parameters(self, parser: Parser, piece: Piece) -> list[str]:
        names: list[str] = []
        if not parser.accept("("):
            return names
        while not parser.done() and not parser.accept(")"):
            if name := parser.name():
                default = parser.expression(several=False) if parser.accept("=") else None
                self._bind(name, default, "macro", piece, len(names))
                names.append(name)
            else:
                parser.index += 1
        return names

    def _call(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        self._parameters(parser, piece)
        line, column = self._lines.place(piece.start)
        self.calls.append(t.BlockCall(line, column, parser.expression(several=False)))
        return ()

    def _autoescape(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        self.autoescape = _ON.get(parser.source.strip())
        if self.autoescape is False:
            self.autoescape_off.append(self._lines.line(piece.start))
        return ()

    def _load(self, parser: Parser, piece: Piece) -> tuple[str, ...]:  # noqa: ARG002 - readers have one form
        words = parser.source.split()
        self.loads.extend(words[words.index("from") + 1 :] if "from" in words else words)
        return ()

    def _regroup(self, parser: Parser, piece: Piece) -> tuple[str, ...]:
        source = parser.expression(several=False)
        while not parser.done():
            if parser.accept("as"):
                self._bind(parser.name(), source, "set", piece)
            else:
                parser.index += 1
        return ()


_READERS: dict[str, Callable[[Statements, Parser, Piece], tuple[str, ...]]] = {
    "extends": Statements._extends,  # noqa: SLF001 - its own table
    "include": Statements._include,  # noqa: SLF001
    "import": Statements._import,  # noqa: SLF001
    "from": Statements._from,  # noqa: SLF001
    "block": Statements._block,  # noqa: SLF001
    "for": Statements._for,  # noqa: SLF001
    "set": Statements._set,  # noqa: SLF001
    "with": Statements._with,  # noqa: SLF001
    "blocktrans": Statements._with,  # noqa: SLF001
    "blocktranslate": Statements._with,  # noqa: SLF001
    "macro": Statements._macro,  # noqa: SLF001
    "call": Statements._call,  # noqa: SLF001
    "autoescape": Statements._autoescape,  # noqa: SLF001
    "load": Statements._load,  # noqa: SLF001
    "regroup": Statements._regroup,  # noqa: SLF001
}
