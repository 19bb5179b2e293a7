from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from packaging.version import Version

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.deployment.model import ServerUse
from tenfold.program.setting import Setting
from tenfold.program.values import REQUIRED, Env, Made, Value
from tenfold.project.facts import truth
from tenfold.project.servers import servers
from tenfold.project.shell import ShellFacts
from tenfold.rules.base import Observation, Rule, met, unknown, violated

if TYPE_CHECKING:
    from tenfold.program.app import App

_RUN = (
    "flask.Flask.run", "flask.app.Flask.run", "quart.Quart.run", "apiflask.APIFlask.run", "flask_socketio.SocketIO.run",
    "connexion.App.run", "connexion.FlaskApp.run",
)  # fmt: skip
_MAKERS = ("fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette")
_NO_MORE = Version("2.3")
"""Flask that no longer reads FLASK_ENV (Flask's changelog, 2.3.0)."""
_ASKED = "debug mode shows source, settings and an interactive console to whoever causes an error"
_FIX = {
    "flask": "Remove debug=True and FLASK_DEBUG from what production reads, and start the app with gunicorn; "
    "developers write flask --app app run --debug.",
    "django": 'Write DEBUG = env.bool("DEBUG", default=False), so that it is off unless somebody turns it on.',
    "fastapi": "Remove debug=True from FastAPI(...), and --reload from the production command.",
}


class DebugOff(Rule):
    """Debug mode must never reach production.

    ## What it finds
    Debug mode that is on where production reads it: DEBUG in the settings that production loads, FLASK_DEBUG in a
    deployment file, `app.run(debug=True)` where nothing else in the repository starts the app,
    `FastAPI(debug=True)`, and a development server in the production command. `debug=True` under `if __name__ ==
    "__main__"` stays silent where production starts the app with a real server.

    ## Why it matters
    An error page in debug mode shows source, settings and local variables to whoever causes the error. Werkzeug's
    debugger also runs any Python that the visitor types.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)

    if __name__ == "__main__":
        app.run(host="0.0.0.0", debug=True)
    ```
    ### Django
    ```python site/settings.py
    DEBUG = True
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI(debug=True)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ### Django
    ```python site/settings.py
    import environ

    env = environ.Env()
    DEBUG = env.bool("DEBUG", default=False)
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```

    ## References
    - https://flask.palletsprojects.com/en/stable/debugging/
    - https://docs.djangoproject.com/en/stable/ref/settings/#debug
    - https://cwe.mitre.org/data/definitions/489.html
    """

    requirement = "framework.debug-off"
    severity = "high"
    cwe = (489, 215)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge every switch of debug mode that production reaches."""
        started = app.deployment.servers
        faults = list(self._faults(app, started))
        yield from faults
        if faults:
            return
        setting = _debug(app)
        if setting is not None and app.framework != "fastapi" and not _is_by_hand(app, setting, started):
            yield from _proved(app, setting)
        elif real := next((one for one in started if not _is_development(one)), None):
            yield met(real.place, f"production starts the app with {real.server.kind}, and nothing turns debug mode on")
        else:
            yield met(app.place, "debug mode is off by default, and nothing that production reads turns it on")

    def _faults(self, app: App, started: tuple[ServerUse, ...]) -> Iterator[Observation]:
        fix = _FIX[app.framework]
        setting = _debug(app)
        if setting is not None and app.framework != "fastapi" and not _is_by_hand(app, setting, started):
            yield from _set(app, setting, fix)
        if app.framework == "flask":
            yield from _variables(app, fix)
            yield from _runs(app, started, fix)
        elif app.framework == "fastapi":
            yield from _made(app, fix)
        yield from _servers(started, fix, flask=app.framework == "flask")


def _debug(app: App) -> Setting | None:
    """DEBUG as the project sets it; `env.bool("DEBUG", False)` of a reader that nothing here declares is one too."""
    setting = app.settings.explicit("DEBUG")
    value = setting.value if setting is not None else None
    given = app.settings.environment_value(value.variable) if isinstance(value, Env) and value.variable else None
    if app.framework == "flask" and given is not None and _is_for_development(app, given[1]):
        return None
    if setting is None or not isinstance(value, Made) or not value.name.endswith(".bool") or not value.args:
        return setting
    default = value.args[1] if len(value.args) > 1 else dict(value.keywords).get("default", REQUIRED)
    variable = value.args[0]
    return replace(setting, value=Env(variable if isinstance(variable, str) else "", default, "bool"))


def _set(app: App, setting: Setting, fix: str) -> Iterator[Observation]:
    value, place = _deployed(app, setting.value)
    if (place is not None and _is_for_development(app, place)) or _other_module(app, setting):
        return
    if place is not None and _is_true(value):
        yield violated(
            place, f"{setting.variable} turns DEBUG on in production: {_ASKED}.", fix, related=_read_at(setting)
        )
    elif place is None and _is_true(setting.fallback) and setting.place is not None:
        if isinstance(setting.value, Env):
            yield violated(
                setting.place,
                f"DEBUG is on unless {setting.variable or 'a variable'} turns it off: {_ASKED}.",
                fix,
                severity="medium",
            )
        else:
            yield violated(setting.place, f"DEBUG is on in the settings that production loads: {_ASKED}.", fix)


def _is_by_hand(app: App, setting: Setting, started: tuple[ServerUse, ...]) -> bool:
    """Whether DEBUG is set where only `python file.py` comes, while production starts the app in another way."""
    place = setting.place
    file = app.program.facts.python.get(place.file) if place is not None else None
    if place is None or file is None or not started or not file.outline.main:
        return False
    if any(one.server.kind in {"python", "flask"} and _names(one.server.app, place.file) for one in started):
        return False
    inside = [scope for scope in file.outline.scopes[1:] if f.line_of(scope.at) <= place.line <= scope.end]
    if not inside:
        return place.line >= file.outline.main
    outermost = inside[0].name
    sites = [site for site in app.program.calls.ending(outermost) if site.name == f"{place.file}:{outermost}"]
    return bool(sites) and all(
        site.file.path == place.file and site.call.scope == 0 and f.line_of(site.call.at) >= file.outline.main
        for site in sites
    )


def _other_module(app: App, setting: Setting) -> str:
    """The settings module that production uses by its name, where what is read here serves development; else ""."""
    if setting.environment != "development" or not _is_true(setting.fallback):
        return ""
    return next((m.path for m in app.settings.modules if m.environment == app.program.environment and not m.judged), "")


def _read_at(setting: Setting) -> tuple[Step, ...]:
    return (Step(setting.place, f"{setting.name} is read here"),) if setting.place is not None else ()


def _deployed(app: App, value: Value) -> tuple[Value, Place | None]:
    """What production's files set the variable of a value to, and where."""
    found = app.settings.environment_value(value.variable) if isinstance(value, Env) and value.variable else None
    if found is None:
        return value, None
    if (
        isinstance(value, Env)
        and value.cast == "bool"
        and value.default in {"True", "False", "1", "0", "true", "false"}
    ):
        return truth(found[0]), found[1]
    return found


def _is_true(value: Value) -> bool:
    if isinstance(value, str):
        return truth(value) is True
    return value is True or (type(value) is int and value != 0)


def _proved(app: App, setting: Setting) -> Iterator[Observation]:
    value, place = _deployed(app, setting.value)
    where = place or setting.place or app.place
    other = _other_module(app, setting)
    if other:
        yield unknown(f"{other} serves production, but the files here start the app with {setting.module}", where)
        return
    if place is not None or setting.known():
        note = f"DEBUG is {(value if place is not None else setting.fallback)!r}"
        if isinstance(setting.value, Env) and place is None:
            note = f"DEBUG is off unless {setting.variable or 'a variable'} turns it on"
        yield met(where, f"{note} in the settings that production loads")
    elif setting.variable:
        yield met(where, f"DEBUG must be given by {setting.variable}; no file here turns it on", confidence="medium")
    else:
        yield unknown("the source does not tell what DEBUG is: print settings.DEBUG as production sets it", where)


def _variables(app: App, fix: str) -> Iterator[Observation]:
    """FLASK_DEBUG, and FLASK_ENV for a Flask that still reads it."""
    setting = _debug(app)
    read = setting.variable if setting is not None else ""
    found = app.settings.environment_value("FLASK_DEBUG") if read != "FLASK_DEBUG" else None
    if (
        found is not None
        and not _is_for_development(app, found[1])
        and found[0].lower() not in {"", "0", "false", "no"}
    ):
        yield violated(found[1], f"FLASK_DEBUG turns debug mode on in production: {_ASKED}.", fix)
    found = app.settings.environment_value("FLASK_ENV")
    version = app.version("flask")
    if found is not None and found[0] == "development" and (version is None or version < _NO_MORE):
        yield violated(
            found[1],
            f"FLASK_ENV is development in what production reads, which turns debug mode on: {_ASKED}.",
            fix,
            severity="high" if version is not None else "medium",
        )


def _is_for_development(app: App, place: Place) -> bool:
    """Whether a script sets a variable for the development server that it starts next: one branch of several."""
    script = app.facts_of(ShellFacts).get(place.file)
    if script is None:
        return False
    following = [one for command in script.commands if command.line >= place.line for one in servers(command)]
    return bool(following) and following[0].kind in {"flask", "runserver", "python"}


def _runs(app: App, started: tuple[ServerUse, ...], fix: str) -> Iterator[Observation]:
    """`app.run(debug=True)`, where production runs the file or nothing else starts the app."""
    for site in app.calls(*_RUN):
        given = site.argument("debug", 2 if site.name.endswith("Flask.run") else -1)
        value = app.program.values.of(site.file, site.call.scope, given) if given is not None else None
        reached, why = _reaches(site, started)
        if not reached:
            continue
        if _is_true(value):
            yield violated(
                site.place,
                f"The debugger is on, and {why}: {_ASKED}.",
                fix,
                function=site.function,
                severity="critical" if started else "high",
            )
        elif isinstance(value, Env) and _is_true(value.default) and _deployed(app, value)[1] is None:
            yield violated(
                site.place,
                f"The debugger is on unless {value.variable} turns it off, and {why}: {_ASKED}.",
                fix,
                function=site.function,
            )


def _reaches(site: CallSite, started: tuple[ServerUse, ...]) -> tuple[bool, str]:
    """Whether production runs a script, and why."""
    name = site.file.path.rpartition("/")[2]
    for one in started:
        if one.server.kind == "python" and _names(one.server.app, site.file.path):
            return True, f"{one.place} runs {name}"
    if started:
        return False, ""
    return True, "nothing else here starts the app"


def _names(app: str, path: str) -> bool:
    tail = app.removeprefix("./").removeprefix("/")
    return bool(tail) and (
        path.endswith(tail.rpartition("/")[2]) or path.removesuffix(".py").replace("/", ".").endswith(tail)
    )


def _made(app: App, fix: str) -> Iterator[Observation]:
    for site in app.calls(*_MAKERS):
        given = site.argument("debug", -1)
        if given is None:
            continue
        value, place = _value(app, site, given)
        if _is_true(value):
            yield violated(
                site.place,
                "FastAPI is made with debug=True: an error page then shows source and variables.",
                fix,

                           related=(Step(place, "its value"),) if place is not None else ())  # fmt: skip


def _value(app: App, site: CallSite, given: f.Expr) -> tuple[Value, Place | None]:
    """The value of an argument; `settings.debug` is looked up among the settings."""
    value = app.program.values.of(site.file, site.call.scope, given)
    if isinstance(given, f.Attr) and not isinstance(value, (bool, int)):
        setting = app.settings.explicit(given.name)
        if setting is not None:
            found, place = _deployed(app, setting.value)
            return (found, place) if place is not None else (setting.fallback, setting.place)
    if isinstance(value, Env):
        found, place = _deployed(app, value)
        return (found, place) if place is not None else (value.default, None)
    return value, None


def _is_development(one: ServerUse) -> bool:
    kind = one.server.kind
    return (
        kind == "runserver"
        or (kind == "flask" and one.server.debug is True)
        or (kind == "fastapi" and one.server.subcommand == "dev")
    )


def _servers(started: tuple[ServerUse, ...], fix: str, *, flask: bool) -> Iterator[Observation]:
    """A development server or its debug switch in the production command."""
    for one in started:
        server = one.server
        if flask and server.kind == "flask" and server.debug:
            yield violated(one.place, f"The production command runs flask --debug: {_ASKED}.", fix, severity="critical")
