"""A tree of maps, lists and scalars with line numbers: what YAML, TOML and JSON files are read into."""

from collections.abc import Iterator
from typing import Final, Literal

from tenfold.project.facts import EnvVar, Problems, Setting, truth, whole_number

Kind = Literal["map", "list", "scalar", "missing"]
MAX_DEPTH: Final = 64
MAX_SETTINGS: Final = 20_000


class Node:
    """One value of a document.

    `line` is where its key (in a map) or itself (in a list) stands; `text_line` is where the text of a
    scalar starts, which differs for YAML block scalars. Aliases may make the tree a graph with cycles, so
    walk it by named paths or with `settings`, which is bounded.
    """

    __slots__ = ("children", "entries", "kind", "line", "quoted", "text_line", "value")

    def __init__(self, kind: Kind, line: int, value: str = "", *, quoted: bool = False) -> None:
        self.kind: Kind = kind
        self.line = line
        self.text_line = line
        self.value = value
        self.quoted = quoted
        self.children: dict[str, Node] = {}
        self.entries: list[Node] = []

    def __bool__(self) -> bool:
        return self.kind != "missing"

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.entries)

    def get(self, *path: str) -> "Node":
        """The node at a path of map keys, or MISSING."""
        node = self
        for key in path:
            node = node.children.get(key, MISSING)
        return node

    def items(self) -> list[tuple[str, "Node"]]:
        """The keys and values of a map; nothing for other kinds."""
        return list(self.children.items())

    @property
    def is_null(self) -> bool:
        """Whether this is missing, or an unquoted null."""
        if self.kind == "scalar":
            return not self.quoted and self.value in {"", "null", "~", "Null", "NULL", "None"}
        return self.kind == "missing"

    def text(self) -> str:
        """The text of a scalar; "" for null, missing, maps and lists."""
        return "" if self.kind != "scalar" or self.is_null else self.value

    def strings(self) -> tuple[str, ...]:
        """The texts of a list of scalars, or the one text of a scalar."""
        if self.kind == "scalar":
            return (self.value,) if not self.is_null else ()
        return tuple(entry.value for entry in self.entries if entry.kind == "scalar")

    def number(self) -> int | None:
        """The scalar as a non-negative whole number, or None."""
        return whole_number(self.text())

    def truth(self) -> bool | None:
        """The scalar as a truth value, or None."""
        return truth(self.text())


MISSING: Final = Node("missing", 0)


def all_settings(root: Node, problems: Problems) -> tuple[Setting, ...]:
    """As `settings`, with a problem when there are more than it gives."""
    found = settings(root)
    if len(found) >= MAX_SETTINGS:
        problems.add(found[-1].line, f"more than {MAX_SETTINGS} settings; the rest was not read")
    return found


def settings(root: Node) -> tuple[Setting, ...]:
    """All scalars under a node with dotted keys (list positions are numbers), in document order.

    Stops at `MAX_SETTINGS` values and `MAX_DEPTH` levels, so that alias bombs and cycles cost nothing.
    """
    found: list[Setting] = []
    stack: list[tuple[str, int, Node]] = [("", 0, root)]
    budget = MAX_SETTINGS * 4
    while stack and len(found) < MAX_SETTINGS and budget > 0:
        budget -= 1
        key, depth, node = stack.pop()
        if node.kind == "scalar":
            found.append(Setting(key, node.text() if not node.quoted else node.value, node.line))
        elif depth < MAX_DEPTH:
            named = node.items() or [(str(at), entry) for at, entry in enumerate(node.entries)]
            prefix = f"{key}." if key else ""
            if len(prefix) < 1000:
                stack.extend((prefix + name, depth + 1, child) for name, child in reversed(named[:MAX_SETTINGS]))
    return tuple(found)


def environment(node: Node) -> tuple[EnvVar, ...]:
    """Environment variables from a map, a list of NAME=VALUE, or a list of {name|key, value} maps."""
    found = [
        EnvVar(name, None if child.is_null else child.value, child.line)
        for name, child in node.items()
        if child.kind in {"scalar", "missing"}
    ]
    for entry in node:
        if entry.kind == "scalar":
            name, equals, value = entry.value.partition("=")
            found.append(EnvVar(name.strip(), value if equals else None, entry.line))
        elif entry.kind == "map":
            name = (entry.get("name") or entry.get("key")).text()
            value_node = entry.get("value")
            if name:
                found.append(EnvVar(name, value_node.value if value_node.kind == "scalar" else None, entry.line))
    return tuple(found)
