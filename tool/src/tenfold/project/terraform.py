"""Terraform (HCL) as far as it sets an app's environment, its listeners and its rate limits: a light scan."""

import re
from typing import Final

from tenfold.project.facts import EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node, environment, settings

_TOKEN = re.compile(
    r"""(?P<space>[^\S\n]+|(?:\#|//)[^\n]*|/\*[\s\S]*?(?:\*/|\Z))
      | (?P<newline>\n)
      | (?P<heredoc><<-?[ \t]*(?P<mark>[A-Za-z_]\w{0,99})[ \t]*\n)
      | (?P<string>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")
      | (?P<word>[A-Za-z0-9_][\w.\-]*)
      | (?P<other>[\s\S])""",
    re.VERBOSE,
)
MAX_DEPTH: Final = 32
MAX_BLOCKS: Final = 20_000
MAX_SETTINGS: Final = 50_000


class Block(Fact, frozen=True):
    """A top-level block ("resource" "aws_lb_listener" "main") with its attributes.

    Keys of nested ones are dotted. A value that is no plain text, number or truth value is kept as it is
    written. Of a nested block that stands several times, the keys hold its position.
    """

    kind: str
    labels: tuple[str, ...]
    settings: tuple[Setting, ...]
    line: int

    def value(self, key: str) -> Setting | None:
        """The last attribute of a dotted key."""
        return next((setting for setting in reversed(self.settings) if setting.key == key), None)

    def ending(self, key: str) -> tuple[Setting, ...]:
        """All attributes whose dotted key is this or ends with it."""
        return tuple(s for s in self.settings if s.key == key or s.key.endswith(f".{key}"))


class TerraformFacts(FileFacts, frozen=True):
    """The blocks, and the environment variables that any of them sets for a container or function."""

    blocks: tuple[Block, ...] = ()
    environment: tuple[EnvVar, ...] = ()

    def resources(self, *types: str) -> tuple[Block, ...]:
        """The resource blocks of these types."""
        return tuple(b for b in self.blocks if b.kind == "resource" and b.labels[:1] and b.labels[0] in types)


class _Token(Fact, frozen=True):
    kind: str
    text: str
    line: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, line, end = 0, 1, len(text)
    while at < end and len(found) < MAX_SETTINGS * 8:
        match = _TOKEN.match(text, at)
        if match is None:
            break
        kind = match.lastgroup or ""
        at = match.end()
        if match["heredoc"]:
            start, mark = at, match["mark"]
            start_line = line
            line += 1
            while at < end:
                stop = text.find("\n", at)
                stop = end if stop < 0 else stop
                if text[at:stop].strip() == mark:
                    break
                line += 1
                at = min(stop + 1, end)
            found.append(_Token("string", text[start:at], start_line))
            at = text.find("\n", at) if at < end and text.find("\n", at) >= 0 else end
            continue
        if kind == "string":
            found.append(_Token("string", match[0][1:-1].replace('\\"', '"').replace("\\n", "\n"), line))
        elif kind == "newline":
            found.append(_Token("newline", "\n", line))
        elif kind in {"word", "other"}:
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return found


class _Parser:
    """Reads tokens into nodes; nesting is bounded, so recursion is too."""

    def __init__(self, tokens: list[_Token], problems: Problems) -> None:
        self.tokens = tokens
        self.problems = problems
        self.at = 0
        self.blocks: list[tuple[str, tuple[str, ...], Node]] = []

    def peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def is_mark(self, marks: str) -> bool:
        token = self.peek()
        return token.kind == "other" and token.text in marks

    def body(self, depth: int) -> Node:
        """Attributes and blocks up to the closing brace, which is taken, or the end."""
        node = Node("map", self.peek().line)
        while self.at < len(self.tokens):
            token = self.peek()
            self.at += 1
            if token.kind == "other" and token.text == "}" and depth:
                return node
            if token.kind in {"word", "string"}:
                self.statement(node, token, depth)
        if depth:
            self.problems.add(node.line, "a block that is not closed")
        return node

    def statement(self, parent: Node, first: _Token, depth: int) -> None:
        labels: list[str] = []
        while self.peek().kind in {"word", "string"}:
            labels.append(self.peek().text)
            self.at += 1
        if self.is_mark("{"):
            self.at += 1
            child = self.nested(depth)
            child.line = first.line
            if not depth:
                self.blocks.append((first.text, tuple(labels[:10]), child))
                return
            name = labels[-1] if first.text == "dynamic" and labels else first.text
            known = parent.children.get(name)
            if known is None:
                parent.children[name] = child
            elif known.kind == "list":
                known.entries.append(child)
            else:
                several = Node("list", known.line)
                several.entries = [known, child]
                parent.children[name] = several
        elif self.is_mark("=:") and not labels:
            self.at += 1
            value = self.expression(depth)
            value.line = first.line
            parent.children[first.text] = value

    def nested(self, depth: int) -> Node:
        """The body after an opening brace; one nested too deep is passed over."""
        if depth < MAX_DEPTH:
            return self.body(depth + 1)
        self.problems.add(self.peek().line, f"nested deeper than {MAX_DEPTH} levels")
        open_braces = 1
        while self.at < len(self.tokens) and open_braces:
            open_braces += self.is_mark("{") - self.is_mark("}")
            self.at += 1
        return Node("map", self.peek().line)

    def expression(self, depth: int) -> Node:
        token = self.peek()
        if self.is_mark("{"):
            self.at += 1
            return self.nested(depth)
        if self.is_mark("["):
            return self.entries(depth, "]")
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else _END
        if token.kind == "word" and token.text in _TRANSPARENT and following.text == "(":
            self.at += 1
            return _merged(self.entries(depth, ")"))
        return self.raw()

    def entries(self, depth: int, closing: str) -> Node:
        """A list in brackets, or the arguments of a function; the opening mark is the current token."""
        node = Node("list", self.peek().line)
        self.at += 1
        while self.at < len(self.tokens):
            if self.is_mark(closing):
                self.at += 1
                break
            if self.is_mark(",") or self.peek().kind == "newline":
                self.at += 1
                continue
            before = self.at
            node.entries.append(self.expression(depth + 1) if depth < MAX_DEPTH else self.raw())
            self.at = max(self.at, before + 1)
        return node

    def raw(self) -> Node:
        """An expression kept as text: up to a newline, a comma or a closing mark that is not its own."""
        pieces: list[str] = []
        open_marks = 0
        first = self.peek()
        quoted = first.kind == "string"
        while self.at < len(self.tokens):
            token = self.peek()
            if token.kind == "newline" and open_marks == 0:
                break
            if token.kind == "other":
                if token.text in ")]}," and open_marks == 0:
                    break
                open_marks += (token.text in "([{") - (token.text in ")]}")
            if len(pieces) < 200:
                pieces.append(token.text)
            self.at += 1
        return Node("scalar", first.line, "".join(pieces)[:2000], quoted=quoted)


_END: Final = _Token("end", "", 1)
_TRANSPARENT: Final = frozenset({"jsonencode", "merge", "concat", "tomap", "toset", "tolist", "flatten"})
_ENVIRONMENT: Final = frozenset(
    {"environment", "env", "environment_variables", "secrets", "app_settings", "env_vars", "variables"}
)


def _merged(arguments: Node) -> Node:
    """The maps or lists of a function's arguments as one."""
    if len(arguments.entries) == 1:
        return arguments.entries[0]
    merged = Node("list", arguments.line)
    for argument in arguments:
        if argument.kind == "map":
            merged.kind = "map"
        merged.children.update(argument.children)
        merged.entries.extend(argument.entries)
    return merged


def _environment(root: Node) -> list[EnvVar]:
    """What stands under keys that hold an environment, anywhere in a block."""
    found: list[EnvVar] = []
    stack = [root]
    while stack and len(found) < MAX_SETTINGS:
        node = stack.pop()
        for key, child in node.items():
            if key in _ENVIRONMENT:
                if child.get("name"):
                    several = Node("list", child.line)
                    several.entries = [child]
                    found.extend(environment(several))
                    continue
                found.extend(environment(child))
        stack.extend(reversed([*node.children.values(), *node.entries]))
    return found


def read(text: str) -> TerraformFacts:
    """The blocks of a .tf or .tfvars file; bare attributes (tfvars) are one block of kind ""."""
    problems = Problems()
    parser = _Parser(_tokens(bounded(text, problems)), problems)
    bare = parser.body(0)
    if bare.children:
        parser.blocks.append(("", (), bare))
    blocks: list[Block] = []
    variables: list[EnvVar] = []
    room = MAX_SETTINGS
    if len(parser.blocks) > MAX_BLOCKS:
        problems.add(1, f"more than {MAX_BLOCKS} blocks; the rest was not read")
    for kind, labels, node in parser.blocks[:MAX_BLOCKS]:
        found = settings(node)[:room]
        room -= len(found)
        if not room:
            problems.add(node.line, f"more than {MAX_SETTINGS} attributes; the rest was not read")
            break
        blocks.append(Block(kind, labels, found, node.line))
        if kind not in {"variable", "output", "provider", "terraform"}:
            variables.extend(_environment(node))
    return TerraformFacts(blocks=tuple(blocks), environment=tuple(variables), problems=problems.all())
