"""Comments that address Tenfold, in any language whose comments start with `#`, `//`, `--`, `{#`, `<!--` or `/*`."""

from __future__ import annotations

import re

from tenfold.language.facts import Comment

_DIRECTIVE = re.compile(rb"(?:#|//|--|/\*)[ \t]*tenfold:([^\n]*)")


def directives(source: bytes) -> tuple[Comment, ...]:
    """The comments `# tenfold: ...` of a file. One inside a string is harmless: it can only be reported unused."""
    if b"tenfold:" not in source:
        return ()
    found: list[Comment] = []
    for match in _DIRECTIVE.finditer(source):
        start = source.rfind(b"\n", 0, match.start()) + 1
        own = not source[start : match.start()].strip(b" \t{<!")
        line = source.count(b"\n", 0, match.start()) + 1
        found.append(Comment(line, match.group(1).decode("utf-8", "replace").strip(), own))
    return tuple(found)
