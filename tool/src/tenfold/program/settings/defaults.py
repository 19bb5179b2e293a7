"""A framework's default of a setting, in the version that the app uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from packaging.version import Version

from tenfold.frameworks import libraries
from tenfold.frameworks.model import Default
from tenfold.program.values import Value

if TYPE_CHECKING:
    from tenfold.program.app import App


@cache
def _defaults() -> dict[tuple[str, str], tuple[Default, str]]:
    """Each declared default with the package whose version decides it."""
    return {
        (default.framework, default.setting): (default, library.package)
        for library in libraries()
        for default in library.defaults
    }


def default_of(app: App, name: str) -> tuple[bool, Value]:
    """Whether the framework has a default for a setting, and the default; without a version the newest one's."""
    declared = _defaults().get((app.framework, name))
    if declared is None:
        return False, None
    default, package = declared
    version = app.version(package)
    chosen = default.steps[-1][1]
    if version is not None:
        fitting = [value for since, value in default.steps if Version(since) <= version]
        if not fitting:
            return False, None
        chosen = fitting[-1]
    return True, list(chosen) if isinstance(chosen, tuple) else chosen
