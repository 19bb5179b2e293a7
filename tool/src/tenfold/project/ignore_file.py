"""Ignore files (.gitignore, .dockerignore): their patterns with lines."""

from tenfold.project.facts import FileFacts, Problems, Setting, bounded


class IgnoreFacts(FileFacts, frozen=True):
    """Patterns in file order as values; the key is "!" for one that takes back, else empty."""

    patterns: tuple[Setting, ...] = ()


def read(text: str) -> IgnoreFacts:
    """The patterns without comments and empty lines."""
    problems = Problems()
    found: list[Setting] = []
    for number, raw in enumerate(bounded(text, problems).split("\n")[:20_000], 1):
        line = raw.rstrip()
        if line and not line.startswith("#"):
            found.append(Setting("!" if line.startswith("!") else "", line.removeprefix("!"), number))
    return IgnoreFacts(patterns=tuple(found), problems=problems.all())
