"""Dockerfiles: stages with what they install, copy, set and start (Dockerfile reference, docs.docker.com)."""

import re

from tenfold.project import shell
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, bounded, encodable

_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)(?:\s+|$)")
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_][\w.]*)\1")
_FLAG = re.compile(r"--([a-z-]+)(?:=(\S*))?\s*")
MAX_INSTRUCTIONS = 5_000


class Copy(Fact, frozen=True):
    """A COPY or ADD.

    Sources, destination, and the stage or image it copies from ("" for the build context).
    """

    sources: tuple[str, ...]
    destination: str
    from_stage: str
    line: int


class Stage(Fact, frozen=True, kw_only=True):
    """One FROM and what follows it.

    `image` has ARG defaults filled in; `parent` is the index of a FROM stage or -1.
    """

    name: str
    image: str
    tag: str
    digest: str
    line: int
    parent: int = -1
    commands: tuple[Command, ...] = ()
    environment: tuple[EnvVar, ...] = ()
    arguments: tuple[EnvVar, ...] = ()
    copies: tuple[Copy, ...] = ()
    user: str = ""
    user_line: int = 0
    directory: str = ""
    ports: tuple[str, ...] = ()
    entrypoint: Command | None = None
    command: Command | None = None
    healthcheck: Command | None = None


class DockerfileFacts(FileFacts, frozen=True):
    """The stages in file order, and the ARGs before the first FROM."""

    stages: tuple[Stage, ...] = ()
    arguments: tuple[EnvVar, ...] = ()

    def final(self, target: str = "") -> tuple[Stage, ...]:
        """What the image holds: a stage (the last, or the one named) after those that it is built FROM."""
        found: list[Stage] = []
        at = len(self.stages) - 1
        for index, stage in enumerate(self.stages):
            if target and stage.name.lower() == target.lower():
                at = index
        while at >= 0:
            found.append(self.stages[at])
            at = self.stages[at].parent
        return tuple(reversed(found))

    def start(self, target: str = "") -> Command | None:
        """What the image runs: ENTRYPOINT with CMD's words as its arguments, or CMD alone."""
        entrypoint = command = None
        for stage in self.final(target):
            if stage.entrypoint is not None:
                entrypoint, command = stage.entrypoint, None
            if stage.command is not None:
                command = stage.command
        if entrypoint is None or command is None or "-c" in entrypoint.argv[:2]:
            return entrypoint or command
        return Command(entrypoint.argv + command.argv, f"{entrypoint.text} {command.text}", command.line)


class _Instruction(Fact, frozen=True):
    name: str
    rest: str
    body: str
    line: int


def _instructions(lines: list[str], problems: Problems) -> list[_Instruction]:
    found: list[_Instruction] = []
    escape = "`" if any(re.match(r"#\s*escape\s*=\s*`", line) for line in lines[:3]) else "\\"
    at = 0
    while at < len(lines) and len(found) < MAX_INSTRUCTIONS:
        start = at
        pieces: list[str] = []
        while at < len(lines):
            line = lines[at].rstrip()
            at += 1
            if line.lstrip().startswith("#") or (not line and pieces):
                pieces.append("" if not pieces else "\n")
                if len(pieces) == 1:
                    break
                continue
            if not line.endswith(escape):
                pieces.append(line)
                break
            pieces.append(line[:-1] + "\\\n" if escape == "\\" else line[:-1] + "\n")
        text = "".join(pieces)
        match = _INSTRUCTION.match(text)
        if match is None:
            if text.strip():
                problems.add(start + 1, "no instruction")
            continue
        body: list[str] = []
        name = match[1].upper()
        if name in {"RUN", "COPY", "ADD"}:
            for heredoc in _HEREDOC.findall(text)[:5]:
                while at < len(lines) and lines[at].strip() != heredoc[1]:
                    body.append(lines[at])
                    at += 1
                at += 1
        found.append(_Instruction(name, text[match.end() :], "\n".join(body), start + 1))
    if at < len(lines) and len(found) >= MAX_INSTRUCTIONS:
        problems.add(at + 1, f"more than {MAX_INSTRUCTIONS} instructions; the rest was not read")
    return found


def _flags(rest: str) -> tuple[dict[str, str], str]:
    flags: dict[str, str] = {}
    at = 0
    while match := _FLAG.match(rest, at):
        flags[match[1]] = match[2] or ""
        at = match.end()
    return flags, rest[at:].lstrip("\\\n ")


def _exec_form(text: str) -> tuple[str, ...] | None:
    """The words of `["a", "b"]`, or None when it is the shell form."""
    text = text.replace("\\\n", "\n").strip()
    if not (text.startswith("[") and text.endswith("]")):
        return None
    import json

    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return None
    return tuple(encodable(word) for word in words)


def _start_command(rest: str, line: int) -> Command:
    text = " ".join(rest.replace("\\\n", " ").split())[: shell.MAX_COMMAND_TEXT]
    words = _exec_form(rest)
    if words is not None:
        return Command(words, text, line)
    return Command(("/bin/sh", "-c", rest), text, line)


def _pairs(rest: str, line: int) -> tuple[EnvVar, ...]:
    """ENV and ARG: `A=1 B="x y"`, the old `ENV A value`, or a bare name."""
    words = shell.commands(rest, line)
    first = rest.split(None, 1)
    if first and "=" not in first[0] and len(first) > 1:
        return (EnvVar(first[0], first[1].strip(), line),)
    found: list[EnvVar] = []
    for command in words:
        for word in command.argv:
            name, equals, value = word.partition("=")
            found.append(EnvVar(name, value if equals else None, command.line))
    return tuple(found)


def _from(rest: str, known: dict[str, str | None]) -> tuple[str, str, str, str]:
    """The image, its tag, its digest and the name of the stage."""
    words = _flags(rest)[1].split()
    image = shell.expand(words[0], known) if words else ""
    name = words[2] if len(words) > 2 and words[1].lower() == "as" else ""
    base, _, digest = image.partition("@")
    path, colon, tag = base.rpartition(":")
    if not colon or "/" in tag:
        path, tag = base, ""
    return path, tag, digest, name


class _StageBuilder:
    """Collects one stage."""

    def __init__(self, instruction: _Instruction, known: dict[str, str | None], earlier: dict[str, int]) -> None:
        self.image, self.tag, self.digest, self.name = _from(instruction.rest, known)
        self.line = instruction.line
        self.parent = earlier.get(self.image.lower(), -1)
        self.commands: list[Command] = []
        self.environment: list[EnvVar] = []
        self.arguments: list[EnvVar] = []
        self.copies: list[Copy] = []
        self.ports: list[str] = []
        self.user, self.user_line, self.directory = "", 0, ""
        self.entrypoint: Command | None = None
        self.command: Command | None = None
        self.healthcheck: Command | None = None

    def take(self, instruction: _Instruction, known: dict[str, str | None]) -> None:
        name, line = instruction.name, instruction.line
        flags, rest = _flags(instruction.rest)
        if name == "RUN":
            words = _exec_form(rest)
            if words is not None:
                self.commands.append(Command(words, rest.strip()[: shell.MAX_COMMAND_TEXT], line))
            elif instruction.body:
                self.commands.extend(shell.commands(instruction.body, line + 1 + rest.count("\n")))
            else:
                self.commands.extend(shell.commands(rest, line))
        elif name == "ENV":
            self.environment.extend(_pairs(instruction.rest, line))
        elif name == "ARG":
            found = _pairs(instruction.rest, line)
            self.arguments.extend(EnvVar(a.name, a.value or known.get(a.name), a.line) for a in found)
        elif name in {"COPY", "ADD"}:
            words = _exec_form(rest) or tuple(rest.replace("\\\n", " ").split())
            if words:
                self.copies.append(Copy(words[:-1], words[-1], flags.get("from", ""), line))
        elif name == "USER":
            self.user, self.user_line = rest.strip(), line
        elif name == "WORKDIR":
            self.directory = rest.strip()
        elif name == "EXPOSE":
            self.ports.extend(rest.split())
        elif name == "ENTRYPOINT":
            self.entrypoint = _start_command(rest, line)
        elif name == "CMD":
            self.command = _start_command(rest, line)
        elif name == "HEALTHCHECK":
            match = _INSTRUCTION.match(rest)
            if match is not None and match[1].upper() == "CMD":
                self.healthcheck = _start_command(rest[match.end() :], line)

    def stage(self) -> Stage:
        return Stage(
            name=self.name,
            image=self.image,
            tag=self.tag,
            digest=self.digest,
            line=self.line,
            parent=self.parent,
            commands=tuple(self.commands),
            environment=tuple(self.environment),
            arguments=tuple(self.arguments),
            copies=tuple(self.copies),
            user=self.user,
            user_line=self.user_line,
            directory=self.directory,
            ports=tuple(self.ports),
            entrypoint=self.entrypoint,
            command=self.command,
            healthcheck=self.healthcheck,
        )


def read(text: str) -> DockerfileFacts:
    """The stages of a Dockerfile."""
    problems = Problems()
    stages: list[Stage] = []
    arguments: list[EnvVar] = []
    known: dict[str, str | None] = {}
    names: dict[str, int] = {}
    current: _StageBuilder | None = None
    for instruction in _instructions(bounded(text, problems).split("\n"), problems):
        if instruction.name == "FROM":
            if current is not None:
                stages.append(current.stage())
                if current.name:
                    names[current.name.lower()] = len(stages) - 1
            current = _StageBuilder(instruction, known, names)
        elif current is not None:
            current.take(instruction, known)
        elif instruction.name == "ARG":
            found = _pairs(instruction.rest, instruction.line)
            arguments.extend(found)
            known.update({argument.name: argument.value for argument in found})
        else:
            problems.add(instruction.line, f"{instruction.name[:20]} before FROM")
    if current is not None:
        stages.append(current.stage())
    return DockerfileFacts(stages=tuple(stages), arguments=tuple(arguments), problems=problems.all())
