"""What users say of their own functions, `[tool.tenfold.models]`: checked, and turned into a library like any other."""

from __future__ import annotations

import re
from typing import Any, get_args

from tenfold.catalogue import practices, requirements
from tenfold.errors import UsageError
from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library, Part, Source

OWN = "your own models"
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_WITH_ARGUMENT = re.compile(rf"({_NAME.pattern})(?:\(([^\W\d]\w*)\))?")
_GIVES = ("data", "same", "object", "mapping", "list", "url", "number", "fixed", "unknown")
_OF_REQUIREMENTS = ("sinks", "sanitizers", "checks")
KINDS = ("sources", *_OF_REQUIREMENTS, "transfers")
Models = dict[str, dict[str, tuple[str, ...]]]
"""Kind -> what for (part, requirement, or what it gives) -> names."""


def checked(value: object, where: str) -> Models:
    """The table of the user's models.

    Args:
        value: what stands in the file.
        where: its place, for the message.

    Raises:
        UsageError: a key, an id or a name is not known; the message is one line.
    """
    if not isinstance(value, dict):
        raise UsageError(f"{where} must be a table")
    found: Models = {}
    for kind, table in value.items():
        if kind not in KINDS:
            raise UsageError(f"{where} has no key {kind!r}{_nearest(kind, KINDS)}")
        found[kind] = _of_kind(kind, table, f"{where}.{kind}")
    return found


def _of_kind(kind: str, table: object, where: str) -> dict[str, tuple[str, ...]]:
    default = {"sources": "any", "transfers": "data"}.get(kind)
    if default is not None and isinstance(table, list):
        table = {default: table}
    known = _keys(kind)
    if not isinstance(table, dict):
        raise UsageError(f"{where} must be a table of {_key_word(kind)} = list of names")
    found: dict[str, tuple[str, ...]] = {}
    for key, names in table.items():
        if key not in known:
            raise UsageError(f"{where} has no {_key_word(kind)} {key!r}{_nearest(key, known)}")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UsageError(f"{where}.{key} must be a list of strings")
        pattern = _WITH_ARGUMENT if kind == "sinks" else _NAME
        for name in names:
            if not pattern.fullmatch(name):
                raise UsageError(f"{where}.{key}: {name!r} is no dotted name such as shop.files.confine")
        found[key] = tuple(names)
    return found


def _keys(kind: str) -> tuple[str, ...]:
    if kind in _OF_REQUIREMENTS:
        return (*(r.id for r in requirements()), *(p.id for p in practices()))
    return get_args(Part) if kind == "sources" else _GIVES


def _key_word(kind: str) -> str:
    return {"sources": "part of a request", "transfers": "result"}.get(kind, "requirement")


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from tenfold.config import nearest

    return nearest(word, known)


def library(models: dict[str, Any]) -> Library:
    """The user's models as a library whose names are as the user wrote them."""
    return Library(
        name=OWN,
        package="",
        modules=(),
        sources=tuple(Source(name, part, name) for part, names in models.get("sources", {}).items() for name in names),
        sinks=tuple(
            _sink(name, requirement)
            for key, names in models.get("sinks", {}).items()
            for requirement in _meant(key)
            for name in names
        ),
        sanitizers=tuple(
            Sanitizer(name, _meant(key), how)
            for kind, how in (("sanitizers", "result"), ("checks", "check"))
            for key, names in models.get(kind, {}).items()
            for name in names
        ),
        transfers=tuple(
            Transfer(name, gives) for gives, names in models.get("transfers", {}).items() for name in names
        ),
    )


def _meant(key: str) -> tuple[str, ...]:
    """A requirement, or all of a practice."""
    return tuple(r.id for r in requirements() if key in {r.id, r.practice})


def _sink(written: str, requirement: str) -> Sink:
    match = _WITH_ARGUMENT.fullmatch(written)
    name, argument = (match[1], match[2] or "") if match else (written, "")
    return Sink(name, requirement, (argument, -1 if argument else 0), "you declare to do harm with it")
