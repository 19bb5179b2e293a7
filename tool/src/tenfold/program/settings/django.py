"""The settings of a Django project: which module production uses, and what its names hold after it has run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.settings.configurations import configuration_classes, configured
from tenfold.program.settings.execute import Execution
from tenfold.program.settings.exported import ExportExecution, declared, is_property
from tenfold.program.settings.found import Found, SettingsModule
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import State
from tenfold.program.settings.variables import Variables
from tenfold.program.values import Env
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

VARIABLE = "DJANGO_SETTINGS_MODULE"
_NAMED = re.compile(r"(^|/)(settings?|config|conf|configuration)(/[^/]+)?/?[^/]*\.py$")
_OPTION = re.compile(r"(?:--settings|DJANGO_SETTINGS_MODULE)[= ]([A-Za-z_][\w.]{0,200})")
_MAX_OTHERS = 12


def django_settings(app: App, variables: Variables) -> Found:
    """The settings of a Django app in the judged environment, and of its other environments."""
    found = Found()
    execution = _execution(app, variables)
    candidates = _candidates(app, execution)
    chosen = _chosen(app, variables, candidates)
    if chosen is None:
        return found
    state = execution.module(chosen)
    classes = configuration_classes(execution, app, candidates)
    if classes:
        configured(found, execution, app, variables, classes)
        return found
    found.effective = _of_the_release(app, _settings(state))
    found.notes = [(n.environment, n.name, n.traced) for n in execution.notes if n.name.isupper()]
    judged = set(execution.read)
    for path in candidates:
        module = SettingsModule(path, app.program.modules.dotted(path), environment_of(path), path in judged)
        found.modules.append(module)
        if path != chosen and len(found.others) < _MAX_OTHERS:
            other = _execution(app, variables)
            found.others.append((module, _settings(other.module(path))))
    return found


def _execution(app: App, variables: Variables) -> Execution:
    return ExportExecution(app.program.names, variables.text, app.program.environment)


def _settings(state: State) -> State:
    return {name: traced for name, traced in state.items() if name.isupper() and not name.startswith("_")}


def _of_the_release(app: App, state: State) -> State:
    """With what Django read under another name: MIDDLEWARE_CLASSES until 2.0, which goes by MIDDLEWARE since 1.10."""
    version = app.version("django")
    old = state.get("MIDDLEWARE_CLASSES")
    if old is not None and "MIDDLEWARE" not in state and (version is None or version.major < 2):
        return {**state, "MIDDLEWARE": old}
    return state


def _candidates(app: App, execution: Execution) -> list[str]:
    """Settings modules of the app: those that set INSTALLED_APPS, what imports all of them, and their siblings."""
    python = {p: file for p, file in app.program.facts.python.items() if app.owns(p)}
    found = {p for p, file in python.items() if "INSTALLED_APPS" in declared(file) and _is_top_level(file)}
    found |= {path for path in references(app).values() if path in python}
    for _ in range(4):
        more = {p for p, file in python.items() if p not in found and _imports_all(execution, file, found)}
        found |= more
        if not more:
            break
    folders = {p.rpartition("/")[0] for p in found if p.rpartition("/")[0].rpartition("/")[2] in {"settings", "config"}}
    for path, file in python.items():
        folder, _, base = path.rpartition("/")
        if folder in folders and any(name.isupper() for name in file.outline.stored) and base not in _NOT_SETTINGS:
            found.add(path)
    return sorted(found)


_NOT_SETTINGS = frozenset({"urls.py", "wsgi.py", "asgi.py", "celery.py", "celery_app.py", "routing.py", "apps.py"})


def _is_top_level(file: PythonFile) -> bool:
    scopes = file.outline.scopes
    return any(a.stem == "INSTALLED_APPS" and scopes[a.scope].kind != "function" for a in file.detail.assigns) or any(
        scope.name == "INSTALLED_APPS" and is_property(file, index) for index, scope in enumerate(scopes)
    )


def _imports_all(execution: Execution, file: PythonFile, found: set[str]) -> bool:
    return any(
        imported.name == "*" and execution.names.imported_module(file, imported) in found
        for imported in file.outline.imports
    )


def references(app: App) -> dict[Place, str]:
    """The settings modules that Python files of the app name, by the place of the name."""
    program = app.program
    found: dict[Place, str] = {}
    for site in program.calls.to("os.environ.setdefault"):
        key, value = site.argument("key", 0), site.argument("value", 1)
        if (
            value is None
            or not app.owns(site.file.path)
            or program.values.of(site.file, site.call.scope, key) != VARIABLE
        ):
            continue
        _refer(app, found, site.place, program.values.of(site.file, site.call.scope, value))
    for path, file in program.facts.python.items():
        if "environ[]" in file.outline.stored and app.owns(path):
            for assign in file.detail.assigns:
                target = assign.target
                if isinstance(target, f.Item) and target.index == f.Const(VARIABLE):
                    place = Place(path, f.line_of(assign.at))
                    _refer(app, found, place, program.values.of(file, assign.scope, assign.value))
    return found


def _refer(app: App, found: dict[Place, str], place: Place, value: object) -> None:
    named = value.default if isinstance(value, Env) else value
    path = app.program.modules.find(named, place.file) if isinstance(named, str) else None
    if path is not None:
        found[place] = path


def _deployed(app: App, variables: Variables) -> set[str]:
    """The settings modules that deployment files name."""
    named = {variables.text(VARIABLE) or ""}
    for unit in app.deployment.units:
        for _, command in unit.commands:
            named |= set(_OPTION.findall(command.text))
    paths = {app.program.modules.find(name, app.place.file) for name in named if name}
    return {path for path in paths if path is not None}


def _chosen(app: App, variables: Variables, candidates: list[str]) -> str | None:
    """The module that the judged environment loads."""
    deployed = _deployed(app, variables)
    named = references(app)
    served = {path for place, path in named.items() if place.file.rpartition("/")[2] in {"wsgi.py", "asgi.py"}}
    managed = set(named.values()) - served
    judged = app.program.environment

    def rank(path: str) -> tuple[int, int, str]:
        spoken = environment_of(path)
        away = spoken not in {"", judged}
        score = 20 if path in served else 15 if path in managed else 0
        if path in deployed:
            score += 30 if away else 100
        if spoken == judged:
            score += 80
        elif spoken == "staging" and judged == "production":
            score += 10
        elif not away:
            score += 40
        if app.program.role(path) == "test":
            score -= 60
        if path == app.place.file:
            score += 2
        return score, -path.count("/"), path

    return max(candidates, key=rank, default=None)
