"""Values of number and string tokens."""

import re
import unicodedata
from typing import Final

_SIMPLE: Final = {
    "\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}  # fmt: skip
_IN_TEXT: Final = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^{}\n]{1,100})\}|(.))",
    re.DOTALL,
)
_IN_BYTES: Final = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_IN_FORMAT: Final = re.compile(_IN_TEXT.pattern + r"|(\{\{|\}\})", re.DOTALL)


def number(token: str) -> int | float | complex:
    """The value of a number token, Python 2's `0777` and `1L` included.

    Raises:
        ValueError: the token is no number, or has more digits than the interpreter converts.
    """
    digits = token.replace("_", "")
    if digits[-1] in "jJ" and digits[:2] not in {"0x", "0X"}:
        return complex(0, float(digits[:-1]))
    if digits[-1] in "lL":
        digits = digits[:-1]
    if digits.isdecimal():
        old_octal = len(digits) > 1 and digits[0] == "0" and digits.strip("0")
        return int(digits, 8 if old_octal else 10)
    if digits[0] == "0" and digits[1] in "xXoObB":
        return int(digits, 0)
    return float(digits)


def text_value(raw: str) -> str:
    """A string body with its escapes decoded; an unknown or wrong escape stays as written."""
    return _IN_TEXT.sub(_text_escape, raw) if "\\" in raw else raw


def format_value(raw: str, *, is_raw: bool) -> str:
    """A literal part of an f-string: escapes decoded, doubled braces made single."""
    if is_raw:
        return raw.replace("{{", "{").replace("}}", "}")
    if "\\" in raw or "{" in raw or "}" in raw:
        return _IN_FORMAT.sub(_format_escape, raw)
    return raw


def bytes_value(raw: str) -> bytes:
    """A bytes body with its escapes decoded; non-ASCII characters, not valid there, become question marks."""
    if "\\" in raw:
        raw = _IN_BYTES.sub(_bytes_escape, raw)
    return raw.encode("latin-1", "replace")


def _text_escape(found: re.Match[str]) -> str:
    octal, two, four, eight, name, other = found.groups()[:6]
    if other is not None:
        return _SIMPLE.get(other, found[0])
    if octal is not None:
        return chr(int(octal, 8))
    if name is not None:
        return _named(name, found[0])
    code = int(two or four or eight, 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def _named(name: str, written: str) -> str:
    try:
        character = unicodedata.lookup(name)
    except KeyError:
        return written
    return character if len(character) == 1 else written


def _format_escape(found: re.Match[str]) -> str:
    return found[7][0] if found[7] else _text_escape(found)


def _bytes_escape(found: re.Match[str]) -> str:
    octal, two, other = found.groups()
    if other is not None:
        return _SIMPLE.get(other, found[0])
    return chr(int(octal, 8) & 0xFF if octal is not None else int(two, 16))
