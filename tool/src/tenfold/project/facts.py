"""Small typed facts that every reader of a project file shares, and the bounds all readers keep."""

import msgspec

MAX_TEXT = 4_000_000
MAX_PROBLEMS = 50


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all facts: immutable, compact in msgpack, made of str, int, bool, None and tuples only."""


class Problem(Fact, frozen=True):
    """Something in a file that could not be understood; `line` is 1-based."""

    line: int
    reason: str


class Setting(Fact, frozen=True):
    """A key with its value as text; nested keys are joined with dots; `line` is 1-based."""

    key: str
    value: str
    line: int


class EnvVar(Fact, frozen=True):
    """An environment variable; `value` is None when the file only names it (it comes from outside)."""

    name: str
    value: str | None
    line: int


class Command(Fact, frozen=True):
    """A command line: its words, the text it was read from, and the 1-based line where it starts."""

    argv: tuple[str, ...]
    text: str
    line: int


class Process(Fact, frozen=True):
    """A named long-running process and the commands that start it (Procfile line, systemd unit, ...)."""

    name: str
    commands: tuple[Command, ...]
    environment: tuple[EnvVar, ...]
    line: int


class FileFacts(Fact, frozen=True, kw_only=True):
    """What one file says; `problems` names what could not be understood."""

    problems: tuple[Problem, ...] = ()


class SettingsFacts(FileFacts, frozen=True):
    """A file of keys and values (INI, TOML, YAML, JSON)."""

    settings: tuple[Setting, ...] = ()

    def value(self, key: str) -> str | None:
        """The last value of a dotted key, or None."""
        found = None
        for setting in self.settings:
            if setting.key == key:
                found = setting.value
        return found


class Problems:
    """Collects problems of one file, each once, no more than `MAX_PROBLEMS`."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, line: int, reason: str) -> None:
        """Note a problem at a 1-based line."""
        problem = Problem(line, reason)
        if len(self.found) < MAX_PROBLEMS and problem not in self.found:
            self.found.append(problem)

    def all(self) -> tuple[Problem, ...]:
        """All problems in the order in which they were met."""
        return tuple(self.found)


def bounded(text: str, problems: Problems, limit: int = MAX_TEXT) -> str:
    r"""Text that is safe to read: at most `limit` characters, "\n" line ends, no lone surrogates, no BOM."""
    if len(text) > limit:
        problems.add(1, f"file is longer than {limit} characters; the rest was not read")
        text = text[:limit]
    return encodable(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def encodable(text: str) -> str:
    """Text without lone surrogates, which JSON and YAML escapes can make, so that it can be stored."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def whole_number(text: str) -> int | None:
    """A non-negative decimal number of at most nine digits, or None."""
    text = text.strip()
    if 0 < len(text) <= 9 and text.isascii() and text.isdigit():
        return int(text)
    return None


def truth(text: str) -> bool | None:
    """What a configuration word means: True, False, or None when it is neither."""
    word = text.strip().lower()
    if word in {"true", "yes", "on", "1", "y"}:
        return True
    if word in {"false", "no", "off", "0", "n"}:
        return False
    return None
