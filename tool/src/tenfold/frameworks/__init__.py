"""What each library's names mean: declarations, one file a library, found by being there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tenfold.frameworks.model import Exemption, Library, Protection, RouteMaker

_NOT_LIBRARIES = frozenset({"model", "environment"})


@cache
def libraries() -> tuple[Library, ...]:
    """Every library that is declared, by file name."""
    found: list[Library] = []
    for module in iter_modules(__path__):
        if module.name not in _NOT_LIBRARIES:
            library = import_module(f"{__name__}.{module.name}").LIBRARY
            found.append(library)
    return tuple(found)


@cache
def protections() -> dict[str, tuple[Protection, ...]]:
    """Every declared protection by each of its qualified names."""
    table: dict[str, tuple[Protection, ...]] = {}
    for library in libraries():
        for protection in library.protections:
            for name in (protection.name, *protection.aliases):
                table[name] = (*table.get(name, ()), protection)
    return table


@cache
def exemptions() -> dict[str, Exemption]:
    """Every declared exemption by each of its qualified names."""
    return {
        name: exemption
        for library in libraries()
        for exemption in library.exemptions
        for name in (exemption.name, *exemption.aliases)
    }


@cache
def route_makers() -> dict[str, RouteMaker]:
    """Every declared route maker by each of its qualified names."""
    return {name: maker for library in libraries() for maker in library.routes for name in (maker.name, *maker.aliases)}
