"""Objects of the standard library that keep what they are given: what their methods give and leave behind.

Such an object is an `Obj` whose class is the library's; its fields are what it keeps.
"""

from __future__ import annotations

from collections.abc import Callable

from tenfold.dataflow import containers, folding, texts
from tenfold.dataflow import values as v
from tenfold.dataflow.values import Map, Obj, Value
from tenfold.place import Place

_NOWHERE = Place("")
Given = tuple[tuple[Value, ...], dict[str, Value]]
Result = tuple[Value, Obj | None]


def make(name: str, given: Given) -> Value | None:
    """A new object of a class that is known here; None for others."""
    args, keywords = given
    if name in _BUFFERS:
        return (Obj(name, {"text": args[0] if args else v.lit("")}),)
    if name in _CONFIGURATIONS:
        return (Obj(name, {"options": (Map({}),)}),)
    if name in _NAMESPACES:
        return (Obj(name, {key: value for key, value in keywords.items() if key != "**"}),)
    if name == "string.Template":
        return (Obj(name, {"template": args[0] if args else keywords.get("template", v.ANYTHING)}),)
    return None


def call(atom: Obj, name: str, given: Given) -> Result | None:
    """`atom.name(...)`; None for an object or a method that is not known here."""
    known = _METHODS.get(atom.name)
    return known(atom, name, given) if known is not None else None


def _buffer(atom: Obj, name: str, given: Given) -> Result | None:
    """`io.StringIO`: a text that grows."""
    args, _ = given
    text = atom.fields.get("text", v.ANYTHING)
    if name == "write" and args:
        return (v.NUMBER,), Obj(atom.name, {"text": texts.concat([text, args[0]])})
    if name == "writelines" and args:
        _, anything = containers.items_of(args[0])
        return v.NONE, Obj(atom.name, {"text": texts.concat([text, anything or v.lit("")])})
    if name in {"getvalue", "read", "readline", "getbuffer"}:
        return text, None
    if name in {"truncate", "close"}:
        return v.NONE, Obj(atom.name, {"text": v.lit("")}) if name == "truncate" else None
    return v.ANYTHING, None


def _configuration(atom: Obj, name: str, given: Given) -> Result | None:
    """`configparser.ConfigParser`: options by section and name."""
    args, keywords = given
    options = atom.fields.get("options", v.ANYTHING)
    table = options[0] if len(options) == 1 and isinstance(options[0], Map) else Map({}, v.ANYTHING)
    if name == "set" and len(args) > 2:
        return v.NONE, Obj(atom.name, {"options": (containers.store(table, _key(args), args[2]),)})
    if name in {"get", "getint", "getfloat", "getboolean"} and len(args) > 1:
        if name != "get":
            return (v.NUMBER,), None
        found = containers.index((table,), _key(args), _NOWHERE) if table.items or table.rest else v.ANYTHING
        fallback = keywords.get("fallback", v.NEVER)
        return (v.join(found, fallback) if found == v.ANYTHING or fallback else found), None
    if name in {"read_string", "read_dict", "read", "read_file"} and args:
        more = v.carried(*args[:1]) if name in {"read_string", "read_dict"} else v.ANYTHING
        return v.NONE, Obj(atom.name, {"options": (Map(table.items, v.join(table.rest, more)),)})
    if name in {"items", "sections", "options"}:
        inner = v.join(*table.items.values(), table.rest) if table.items or table.rest else v.ANYTHING
        return (v.Seq("list", (), inner if name == "items" else v.FIXED),), None
    return v.ANYTHING, None


def _key(args: tuple[Value, ...]) -> Value:
    """Section and option as one key; unknown when either is."""
    known = [folding.python(arg) for arg in args[:2]]
    if all(ok and isinstance(constant, str) for ok, constant in known):
        return v.lit("\x00".join(str(constant) for _, constant in known))
    return v.ANYTHING


def _template(atom: Obj, name: str, given: Given) -> Result | None:
    """`string.Template`: `$name` in a text."""
    args, keywords = given
    template = atom.fields.get("template", v.ANYTHING)
    if name not in {"substitute", "safe_substitute"}:
        return v.ANYTHING, None
    entries = dict(keywords)
    for arg in args[:1]:
        for one in arg:
            if isinstance(one, Map):
                entries.update({key: item for key, item in one.items.items() if isinstance(key, str)})
            else:
                entries["**"] = v.carried((one,))
    return texts.dollars(template, entries), None


_BUFFERS = frozenset({"io.StringIO", "io.BytesIO", "cStringIO.StringIO", "StringIO.StringIO", "six.StringIO"})
_CONFIGURATIONS = frozenset({
    "configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser",
    "six.moves.configparser.ConfigParser", "ConfigParser.ConfigParser",
})  # fmt: skip
_NAMESPACES = frozenset({"types.SimpleNamespace", "argparse.Namespace"})
_METHODS: dict[str, Callable[[Obj, str, Given], Result | None]] = {
    **dict.fromkeys(_BUFFERS, _buffer), **dict.fromkeys(_CONFIGURATIONS, _configuration), "string.Template": _template,
}  # fmt: skip
