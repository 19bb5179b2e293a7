"""Files of NAME=VALUE lines as python-dotenv, django-environ and docker read them."""

import re

from tenfold.project.facts import EnvVar, FileFacts, Problems, bounded

_NAME = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.\-]*)[ \t]*(=)?[ \t]*")
_DOUBLE = re.compile(r'"([^"\\]*+(?:\\[\s\S][^"\\]*+)*+)"')
_SINGLE = re.compile(r"'([^'\\]*+(?:\\[\s\S][^'\\]*+)*+)'")
_ESCAPE = re.compile(r"\\([\s\S])")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r"}
MAX_VARIABLES = 20_000


class EnvFacts(FileFacts, frozen=True):
    """The variables of an environment file in file order."""

    variables: tuple[EnvVar, ...] = ()


def _unescape(match: re.Match[str]) -> str:
    return _SIMPLE.get(match[1], match[1])


def read(text: str) -> EnvFacts:
    """Variables with their values unquoted; `${OTHER}` references are left as they are written."""
    problems = Problems()
    text = bounded(text, problems)
    found: list[EnvVar] = []
    at, line, end = 0, 1, len(text)
    unclosed: set[str] = set()
    while at < end and len(found) < MAX_VARIABLES:
        stop = text.find("\n", at)
        stop = end if stop < 0 else stop
        first = text[at:stop].strip()
        match = _NAME.match(text, at) if first and first[0] != "#" else None
        if first and first[0] != "#" and match is None:
            problems.add(line, "no NAME=VALUE")
        if match is not None:
            value: str | None = None
            if match[2]:
                value, stop = _value(text, match.end(), stop, unclosed)
            found.append(EnvVar(match[1], value, line))
        next_line = text.find("\n", stop)
        next_at = end if next_line < 0 else next_line + 1
        line += text.count("\n", at, next_at)
        at = next_at
    if at < end:
        problems.add(line, f"more than {MAX_VARIABLES} variables; the rest was not read")
    return EnvFacts(variables=tuple(found), problems=problems.all())


def _value(text: str, at: int, stop: int, unclosed: set[str]) -> tuple[str, int]:
    """A value that starts at `at` on the line ending at `stop`, and where it ends."""
    quote = text[at : at + 1]
    if quote and quote in "\"'" and at < stop and quote not in unclosed:
        match = (_DOUBLE if quote == '"' else _SINGLE).match(text, at)
        if match is not None:
            return (_ESCAPE.sub(_unescape, match[1]) if quote == '"' else match[1]), match.end()
        unclosed.add(quote)  # no later one closes either, so the search is not repeated
    value = text[at:stop]
    if not value.startswith("#"):
        value = value.partition(" #")[0].partition("\t#")[0]
    return ("" if value.startswith("#") else value.strip()), stop
