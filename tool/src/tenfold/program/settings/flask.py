"""The settings of a Flask app: what `app.config` holds once production has made the app."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.calls import CallSite
from tenfold.program.settings.casts import cast_text
from tenfold.program.settings.flask_objects import callers
from tenfold.program.settings.flask_run import ATTRIBUTES, LOADERS, MAKERS, FlaskExecution
from tenfold.program.settings.found import Found, SettingsModule
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import Traced
from tenfold.program.settings.variables import Variables
from tenfold.program.values import UNKNOWN, Env, Value
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_STORED = frozenset({"config[]", *ATTRIBUTES})
_MAX_OTHERS = 12


def flask_settings(app: App, variables: Variables) -> Found:
    """The settings of a Flask app in the judged environment, and of its other environments."""
    execution = FlaskExecution(app.program, variables.text)
    places = {app.place, *app.instances}
    sites = [site for site in app.program.calls.to(*MAKERS) if site.place in places]
    for site in sites:
        _make(app, execution, site)
    _elsewhere(app, execution)
    found = Found(effective=execution.config)
    found.notes = [(n.environment, n.name, n.traced) for n in execution.notes if n.name.isupper()]
    _from_variables(app, variables, found)
    _classes(app, execution, found)
    return found


def _make(app: App, execution: FlaskExecution, site: CallSite) -> None:
    """Run what makes the app: its module, or its factory as an entry point of production calls it."""
    file, scope = site.file, site.call.scope
    while scope > 0 and file.outline.scopes[scope].kind not in {"function", "async"}:
        scope = file.outline.scopes[scope].parent
    execution.module(file.path)
    if scope == 0:
        return
    calls = [c for c in callers(app.program, file, scope) if not _in_main_block(c)]
    for caller in calls:
        if caller.call.scope == 0:
            execution.module(caller.file.path)
        if (file.path, scope) in execution.ran:
            return
    if calls:
        execution.owner = file.path
        execution.function(file, scope, calls[0].file, calls[0].call)
    else:
        execution.objects.certain = False
        execution.scope(file, scope, execution.arguments(file, scope, None, None), file.path)
        execution.objects.certain = True


def _in_main_block(site: CallSite) -> bool:
    """Whether a call stands under `if __name__ == "__main__":`, which no server runs."""
    main = site.file.outline.main
    return bool(main) and site.call.scope == 0 and f.line_of(site.call.at) >= main


def _elsewhere(app: App, execution: FlaskExecution) -> None:
    """Take what other modules of the app change in its configuration; what is set already remains."""
    for path, file in app.files.items():
        if not (_STORED & file.outline.stored or LOADERS & file.outline.called):
            continue
        for statement, scope in _statements(file):
            saved = dict(execution.config)
            execution.owner = path
            if isinstance(statement, f.Assign):
                if (path, statement.at) in execution.done or (
                    "config[]" not in statement.stem and not _attribute(statement)
                ):
                    continue
                execution.assign(file, scope, statement)
            elif (path, statement.at) not in execution.done:
                execution.place_at(file, statement)
                execution.call(file, scope, statement)
            _keep_first(file, statement.at, execution, saved)


_COMMAND_LINES = frozenset({"argparse", "click", "docopt", "fire", "optparse", "typer"})


def _attribute(assign: f.Assign) -> bool:
    return assign.stem.rpartition(".")[2] in ATTRIBUTES


def _statements(file: PythonFile) -> list[tuple[f.Assign | f.Call, int]]:
    found: list[tuple[f.Assign | f.Call, int]] = [
        (a, a.scope) for a in file.detail.assigns if a.stem.rpartition(".")[2] in _STORED
    ]
    found += [(c, c.scope) for c in file.detail.calls if c.name.rpartition(".")[2] in LOADERS and ".config." in c.name]
    return sorted(found, key=lambda pair: pair[0].at)


def _keep_first(file: PythonFile, at: int, execution: FlaskExecution, saved: dict[str, Traced]) -> None:
    main = file.outline.main
    # What a command line of its own sets, no server that imports the app gets.
    is_command_line = any(i.module.partition(".")[0] in _COMMAND_LINES for i in file.outline.imports)
    for name, traced in list(execution.config.items()):
        before = saved.get(name)
        if before is traced:
            continue
        development = bool(main) and (f.line_of(at) >= main or is_command_line)
        if before is not None or development:
            execution.note(name, traced, "development" if development else "")
            if before is not None:
                execution.config[name] = before
            else:
                del execution.config[name]


def _from_variables(app: App, variables: Variables, found: Found) -> None:
    """FLASK_DEBUG, and FLASK_X for `from_prefixed_env` (documentation of Flask, "Configuration Handling")."""
    prefixes = {
        f"{prefix}_"
        for site in app.ending("from_prefixed_env")
        for prefix in [
            app.program.values.of(site.file, site.call.scope, site.argument("prefix", 0) or f.Const("FLASK"))
        ]
        if isinstance(prefix, str)
    }
    for variable, (text, place) in sorted(variables.all.items()):
        prefix = next((p for p in prefixes if variable.startswith(p)), "")
        name = variable[len(prefix) :] if prefix else "DEBUG" if variable == "FLASK_DEBUG" else ""
        if not name or (not prefix and name in found.effective):
            continue
        value = _loaded(text) if prefix else cast_text(text, "bool")
        found.effective[name] = Traced(Env(variable, value), place, place.file)


def _loaded(text: str) -> Value:
    """A variable's text as `from_prefixed_env` reads it: JSON, or else the text itself."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if value is None or isinstance(value, (str, int, float, bool)) else UNKNOWN


def _classes(app: App, execution: FlaskExecution, found: Found) -> None:
    """List the modules and classes that were loaded, and the classes beside them."""
    loaded = list(dict.fromkeys(name.removesuffix("()") for name in execution.objects.loaded))
    used = {base for name in loaded for base in execution.names.ancestors(name)} | set(loaded)
    listed = dict.fromkeys(used & (set(loaded) | {n for n in used if ":" in n}))
    for name in loaded:
        if ":" in name:
            listed.update(dict.fromkeys(_beside(app, name)))
    for name in sorted(listed):
        path, colon, qual = name.partition(":")
        if path not in app.program.facts.python:
            continue
        short = qual if colon else app.program.modules.dotted(path)
        module = SettingsModule(path, short, environment_of(qual or path), name in used)
        found.modules.append(module)
        if colon and name not in used and len(found.others) < _MAX_OTHERS:
            other = FlaskExecution(app.program, execution.evaluator.supply)
            state = other.class_state(name)
            found.others.append((module, {key: value for key, value in state.items() if key.isupper()}))


def _beside(app: App, name: str) -> list[str]:
    """The classes of the same file that derive from a base of `name`, or from it, or name an environment."""
    path = name.partition(":")[0]
    family = set(app.program.names.ancestors(name))
    file = app.program.facts.python[path]
    return [
        f"{path}:{scope.name}"
        for scope in file.outline.scopes
        if scope.kind == "class" and scope.parent == 0
        if environment_of(scope.name) or family & set(app.program.names.ancestors(f"{path}:{scope.name}"))
    ]
