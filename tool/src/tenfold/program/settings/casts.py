"""What an environment variable's text becomes once a library or the app has cast it."""

from __future__ import annotations

import re

from tenfold.program.values import UNKNOWN, Env, Made, Unknown, Value

_TRUE = frozenset({"true", "t", "yes", "y", "on", "1", "ok"})
_FALSE = frozenset({"false", "f", "no", "n", "off", "0", "", "none"})
_BOOLEAN = re.compile(
    r"(str|to|as|is|parse|env|get|eval)_?(to_?|2)?_?bool|bool(ean)?$|truthy|is_true|strtobool", re.IGNORECASE
)
_KINDS = {
    "bool": "bool", "boolean": "bool", "strtobool": "bool", "int": "int", "float": "int", "list": "list",
    "csv": "list", "tuple": "list", "set": "list", "commaseparatedstrings": "list", "delimitedlist": "list",
}  # fmt: skip


def kind_of_cast(name: str) -> str:
    """What a cast gives: "bool", "int", "list", or "" for text and for what is not known."""
    last = name.replace("()", "").rpartition(".")[2].rpartition(":")[2]
    return _KINDS.get(last.lower(), "bool" if _BOOLEAN.search(last) else "")


def cast_text(text: str, kind: str) -> Value:
    """What a variable's text is after a cast of this kind; unknown where the cast would raise."""
    word = text.strip()
    if kind == "bool":
        return True if word.lower() in _TRUE else False if word.lower() in _FALSE else UNKNOWN
    if kind == "int":
        try:
            return int(word[:40])
        except ValueError:
            return UNKNOWN
    if kind == "list":
        return [part.strip() for part in word.split(",") if part.strip()]
    return text


def folded_call(name: str, args: tuple[Value, ...]) -> Value:
    """A call whose only argument is a variable or a text, where its name says what it gives; else unknown.

    `strtobool(os.environ.get("DEBUG", "0"))` and home-made twins of it are common.
    """
    if len(args) != 1:
        return UNKNOWN
    value = args[0]
    kind = "literal" if name in {"ast.literal_eval", "json.loads", "yaml.safe_load"} else kind_of_cast(name)
    if not kind:
        return UNKNOWN
    if isinstance(value, Env):
        inner = _folded(value.default, kind)
        return Env(value.variable, inner, "bool" if kind == "literal" and isinstance(inner, bool) else kind)
    return _folded(value, kind)


def _folded(value: Value, kind: str) -> Value:
    if kind == "literal" and isinstance(value, str):
        word = value.strip()
        return {"True": True, "true": True, "False": False, "false": False, "None": None}.get(word, _number(word))
    if kind in {"bool", "int", "list"} and isinstance(value, str):
        return cast_text(value, kind)
    if kind == "bool" and (value is None or isinstance(value, (bool, int))):
        return bool(value)
    return value if isinstance(value, (Unknown, Made)) else UNKNOWN


def _number(word: str) -> Value:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 16 else UNKNOWN


def plain(text: str) -> Value:
    """What a scalar of a JSON or TOML file means: truth, null and whole numbers; else its text."""
    known: dict[str, Value] = {"true": True, "false": False, "null": None}
    if text in known:
        return known[text]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text
