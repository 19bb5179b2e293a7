"""A short way to write down what the request object of a framework holds."""

from __future__ import annotations

from typing import get_args

from tenfold.frameworks.model import Part, Source


def held(owners: str, label: str, **parts: str) -> tuple[Source, ...]:
    """The sources of a request object.

    Args:
        owners: qualified names of its class and of objects that are one, the class first, separated by spaces.
        label: how people write the object.
        parts: part of the request -> names of attributes and methods that hold data of it, separated by spaces, each
            with what it holds after a colon where the part does not tell: `url="path:text uri:url"`.
    """
    first, *others = owners.split()
    found: list[Source] = []
    for part in get_args(Part):
        for word in parts.pop(part, "").split():
            name, _, holds = word.partition(":")
            shown = f"{label}.{name}" if label else name
            aliases = tuple(f"{other}.{name}" for other in others)
            found.append(Source(f"{first}.{name}", part, shown, aliases, holds=holds))  # type: ignore[arg-type]
    if parts:
        raise ValueError(f"there is no part {', '.join(parts)} of a request")
    return tuple(found)
