"""What a name means that only `from library import *` can have bound."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.frameworks.star_exports import EXPORTS


def starred(name: str, modules: Iterable[str], is_builtin: bool) -> str:
    """The qualified name of `name` in a file that star-imports `modules`, libraries in the order of the file.

    The last one that is known to export it wins, as at run time; a single one that is not known may export anything.
    """
    unknown: list[str] = []
    for module in reversed(list(modules)):
        exported = EXPORTS.get(module)
        if exported is None:
            unknown.append(module)
        elif name in exported:
            return f"{module}.{name}"
    return f"{unknown[0]}.{name}" if len(unknown) == 1 and not is_builtin else ""
