"""The user's models with names as the linker gives them: "shop.files.confine" is "shop/files.py:confine"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold.errors import UsageError
from tenfold.frameworks.flows import Sanitizer, Sink
from tenfold.frameworks.model import Library
from tenfold.program.names import returns

if TYPE_CHECKING:
    from tenfold.program.program import Program


def resolved(models: Library, program: Program) -> Library:
    """The user's models, with the names of the project's functions in place of their dotted names.

    Raises:
        UsageError: a name begins with a package of the project, which has no such function.
    """
    resolve = _Resolver(program)
    return replace(
        models,
        sources=tuple(replace(one, name=resolve.name(one.name)) for one in models.sources),
        sinks=tuple(resolve.sink(one) for one in models.sinks),
        sanitizers=tuple(resolve.check(one) for one in models.sanitizers),
        transfers=tuple(replace(one, name=resolve.name(one.name)) for one in models.transfers),
    )


class _Resolver:
    def __init__(self, program: Program) -> None:
        self._names = program.names
        self._modules = program.modules

    def name(self, dotted: str) -> str:
        """The linker's name of what the user calls `dotted`."""
        parts = dotted.split(".")
        for size in range(len(parts) - 1, 0, -1):
            path = self._modules.find(".".join(parts[:size]), "")
            if path is None:
                continue
            name = f"{path}:{'.'.join(parts[size:])}"
            bound = self._names.of(path).scopes[0]
            if self._names.definition(name) is None and parts[size] not in bound:
                raise UsageError(f"tool.tenfold.models: {path} has no {'.'.join(parts[size:])}")
            # A name that a module only hands on is that of the module which defines it.
            meant = self._names.top_level(path, parts[size]) if self._names.definition(name) is None else ""
            return ".".join([meant, *parts[size + 1 :]]) if ":" in meant else name
        return dotted

    def sink(self, one: Sink) -> Sink:
        """A sink whose argument is told by its name has its position too."""
        name = self.name(one.name)
        defined = self._names.definition(name)
        argument = one.argument[0]
        if defined is None:
            return replace(one, name=name)
        file, scope = defined
        parameters = [parameter.name for parameter in file.outline.scopes[scope].parameters]
        if file.outline.scopes[file.outline.scopes[scope].parent].kind == "class":
            parameters = parameters[1:]
        if argument and argument not in parameters:
            raise UsageError(f"tool.tenfold.models.sinks: {one.name} has no parameter {argument!r}")
        if not argument:
            return replace(one, name=name, argument=((parameters or [""])[0], 0))
        return replace(one, name=name, argument=(argument, parameters.index(argument)))

    def check(self, one: Sanitizer) -> Sanitizer:
        """A check of the project that returns nothing raises unless its argument is harmless."""
        name = self.name(one.name)
        defined = self._names.definition(name)
        raises = one.how == "check" and defined is not None and not returns(defined[0].detail.bodies[defined[1]])
        return replace(one, name=name, how="raises" if raises else one.how)
