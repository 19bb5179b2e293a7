"""Source bytes made ready for the parser, without moving a single position that `ast` would report."""

import re
from typing import Final

_COOKIE: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_SOFT: Final = re.compile(rb"\btype(?=[ \t]*[(\[])")
_BOM: Final = b"\xef\xbb\xbf"


def prepared(source: bytes | str) -> bytes:
    """UTF-8 without byte order mark, lines ended by one newline, null bytes as spaces.

    Columns are those of `ast.parse`, which decodes and normalises in the same way. Bytes that the declared encoding
    does not know become question marks, one for one.
    """
    data = source.encode("utf-8", "replace") if isinstance(source, str) else _as_utf8(source)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\0", b" ") if b"\0" in data else data


def for_grammar(data: bytes) -> bytes:
    """The text as the grammar should see it, each byte in its place.

    The grammar takes `type(x).y = z` for an alias. An alias is never followed by a bracket, so there the soft keyword is
    written differently; names are read from the real text.
    """
    return _SOFT.sub(b"typ_", data) if b"type" in data else data


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
