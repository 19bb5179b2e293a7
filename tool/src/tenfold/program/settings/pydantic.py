"""pydantic-settings classes and Starlette's `Config`: each field is a setting that an environment variable decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold.program.settings.execute import Execution
from tenfold.program.settings.found import Found, SettingsModule
from tenfold.program.settings.pydantic_fields import BASES
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.variables import Variables
from tenfold.program.values import Env
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App


def pydantic_settings(app: App, variables: Variables, found: Found) -> None:
    """Add the fields of the app's settings classes to `found`; names that are set already remain."""
    classes = [name for name in app.program.calls.subclasses(BASES) if name.partition(":")[0] in app.files]
    judged = [n for n in classes if environment_of(_short(n)) in {"", app.program.environment}]
    # A subclass for the judged environment goes before the class that it derives from.
    judged.sort(key=lambda n: (environment_of(_short(n)) != app.program.environment, n))
    execution = Execution(app.program.names, variables.text, app.program.environment)
    for name in [*judged, *(n for n in classes if n not in judged)]:
        state, _ = execution.fields(name)
        module = SettingsModule(name.partition(":")[0], _short(name), environment_of(_short(name)), name in judged)
        found.modules.append(module)
        if name in judged:
            for key, traced in state.items():
                found.effective.setdefault(key, traced)
        else:
            found.others.append((module, state))


def _short(name: str) -> str:
    return name.rpartition(":")[2]


def module_variables(app: App, variables: Variables, found: Found) -> None:
    """Module-level constants that an environment variable decides, for apps without a configuration of their own."""
    execution = Execution(app.program.names, variables.text, app.program.environment)
    readers = frozenset({"getenv", "get", "config", "Config", "Env", "str", "bool", "int", "list"})
    for path, file in app.files.items():
        upper = (
            [a for a in file.detail.assigns if a.scope == 0 and a.stem.isupper()] if _may_read(file, readers) else []
        )
        if not upper:
            continue
        state = execution.module(path)
        for name in dict.fromkeys(assign.stem for assign in upper):
            traced = state.get(name)
            if traced is not None and isinstance(traced.value, Env):
                found.effective.setdefault(name, replace(traced, module=path))


def _may_read(file: PythonFile, readers: frozenset[str]) -> bool:
    names = file.outline
    modules = {imported.module.partition(".")[0] for imported in names.imports}
    reads = bool(readers & names.called) or "os" in modules
    return reads and not modules.isdisjoint({"os", "starlette", "decouple", "environs", "environ"})
