"""Source bytes made ready for the parser, without moving a single position that `ast` would report."""

import re
from typing import Final

_COOKIE: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_SOFT: Final = re.compile(rb"\btype(?=[ \t]*[(\[])")
_CONTINUED: Final = re.compile(rb"(?:\\\n[ \t]*){20,}")
STRINGS: Final = b"|".join(
    (
        rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""',
        rb"'{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}",
        rb'"(?:[^"\\\n]++|\\.)*+"',
        rb"'(?:[^'\\\n]++|\\.)*+'",
    )
)
"""A string literal, to step over what only looks like code inside one; wants re.DOTALL."""
_COMMENT_LINE: Final = re.compile(STRINGS + rb"|^([ \t]*+#[^\n]*+)", re.DOTALL | re.MULTILINE)
_BOM: Final = b"\xef\xbb\xbf"


def prepared(source: bytes | str) -> bytes:
    """UTF-8 without byte order mark, lines ended by one newline, null bytes as spaces.

    Columns are those of `ast.parse`, which decodes and normalises in the same way. Bytes that the declared
    encoding does not know become question marks, one for one.
    """
    data = source.encode("utf-8", "replace") if isinstance(source, str) else _as_utf8(source)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\0", b" ") if b"\0" in data else data


def for_grammar(data: bytes) -> bytes:
    """The text as the grammar should see it, each byte in its place; values come from the real text.

    The grammar takes `type(x).y = z` for an alias. An alias is never followed by a bracket, so there the
    soft keyword is written differently. Its scanner looks again at all of a run of comments or empty
    continued lines for each line of the run, which is quadratic: comments that fill a line are blanked, so
    are twenty and more such backslashes.
    """
    if b"type" in data:
        data = _SOFT.sub(b"typ_", data)
    if b"\\\n" in data:
        data = _CONTINUED.sub(lambda run: run[0].replace(b"\\", b" "), data)
    return _COMMENT_LINE.sub(_blanked, data) if b"#" in data else data


def _blanked(found: re.Match[bytes]) -> bytes:
    comment = found[1]
    return found[0] if comment is None else b" " * len(comment)


def _as_utf8(source: bytes) -> bytes:
    if source.startswith(_BOM):
        source = source[len(_BOM) :]
        encoding = "utf-8"
    else:
        encoding = _declared(source)
    try:
        if encoding == "utf-8":
            source.decode()
            return source
        return source.decode(encoding).encode()
    except (ValueError, LookupError, AttributeError, TypeError):
        return source.decode("utf-8", "surrogateescape").encode("utf-8", "replace")


def _declared(source: bytes) -> str:
    """The encoding that one of the first two lines declares (PEP 263), else UTF-8."""
    first, _, rest = source[:1024].partition(b"\n")
    second = rest.partition(b"\n")[0]
    for line in (first, second):
        found = _COOKIE.match(line)
        if found:
            name = found[1].decode("ascii", "replace").lower().replace("_", "-")
            return "utf-8" if name == "utf-8" or name.startswith("utf-8-") else name
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return "utf-8"
