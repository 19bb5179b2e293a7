"""django-configurations: settings are the attributes of a class, `values` read environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from tenfold.program.settings.casts import cast_text
from tenfold.program.settings.execute import Execution
from tenfold.program.settings.found import Found, SettingsModule
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import State, Traced, mapping, pairs
from tenfold.program.settings.variables import Variables
from tenfold.program.values import REQUIRED, Env, Made, Value

if TYPE_CHECKING:
    from tenfold.program.app import App

_BASES = frozenset({"configurations.Configuration", "configurations.base.Configuration", "configurations.Settings"})
_CASTS = {
    "BooleanValue": "bool", "IntegerValue": "int", "PositiveIntegerValue": "int", "FloatValue": "int",
    "ListValue": "list", "TupleValue": "list", "SetValue": "list", "SingleNestedListValue": "list",
}  # fmt: skip
_VARIABLES = {"DatabaseURLValue": "DATABASE_URL", "CacheURLValue": "CACHE_URL", "EmailURLValue": "EMAIL_URL"}


def configuration_classes(execution: Execution, app: App, candidates: list[str]) -> list[str]:
    """The configuration classes of the app's settings modules, as qualified names."""
    wanted = set(candidates)
    return [name for name in app.program.calls.subclasses(_BASES) if name.partition(":")[0] in wanted | execution.read]


def configured(found: Found, execution: Execution, app: App, variables: Variables, classes: list[str]) -> None:
    """Fill `found` from the class that the judged environment uses, and from the others."""
    judged = app.program.environment
    named = variables.text("DJANGO_CONFIGURATION") or ""

    def rank(name: str) -> tuple[bool, bool, int, int]:
        short = name.rpartition(":")[2]
        spoken = environment_of(short)
        depth = len(execution.names.ancestors(name))
        return short == named, spoken == judged, 1 if not spoken else 0, depth

    chosen = max(classes, key=rank)
    used = set(execution.names.ancestors(chosen))
    for name in classes:
        short = name.rpartition(":")[2]
        module = SettingsModule(name.partition(":")[0], short, environment_of(short), name in used)
        found.modules.append(module)
        state = _settings(execution.class_state(name), variables)
        if name == chosen:
            found.effective = state
        else:
            found.others.append((module, state))


def _settings(state: State, variables: Variables) -> State:
    result: State = {}
    for name, traced in state.items():
        if name.isupper() and not name.startswith("_"):
            result[name] = _read(name, traced, variables)
    return result


def _read(name: str, traced: Traced, variables: Variables) -> Traced:
    """A `values.BooleanValue(True)` as the environment variable that it reads."""
    value = traced.value
    if isinstance(value, dict):
        entries = tuple((key, _read("", inner, variables)) for key, inner in pairs(traced))
        return mapping(entries, traced)
    if not isinstance(value, Made) or not value.name.startswith("configurations.values."):
        return traced
    return replace(traced, value=_variable(name, value, variables))


def _variable(name: str, made: Made, variables: Variables) -> Value:
    kind = made.name.rpartition(".")[2]
    said = dict(made.keywords)
    default: Value = made.args[0] if made.args else said.get("default")
    if said.get("environ") is False:
        return default
    given = said.get("environ_name")
    prefix = said.get("environ_prefix", "DJANGO")
    stem = given if isinstance(given, str) else name
    variable = _VARIABLES.get(kind) or (f"{prefix}_{stem}" if isinstance(prefix, str) and prefix else stem)
    if kind == "SecretValue" or (said.get("environ_required") is True):
        default = REQUIRED
    cast = _CASTS.get(kind, "")
    text = variables.text(variable)
    return Env(variable, default if text is None else cast_text(text, cast), cast)
