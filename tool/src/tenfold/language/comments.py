"""Comments that address Tenfold: `# tenfold: ...`, in any language that has comments."""

from __future__ import annotations

import io
import re

import msgspec


class Comment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment that addresses Tenfold: `# tenfold: ...`; `own` when nothing else stands on its line."""

    line: int
    text: str
    own: bool


_DIRECTIVE = re.compile(rb"(?:#|//|--|/\*)[ \t]*tenfold:([^\n]*)")


def directives(content: bytes) -> tuple[Comment, ...]:
    """The comments `# tenfold: ...` of a file, in any language that starts comments with `#`, `//`, `--` or `/*`."""
    found: list[Comment] = []
    for match in _DIRECTIVE.finditer(content):
        start = content.rfind(b"\n", 0, match.start()) + 1
        own = not content[start : match.start()].strip(b" \t{<!")
        line = content.count(b"\n", 0, match.start()) + 1
        found.append(Comment(line, match.group(1).decode("utf-8", "replace").strip(), own))
    return tuple(found)


def python_directives(content: bytes) -> tuple[Comment, ...]:
    """As `directives`, but what stands in a string is no comment."""
    import tokenize  # slow to load, and few files need it

    found: list[Comment] = []
    try:
        for token in tokenize.tokenize(io.BytesIO(content).readline):
            if token.type == tokenize.COMMENT and (match := _DIRECTIVE.match(token.string.encode("utf-8", "replace"))):
                own = not token.line[: token.start[1]].strip()
                found.append(Comment(token.start[0], match.group(1).decode("utf-8", "replace").strip(), own))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return directives(content)
    return tuple(found)
