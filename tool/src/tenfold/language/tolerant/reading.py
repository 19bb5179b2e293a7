"""One reading of a source text: its bytes, the tables that lower each kind of node, and what was lost."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypedDict

import msgspec
from tree_sitter import Node

DEEPEST: Final = 150
"""Nested nodes followed before the rest is given up. CPython itself refuses 200 brackets or 100 indents."""
LONGEST_CHAIN: Final = 1000
"""Links of one `a.b().c + d + e` chain; CPython gives up building its tree at about three times that."""

LOAD: Final = ast.Load()
STORE: Final = ast.Store()
DEL: Final = ast.Del()

EXTRAS: Final = frozenset({"comment", "line_continuation"})


class Unreadable(Exception):  # noqa: N818 - it names a state of the text, not a fault of the program
    """A node that is no valid Python; the statement around it is lost."""


LOST: Final = (Unreadable, RecursionError, ValueError, LookupError, TypeError)
"""What may come out of lowering a tree whose shape an error has bent; each costs one statement."""


class Skipped(msgspec.Struct, frozen=True):
    """Lines (1-based, both ends included) that could not be understood, and why."""

    line: int
    end_line: int
    reason: str


def merged(skipped: list[Skipped]) -> tuple[Skipped, ...]:
    """The same lines in order, those that overlap for the same reason made one."""
    found: list[Skipped] = []
    for part in sorted(skipped, key=lambda each: (each.line, each.end_line)):
        last = found[-1] if found else None
        if last is not None and last.reason == part.reason and part.line <= last.end_line:
            found[-1] = Skipped(last.line, max(last.end_line, part.end_line), part.reason)
        else:
            found.append(part)
    return tuple(found)


class Place(TypedDict):
    """Where a node stands, as `ast` counts: lines from 1, columns in UTF-8 bytes from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


def place(node: Node) -> Place:
    """The extent of one node."""
    row, column = node.start_point
    end_row, end_column = node.end_point
    return {"lineno": row + 1, "col_offset": column, "end_lineno": end_row + 1, "end_col_offset": end_column}


def between(first: Node, last: Node) -> Place:
    """From the start of one node to the end of another."""
    row, column = first.start_point
    end_row, end_column = last.end_point
    return {"lineno": row + 1, "col_offset": column, "end_lineno": end_row + 1, "end_col_offset": end_column}


def spanning(first: ast.expr, last: ast.expr) -> Place:
    """From the start of one lowered expression to the end of another."""
    return {
        "lineno": first.lineno,
        "col_offset": first.col_offset,
        "end_lineno": last.end_lineno or last.lineno,
        "end_col_offset": last.end_col_offset or last.col_offset,
    }


def parts(node: Node) -> list[Node]:
    """The children of a node without comments and line continuations."""
    return [child for child in node.children if child.type not in EXTRAS]


def need(node: Node, name: str) -> Node:
    """The child in a field that the grammar demands.

    Raises:
        Unreadable: the field is not there.
    """
    child = node.child_by_field_name(name)
    if child is None:
        raise Unreadable(name)
    return child


def holds_error(node: Node) -> bool:
    """Whether a node has text that fits nowhere; a bracket that is merely missing does not count."""
    pending = [node]
    while pending:
        node = pending.pop()
        if node.is_error:
            return True
        pending.extend(child for child in node.children if child.has_error)
    return False


@dataclass(slots=True)
class Reading:
    """State of lowering one source text.

    `end` is where the suite read last ended, (line, column): every compound statement ends with its last
    suite.
    """

    source: bytes
    expressions: "dict[str, Callable[[Reading, Node], ast.expr]]"
    statements: "dict[str, Callable[[Reading, Node], ast.stmt]]"
    simple: frozenset[str]
    skipped: list[Skipped] = field(default_factory=list)
    depth: int = 0
    end: tuple[int, int] = (1, 0)

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode()

    def skip(self, node: Node, reason: str) -> None:
        """Note that a node is lost."""
        self.skipped.append(Skipped(node.start_point[0] + 1, node.end_point[0] + 1, reason))

    def expression(self, node: Node) -> ast.expr:
        """Lower one expression; what is nested too deeply becomes `...` and is noted as skipped.

        Raises:
            Unreadable: no expression stands there.
        """
        handler = self.expressions.get(node.type)
        if handler is None:
            raise Unreadable(node.type)
        if self.depth >= DEEPEST:
            return self.given_up(node)
        self.depth += 1
        lowered = handler(self, node)
        self.depth -= 1
        return lowered

    def given_up(self, node: Node) -> ast.expr:
        """Stand-in for an expression that is nested too deeply."""
        self.skip(node, "nested too deeply")
        return ast.Constant(..., **place(node))

    def block(self, nodes: Iterable[Node]) -> list[ast.stmt]:
        """Lower statements one by one; what cannot be understood is skipped, its neighbours are kept."""
        lowered: list[ast.stmt] = []
        depth = self.depth
        for node in nodes:
            handler = self.statements.get(node.type)
            if handler is None:
                if node.type == "ERROR":
                    lowered.extend(self.rescue(node))
                continue
            if depth >= DEEPEST:
                self.skip(node, "nested too deeply")
                continue
            self.depth = depth + 1
            try:
                if node.has_error and node.type in self.simple and holds_error(node):
                    raise Unreadable(node.type)
                lowered.append(handler(self, node))
            except LOST as lost:
                self.depth = depth + 1
                if node.has_error:
                    lowered.extend(self.rescue(node))
                else:
                    self.skip(node, "nested too deeply" if isinstance(lost, RecursionError) else "not valid Python")
        self.depth = depth
        return lowered

    def rescue(self, node: Node) -> list[ast.stmt]:
        """The whole statements that an unreadable node holds; what stands between them is skipped.

        The parser's recovery may wrap hundreds of good lines in one error; only the broken ones should be
        lost.
        """
        if self.depth >= DEEPEST:
            self.skip(node, "nested too deeply")
            return []
        saved: list[ast.stmt] = []
        self.depth += 1
        broken: list[Node] = []
        for child in node.children:
            kind = child.type
            if kind in self.statements:
                self._broken(broken)
                saved.extend(self.block((child,)))
            elif child.child_count and kind not in self.expressions and kind not in EXTRAS:
                self._broken(broken)
                saved.extend(self.block(child.children) if kind == "block" else self.rescue(child))
            elif kind not in EXTRAS:
                broken.append(child)
        self._broken(broken)
        self.depth -= 1
        return saved

    def _broken(self, run: list[Node]) -> None:
        """Note a run of neighbours that nothing could be made of."""
        if run:
            line, end_line = run[0].start_point[0] + 1, run[-1].end_point[0] + 1
            self.skipped.append(Skipped(line, end_line, "not valid Python"))
            run.clear()

    def suite(self, node: Node) -> list[ast.stmt]:
        """Lower the body of a compound statement; never empty, as `ast` demands."""
        children = node.children
        body = self.block(children)
        if not body:
            body = [ast.Pass(**place(node))]
        last = body[-1]
        self.end = (last.end_lineno or last.lineno, last.end_col_offset or 0)
        closing = next((child for child in reversed(children) if child.type not in EXTRAS), None)
        if closing is not None and closing.type == ";":
            row, column = closing.end_point
            self.end = (row + 1, column)
        return body

    def closed(self, node: Node) -> Place:
        """From the start of a compound statement to the end of its last suite."""
        row, column = node.start_point
        line, end_column = self.end
        return {"lineno": row + 1, "col_offset": column, "end_lineno": line, "end_col_offset": end_column}

    def header(self, node: Node) -> ast.expr:
        """An expression in a compound statement's header: if broken, `...` stands in and the body is kept."""
        depth = self.depth
        try:
            return self.expression(node)
        except LOST:
            self.depth = depth
            self.skip(node, "not valid Python")
            return ast.Constant(..., **place(node))
