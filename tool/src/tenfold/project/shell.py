"""Shell text as simple commands: enough to see what a script runs; nothing is expanded or executed."""

import re

from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, bounded

MAX_COMMANDS = 20_000
MAX_COMMAND_TEXT = 2_000
_PLAIN = re.compile(r"[^\s'\"\\$`#;&|<>()]+")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=")
_REFERENCE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?=])([^{}]*))?\})")
_KEYWORDS = frozenset(
    {"if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "fi", "done", "esac", "time"}
)


class Reference(Fact, frozen=True):
    """A use of a variable: `${NAME:-default}`; `default` is None when there is none."""

    name: str
    default: str | None


class ShellFacts(FileFacts, frozen=True):
    """The commands of a script and the variables that it sets for them."""

    commands: tuple[Command, ...] = ()
    environment: tuple[EnvVar, ...] = ()


def reference(value: str) -> Reference | None:
    """The variable that a whole value refers to (`$PORT`, `${PORT:-8000}`), or None."""
    match = _REFERENCE.fullmatch(value.strip())
    if match is None:
        return None
    default = match[4] if match[3] in {":-", "-", ":=", "="} else None
    return Reference(match[1] or match[2], default)


def expand(value: str, known: dict[str, str | None]) -> str:
    """The value with references replaced by known values or their defaults; unknown ones are left."""

    def replace(match: re.Match[str]) -> str:
        given = known.get(match[1] or match[2])
        if given is not None:
            return given
        return match[4] if match[3] in {":-", "-", ":=", "="} else match[0]

    return _REFERENCE.sub(replace, value)[: len(value) + 4_000]


def assignment(word: str) -> tuple[str, str] | None:
    """The name and value of a NAME=VALUE word, or None."""
    match = _ASSIGNMENT.match(word)
    return (match[1], word[match.end() :]) if match else None


class _Splitter:
    """Walks over the text once."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.at = 0
        self.line = line
        self.commands: list[Command] = []
        self.argv: list[str] = []
        self.word: list[str] | None = None
        self.start, self.start_line = 0, line
        self.skip_words = 0
        self.heredocs: list[str] = []
        self.heredoc_next = False

    def push(self, piece: str) -> None:
        if self.word is None:
            self.word = []
            if not self.argv:
                self.start, self.start_line = self.at, self.line
        self.word.append(piece)

    def end_word(self) -> None:
        if self.word is None:
            return
        word = "".join(self.word)
        self.word = None
        if self.heredoc_next:
            self.heredocs.append(word)
            self.heredoc_next = False
        elif self.skip_words:
            self.skip_words -= 1
        elif self.argv or word not in _KEYWORDS:
            self.argv.append(word)

    def end_command(self) -> None:
        self.end_word()
        self.skip_words = 0
        if self.argv and len(self.commands) < MAX_COMMANDS:
            source = self.text[self.start : min(self.at, self.start + MAX_COMMAND_TEXT)].strip()
            self.commands.append(Command(tuple(self.argv), source, self.start_line))
        self.argv = []

    def advance(self, stop: int) -> None:
        self.line += self.text.count("\n", self.at, stop)
        self.at = stop

    def quoted(self, quote: str) -> None:
        at, pieces = self.at + 1, []
        text = self.text
        while at < len(text) and text[at] != quote:
            if quote == '"' and text[at] == "\\" and at + 1 < len(text):
                if text[at + 1] in '"\\$`':
                    pieces.append(text[at + 1])
                elif text[at + 1] != "\n":
                    pieces.append(text[at : at + 2])
                at += 2
                continue
            run = at + 1
            while run < len(text) and text[run] != quote and not (quote == '"' and text[run] == "\\"):
                run += 1
            pieces.append(text[at:run])
            at = run
        self.push("".join(pieces))
        self.advance(min(at + 1, len(text)))

    def balanced(self) -> None:
        """Copy `$(...)`, `${...}` or a backtick command as it is written."""
        text = self.text
        opening = text[self.at + 1 : self.at + 2]
        if text[self.at] == "`":
            end = text.find("`", self.at + 1)
            stop = len(text) if end < 0 else end + 1
        elif opening and opening in "({":
            closing = ")" if opening == "(" else "}"
            depth, stop = 1, self.at + 2
            while stop < len(text) and depth:
                depth += (text[stop] == opening) - (text[stop] == closing)
                stop += 1
        else:
            stop = self.at + 1
        self.push(text[self.at : stop])
        self.advance(stop)

    def newline(self) -> None:
        self.end_command()
        self.advance(self.at + 1)
        for delimiter in self.heredocs[:20]:
            while self.at < len(self.text):
                stop = self.text.find("\n", self.at)
                stop = len(self.text) if stop < 0 else stop + 1
                found = self.text[self.at : stop].strip() == delimiter
                self.advance(stop)
                if found:
                    break
        self.heredocs = []

    def redirection(self) -> None:
        if self.word is not None and "".join(self.word).isdigit():
            self.word = None
        self.end_word()
        if not self.argv:
            self.start, self.start_line = self.at, self.line
        if self.text.startswith("<<", self.at) and not self.text.startswith("<<<", self.at):
            self.heredoc_next = True
            self.advance(self.at + 2)
            if self.text.startswith("-", self.at):
                self.advance(self.at + 1)
            return
        stop = self.at
        while stop < len(self.text) and self.text[stop] in "<>&":
            stop += 1
        self.skip_words = 1
        self.advance(stop)

    def step(self) -> None:
        character = self.text[self.at]
        if character == "\n":
            self.newline()
        elif character.isspace():
            self.end_word()
            self.advance(self.at + 1)
        elif character == "\\":
            if not self.text.startswith("\n", self.at + 1):
                self.push(self.text[self.at + 1 : self.at + 2])
            self.advance(min(self.at + 2, len(self.text)))
        elif character in "'\"":
            self.quoted(character)
        elif character in "$`":
            self.balanced()
        elif character == "#":
            if self.word is not None:
                self.push("#")
                self.advance(self.at + 1)
            else:
                stop = self.text.find("\n", self.at)
                self.end_command()
                self.advance(len(self.text) if stop < 0 else stop)
        elif character in "<>" or (character == "&" and self.text.startswith("&>", self.at)):
            self.redirection()
        elif character in ";&|()":
            self.end_command()
            self.advance(self.at + 1)
        else:
            match = _PLAIN.match(self.text, self.at)
            stop = match.end() if match else self.at + 1
            self.push(self.text[self.at : stop])
            self.advance(stop)


def commands(text: str, line: int = 1) -> tuple[Command, ...]:
    """The simple commands of a shell text that starts at a 1-based line.

    `&&`, `||`, `;`, `|`, `&`, parentheses and newlines end a command. Quotes are taken off; references and
    substitutions stay as written; redirections, here-documents and leading keywords are left out.
    """
    splitter = _Splitter(text, line)
    while splitter.at < len(text) and len(splitter.commands) < MAX_COMMANDS:
        splitter.step()
    splitter.end_command()
    return tuple(splitter.commands)


def read(text: str) -> ShellFacts:
    """The commands of a script, and the variables of its assignments and exports."""
    problems = Problems()
    found = commands(bounded(text, problems))
    if len(found) >= MAX_COMMANDS:
        problems.add(found[-1].line, f"more than {MAX_COMMANDS} commands; the rest was not read")
    variables: list[EnvVar] = []
    for command in found:
        words = command.argv[1:] if command.argv[0] in {"export", "declare", "readonly"} else command.argv
        for word in words:
            named = assignment(word)
            if named is None:
                break
            variables.append(EnvVar(named[0], named[1], command.line))
    return ShellFacts(commands=found, environment=tuple(variables), problems=problems.all())
