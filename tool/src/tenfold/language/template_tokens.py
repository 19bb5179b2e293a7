"""The tokens of a template expression or of a tag's arguments, with a cursor."""

from __future__ import annotations

import re

from tenfold.language import template_facts as t

_TOKEN = re.compile(
    r"""\s*+(?:
      (?P<name>[^\W\d]\w*+(?:\.\w++)*+)
    | (?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+')
    | (?P<number>0[xXoObB][\da-fA-F_]++|\d[\d_]*+(?:\.\d[\d_]*+)?(?:[eE][+-]?\d++)?)
    | (?P<op>\*\*|//|==|!=|<=|>=|[-+*/%~<>=|.:,()\[\]{}])
    | (?P<bad>\S)
    )""",
    re.VERBOSE | re.DOTALL,
)
_MAX_TOKENS = 2000
_MAX_LENGTH = 20_000
_INTEGER_LIMIT = 1 << 63
WORDS = {"if", "else", "and", "or", "not", "in", "is"}
CONSTANTS: dict[str, bool | None] = {
    "true": True, "false": False, "none": None, "True": True, "False": False, "None": None,
}  # fmt: skip
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_END = ("end", "", -1)


class Tokens:
    """The tokens of one source text and a position among them.

    Attributes:
        tokens: kind ("name" with its dotted path, "string", "number", "op", "bad"), text and offset of each.
        whole: the source was short enough to be read to its end.
        index: the next token.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[tuple[str, str, int]] = []
        for match in _TOKEN.finditer(source, 0, _MAX_LENGTH):
            kind = match.lastgroup or "bad"
            self.tokens.append((kind, match[kind], match.start(kind)))
            if len(self.tokens) > _MAX_TOKENS:
                break
        self.whole = len(self.tokens) <= _MAX_TOKENS and len(source) <= _MAX_LENGTH
        self.index = 0

    @property
    def token(self) -> tuple[str, str, int]:
        """Kind, text and offset of the next token."""
        return self.tokens[self.index] if self.index < len(self.tokens) else _END

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or names."""
        kind, text, _ = self.token
        return text in texts and kind != "string"

    def accept(self, *texts: str) -> bool:
        """Step over the next token if it is one of these."""
        if self.at(*texts):
            self.index += 1
            return True
        return False

    def name(self) -> str:
        """The next token if it is a name, else ""."""
        kind, text, _ = self.token
        if kind != "name":
            return ""
        self.index += 1
        return text

    def done(self) -> bool:
        """Whether no token is left."""
        return self.index >= len(self.tokens)

    def offset(self) -> int:
        """The offset of the next token in the source."""
        return self.tokens[self.index][2] if self.index < len(self.tokens) else len(self.source)

    def follows(self, text: str) -> bool:
        """Whether the token after the next one is this."""
        return self.index + 1 < len(self.tokens) and self.tokens[self.index + 1][1] == text

    def targets(self) -> list[str]:
        """`a, b` or `(a, b)` before `in` or `=`, flattened."""
        names: list[str] = []
        while not self.done() and not self.at("in", "="):
            kind, text, _ = self.token
            if kind == "name":
                names.append(text)
            elif text not in ("(", ")", ",", "[", "]", "*"):
                break
            self.index += 1
        return names

    def rest_opaque(self, start: int = 0) -> t.Opaque:
        """All tokens from `start` on as `Opaque`."""
        self.index = len(self.tokens)
        return t.Opaque(self.seeming_names(start))

    def seeming_names(self, start: int) -> tuple[str, ...]:
        """The variables that the tokens from `start` on seem to read."""
        names: dict[str, None] = {}
        before = ""
        tokens = self.tokens
        for index in range(start, len(tokens)):
            kind, text, _ = tokens[index]
            read = kind == "name" and before not in ("|", ".") and text not in WORDS and text not in CONSTANTS
            if read and (index + 1 >= len(tokens) or tokens[index + 1][1] != "="):
                names[text.partition(".")[0]] = None
            before = text
        return tuple(names)


def number(text: str) -> int | float | str:
    """The value of a number token; beyond 64 bits a float, and as written where it has none."""
    try:
        value = int(text, 0) if text[:1] == "0" and len(text) > 1 and text[1] in "xXoObB" else int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text
    return value if value < _INTEGER_LIMIT else float(value) if len(text) < 300 else text


def unescaped(text: str) -> str:
    r"""The value of a string token; `\x` stands for x but for line breaks and tabs."""
    body = text[1:-1]
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), body) if "\\" in body else body
