"""The fields of one pydantic-settings class, each with the environment variable that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.settings.casts import cast_text
from tenfold.program.settings.traced import State, Traced
from tenfold.program.values import REQUIRED, UNKNOWN, Env, Made, Unknown, Value
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.settings.scopes import Scopes

BASES = frozenset({
    "pydantic_settings.BaseSettings", "pydantic_settings.main.BaseSettings", "pydantic.BaseSettings",
    "pydantic.v1.BaseSettings", "pydantic.env_settings.BaseSettings",
})  # fmt: skip
_FIELDS = frozenset({"pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field"})
_ALIASES = frozenset({"pydantic.AliasChoices", "pydantic.aliases.AliasChoices"})
_SKIPPED = frozenset({"model_config", "Config"})


class _Options(msgspec.Struct, frozen=True):
    """What `model_config` (or the inner class `Config`) says."""

    prefix: str = ""
    sensitive: bool = False


class SettingsClass:
    """One settings class with its bases."""

    def __init__(self, execution: Scopes, name: str) -> None:
        self.execution = execution
        self.lineage = [n for n in execution.names.ancestors(name) if execution.names.definition(n) is not None]

    def fields(self) -> tuple[State, State]:
        """The fields, and the class's plain attributes (ClassVar), which no variable decides; nearer classes win."""
        options = _Options()
        for name in reversed(self.lineage):
            options = self._options(name, options)
        state: State = {}
        constants: State = {}
        for name in reversed(self.lineage):
            defined = self.execution.names.definition(name)
            assert defined is not None
            file, scope = defined
            self.execution.module(file.path)
            for statement in file.detail.bodies[scope]:
                for index in statement.assigns if isinstance(statement, f.Store) else ():
                    self._field(
                        file, scope, file.detail.assigns[index], options, (state, constants), name.rpartition(":")[2]
                    )
        return state, constants

    def _options(self, name: str, before: _Options) -> _Options:
        defined = self.execution.names.definition(name)
        assert defined is not None
        file, scope = defined
        said: dict[str, Value] = {}
        names = self.execution.names.of(file.path)
        for binding in names.scopes[scope].get("model_config", []):
            if isinstance(binding, f.Assign):
                value = self.execution.evaluator.of(file, scope, binding.value)
                if isinstance(value, Made):
                    said = dict(value.keywords)
                elif isinstance(value, dict):
                    said = {k: v for k, v in value.items() if isinstance(k, str)}
        for binding in names.scopes[scope].get("Config", []):
            if isinstance(binding, int):
                inner = names.scopes[binding]
                for key in ("env_prefix", "case_sensitive"):
                    for assign in inner.get(key, []):
                        if isinstance(assign, f.Assign):
                            said[key] = self.execution.evaluator.of(file, binding, assign.value)
        prefix, sensitive = said.get("env_prefix", before.prefix), said.get("case_sensitive", before.sensitive)
        return _Options(prefix if isinstance(prefix, str) else "", sensitive is True)

    def _field(
        self, file: PythonFile, scope: int, assign: f.Assign, options: _Options, states: tuple[State, State], owner: str
    ) -> None:
        if not isinstance(assign.target, f.Name) or assign.target.id in _SKIPPED or assign.target.id.startswith("_"):
            return
        name = assign.target.id
        evaluator = self.execution.evaluator
        state, constants = states
        noted = evaluator.names.qualify(file, scope, _outer(assign.annotation)) if assign.annotation is not None else ""
        place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
        evaluator.place = place
        if noted.endswith(".ClassVar") or name in constants or (assign.annotation is None and name not in state):
            if assign.value is not None:
                constants[name] = Traced(evaluator.of(file, scope, assign.value), place, owner)
            else:
                constants.setdefault(name, Traced(Unknown(name), place, owner))
            return
        value: Value = REQUIRED
        if assign.value is not None:
            value = evaluator.of(file, scope, assign.value)
        elif assign.kind != ":":
            return
        default, aliases = self._default(value, assign.value)
        made = default
        if isinstance(made, Made) and made.name.rpartition(".")[2] in {"SecretStr", "SecretBytes"} and made.args:
            default = made.args[0]
        if isinstance(made, Made) and self._is_settings(made.name):
            return  # a nested settings class: its fields are settings of their own
        kind = _kind(noted)
        variable = aliases[0] if aliases else options.prefix + name
        if not options.sensitive:
            variable = variable.upper()
        if isinstance(default, Env):
            variable, default = default.variable, default.default
        before = state.get(name)
        overridden = (*before.overridden, before.place) if before is not None else ()
        given, text = self._text(variable, aliases, options)
        variable = given or variable
        final = default if text is None else cast_text(text, kind)
        state[name] = Traced(Env(variable, final, kind), place, owner, overridden=overridden)

    def _is_settings(self, name: str) -> bool:
        return not BASES.isdisjoint(self.execution.names.ancestors(name)) and ":" in name

    def _text(self, variable: str, aliases: list[str], options: _Options) -> tuple[str, str | None]:
        """The variable that a file sets for a field, and its text."""
        names = [variable, *(alias if options.sensitive else alias.upper() for alias in aliases)]
        if not options.sensitive:
            names += [name.lower() for name in names]
        for name in names:
            text = self.execution.evaluator.supply(name)
            if text is not None:
                return name, text
        return "", None

    def _default(self, value: Value, written: f.Expr | None) -> tuple[Value, list[str]]:
        """The default and the variables that `Field(...)` names."""
        if value == UNKNOWN and written == f.Opaque():  # `...`
            return REQUIRED, []
        if not isinstance(value, Made) or value.name not in _FIELDS:
            return value, []
        said = dict(value.keywords)
        aliases: list[str] = []
        for key in ("validation_alias", "alias", "env"):
            given = said.get(key)
            if isinstance(given, Made) and given.name in _ALIASES:
                aliases += [arg for arg in given.args if isinstance(arg, str)]
            elif isinstance(given, list):
                aliases += [arg for arg in given if isinstance(arg, str)]
            elif isinstance(given, str):
                aliases.append(given)
        default = said.get("default", value.args[0] if value.args else REQUIRED)
        if "default_factory" in said:
            factory = said["default_factory"]
            default = Made(factory.name) if isinstance(factory, Made) else Unknown("default_factory")
        if default == Unknown() and (value.args or "default" in said):
            default = REQUIRED  # `...`
        return default, aliases


def _outer(annotation: f.Expr) -> f.Expr:
    """The type that decides: that of Optional and of `X | None` is the inner one."""
    if isinstance(annotation, f.Item):
        outer = annotation.value
        name = outer.id if isinstance(outer, f.Name) else outer.name if isinstance(outer, f.Attr) else ""
        return _outer(annotation.index) if name == "Optional" else outer
    if isinstance(annotation, f.Op) and annotation.op == "|":
        return next((_outer(side) for side in annotation.operands if side != f.Const(None)), annotation)
    return annotation


def _kind(name: str) -> str:
    short = name.rpartition(".")[2].lower()
    if short in {"list", "set", "tuple", "sequence", "frozenset"}:
        return "list"
    return {"bool": "bool", "strictbool": "bool", "int": "int", "positiveint": "int", "float": "int"}.get(short, "")
