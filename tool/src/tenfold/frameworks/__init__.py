"""What each library's names mean: declarations, one file a library, found by being there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import (
    AppMaker,
    Bundle,
    ClassAttribute,
    Exemption,
    Handler,
    Hook,
    HtmlSink,
    Library,
    Logger,
    MethodLimit,
    Protection,
    Renderer,
    RouteMaker,
    Router,
    Source,
    ViewBase,
)

_NOT_LIBRARIES = frozenset(
    {"model", "environment", "accounts", "limiters", "flows", "bundle", "releases", "star_exports", "held"}
)


@cache
def declared() -> tuple[Library, ...]:
    """Every library that is declared here, by file name."""
    if _bundled:
        return _bundled
    found: list[Library] = []
    for module in iter_modules(__path__):
        if module.name not in _NOT_LIBRARIES:
            library = import_module(f"{__name__}.{module.name}").LIBRARY
            found.append(library)
    return tuple(found)


@cache
def libraries() -> tuple[Library, ...]:
    """Every library that is declared, and the user's own models behind them."""
    return (*declared(), *_own)


_own: tuple[Library, ...] = ()
_bundled: tuple[Library, ...] = ()


def unbundle(libraries: tuple[Library, ...]) -> None:
    """Take declarations that were kept by an earlier run instead of loading their modules."""
    global _bundled  # noqa: PLW0603  they are the same for every project
    _bundled = libraries


def add(*own: Library) -> None:
    """Let the tables hold the user's own models beside what is declared, in place of those of the project before."""
    global _own  # noqa: PLW0603  one process checks one project, and every stage asks the same tables
    if own != _own:
        _own = own
        for table in (
            libraries, sources, keyed_sources, sinks, sanitizers, transfers,
        ):  # fmt: skip
            table.cache_clear()


def own_names() -> frozenset[str]:
    """The names of the user's own models."""
    return frozenset(
        one.name
        for library in _own
        for group in (library.sources, library.sanitizers, library.transfers)
        for one in group
    )


@cache
def app_makers() -> dict[str, AppMaker]:
    """Every declared class of web apps by each of its qualified names."""
    return {name: one for library in libraries() for one in library.apps for name in (one.name, *one.aliases)}


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
def exemptions() -> dict[str, tuple[Exemption, ...]]:
    """Every declared exemption by each of its qualified names."""
    table: dict[str, tuple[Exemption, ...]] = {}
    for library in libraries():
        for exemption in library.exemptions:
            for name in (exemption.name, *exemption.aliases):
                table[name] = (*table.get(name, ()), exemption)
    return table


@cache
def route_makers() -> dict[str, RouteMaker]:
    """Every declared route maker by each of its qualified names."""
    return {name: maker for library in libraries() for maker in library.routes for name in (maker.name, *maker.aliases)}


@cache
def routers() -> dict[str, Router]:
    """Every declared kind of object that routes hang on by each of its qualified names."""
    return {name: one for library in libraries() for one in library.routers for name in (one.name, *one.aliases)}


@cache
def hooks() -> dict[str, Hook]:
    """Every declared way to run a function around views by each of its qualified names."""
    return {name: one for library in libraries() for one in library.hooks for name in (one.name, *one.aliases)}


@cache
def bundles() -> dict[str, Bundle]:
    """Every declared set of routes that a library brings by each of its qualified names."""
    return {name: one for library in libraries() for one in library.bundles for name in (one.name, *one.aliases)}


@cache
def view_bases() -> dict[str, ViewBase]:
    """Every declared base class of views by each of its qualified names."""
    return {name: one for library in libraries() for one in library.views for name in (one.name, *one.aliases)}


@cache
def method_limits() -> dict[str, MethodLimit]:
    """Every declared decorator that limits a view's methods by each of its qualified names."""
    return {name: one for library in libraries() for one in library.limits for name in (one.name, *one.aliases)}


@cache
def class_attributes() -> dict[str, ClassAttribute]:
    """Every declared class attribute of views by its name."""
    return {one.name: one for library in libraries() for one in library.attributes}


@cache
def loggers() -> dict[str, Logger]:
    """Everything that is declared to write to a log by each of its qualified names."""
    return {name: one for library in libraries() for one in library.loggers for name in (one.name, *one.aliases)}


@cache
def sources() -> dict[str, Source]:
    """Every declared name that holds data of the request, and nothing else, by each of its qualified names."""
    every = (one for library in libraries() for one in library.sources if not one.keys)
    return {name: one for one in every for name in (one.name, *one.aliases)}


@cache
def keyed_sources() -> dict[str, tuple[Source, ...]]:
    """Every declared mapping some of whose entries are data of the request by each of its qualified names."""
    table: dict[str, tuple[Source, ...]] = {}
    for one in (source for library in libraries() for source in library.sources if source.keys):
        for name in (one.name, *one.aliases):
            table[name] = (*table.get(name, ()), one)
    return table


@cache
def handlers() -> tuple[Handler, ...]:
    """Every declared kind of function that a framework calls with data of a request, the vaguest kind last."""
    found = [one for library in libraries() for one in library.handlers]
    return tuple(sorted(found, key=lambda one: one.how == "module"))


@cache
def serving() -> frozenset[str]:
    """The modules whose importers handle requests."""
    found = {module for library in libraries() if "framework" in library.tags for module in library.modules}
    return frozenset(found | {one.name for one in handlers() if one.how == "module"})


@cache
def html_sinks() -> dict[str, HtmlSink]:
    """Every declared name whose argument is taken for HTML by each of its qualified names."""
    return {name: one for library in libraries() for one in library.html for name in (one.name, *one.aliases)}


@cache
def renderers() -> dict[str, Renderer]:
    """Every declared call that fills a template by each of its qualified names."""
    return {name: one for library in libraries() for one in library.renderers for name in (one.name, *one.aliases)}


@cache
def sinks(requirement: str) -> tuple[tuple[Library, Sink], ...]:
    """Every declared sink of a requirement, with its library."""
    return tuple((lib, sink) for lib in libraries() for sink in lib.sinks if sink.requirement == requirement)


@cache
def sanitizers(requirement: str) -> dict[str, Sanitizer]:
    """What is declared to make data harmless for a requirement, by each of its qualified names."""
    return {
        name: one
        for lib in libraries()
        for one in lib.sanitizers
        if requirement in one.requirements
        for name in (one.name, *one.aliases)
    }


@cache
def transfers() -> dict[str, Transfer]:
    """What calls are declared to make of the data that they are given, by each of their qualified names."""
    return {name: one for lib in libraries() for one in lib.transfers for name in (one.name, *one.aliases)}
