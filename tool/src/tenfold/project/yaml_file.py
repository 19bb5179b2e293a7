"""YAML: documents as trees with lines, built from parser events so that no input can recurse or expand."""

from tenfold.project.facts import Problems, Setting, SettingsFacts, bounded, encodable
from tenfold.project.tree import MAX_DEPTH, MISSING, Node, all_settings

MAX_NODES = 300_000
MAX_MERGED = 50_000


class _Builder:
    """Builds nodes from events with its own stack; an alias is the anchored node itself, never a copy."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.documents: list[Node] = []
        self.stack: list[tuple[Node, list[Node]]] = []  # an open collection and the pending key
        self.anchors: dict[str, Node] = {}
        self.skipping = 0
        self.merged = 0

    def open(self, node: Node, anchor: str | None) -> None:
        if self.skipping or len(self.stack) >= MAX_DEPTH:
            if not self.skipping:
                self.problems.add(node.line, f"nested deeper than {MAX_DEPTH} levels")
                self.add(Node("scalar", node.line), None)
            self.skipping += 1
            return
        self.add(node, anchor)
        self.stack.append((node, []))

    def close(self) -> None:
        if self.skipping:
            self.skipping -= 1
        elif self.stack:
            self.stack.pop()

    def add(self, node: Node, anchor: str | None) -> None:
        if self.skipping:
            return
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.documents.append(node)
            return
        parent, key = self.stack[-1]
        if parent.kind == "list":
            parent.entries.append(node)
        elif not key:
            key.append(node)
        else:
            self.pair(parent, key.pop(), node)

    def pair(self, parent: Node, key: Node, value: Node) -> None:
        if key.kind != "scalar":
            self.problems.add(key.line, "a key that is no scalar")
        elif key.value == "<<" and not key.quoted:
            for base in value.entries or [value]:
                self.merged += len(base.children)
                if self.merged <= MAX_MERGED:
                    for name, child in list(base.children.items()):
                        parent.children.setdefault(name, child)
        else:
            value.line = min(value.line, key.line)  # an alias keeps the place of its anchor
            parent.children[key.value] = value


def trees(text: str, problems: Problems) -> list[Node]:
    """The documents of a YAML text; after a syntax error, what came before it is kept."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    build = _Builder(problems)
    try:
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if count > MAX_NODES:
                problems.add(line, f"more than {MAX_NODES} nodes; the rest was not read")
                break
            if isinstance(event, yaml.ScalarEvent):
                build.add(_scalar(event.value, event.style, line), event.anchor)
            elif isinstance(event, yaml.MappingStartEvent):
                build.open(Node("map", line), event.anchor)
            elif isinstance(event, yaml.SequenceStartEvent):
                build.open(Node("list", line), event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                build.close()
            elif isinstance(event, yaml.AliasEvent):
                build.add(build.anchors.get(str(event.anchor), MISSING), None)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}")
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problems.add(1, encodable(f"not valid YAML: {error}")[:200])
    return build.documents


def tree(text: str, problems: Problems) -> Node:
    """The first document of a YAML text, or MISSING."""
    documents = trees(text, problems)
    return documents[0] if documents else MISSING


def _scalar(value: str, style: str | None, line: int) -> Node:
    node = Node("scalar", line, encodable(value), quoted=style is not None and style != "")
    if style in {"|", ">"}:
        node.text_line = line + 1
    return node


def read(text: str) -> SettingsFacts:
    """All scalars of all documents with dotted keys."""
    problems = Problems()
    documents = trees(bounded(text, problems), problems)
    found: list[Setting] = []
    for document in documents[:100]:
        found.extend(all_settings(document, problems))
    return SettingsFacts(settings=tuple(found[:MAX_NODES]), problems=problems.all())
