"""Find the web apps of a project: where one is made, which framework it uses, which files are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import SHIPPED, App
from tenfold.program.calls import CallSite
from tenfold.program.handlers import packages_of
from tenfold.program.settings.exported import declared
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.program import Program

_SETTINGS = {"INSTALLED_APPS", "ROOT_URLCONF", "MIDDLEWARE", "MIDDLEWARE_CLASSES"}


def find_apps(program: Program) -> tuple[App, ...]:
    """The apps of a project, nearest to its root first; those of tests only where there are no others."""
    found = [*_made(program), *_django(program)]
    shipped = [app for app in found if program.role(app.place.file) in {"production", "local", "script"}]
    chosen = shipped or [app for app in found if program.role(app.place.file) != "test"] or found
    weight = {site.place: _weight(site) for site in program.calls.to(*frameworks.app_makers())}
    inner = _mounted(program)
    order = {
        app: (app.root.count("/"), app.root, app.place in inner, -weight.get(app.place, 0), app.place) for app in chosen
    }
    apps = _distinct(sorted(chosen, key=lambda app: order[app]))
    for app in apps:
        app.siblings = tuple(other for other in apps if other is not app)
        app.name = _name(program, app, apps)
    return tuple(apps)


def code_without_app(program: Program) -> App | None:
    """What handles requests and belongs to no app that was found: a package of views, an app of another framework.

    It is no app, so it has no framework; only what is done with request data in it can be told.
    """
    owned = {path for app in program.apps for path in app.files}
    files = {
        path: file
        for path, file in program.facts.python.items()
        if path not in owned and program.role(path) in SHIPPED and not any(app.owns(path) for app in program.apps)
    }
    first = next((path for path, file in files.items() if _handles_requests(file)), None)
    if first is None:
        return None
    code = App(program, "", "", Place(first))
    code.siblings = program.apps
    code.files = files
    return code


def _handles_requests(file: PythonFile) -> bool:
    serving = frameworks.serving()
    return any(
        not one.level and not serving.isdisjoint(packages_of(f"{one.module}.{one.name}"))
        for one in file.outline.imports
    ) or any({"environ", "start_response"} <= {p.name for p in scope.parameters} for scope in file.outline.scopes)


def _made(program: Program) -> list[App]:
    return [
        App(program, _framework(program, site.name), _root(program, site.place.file), site.place)
        for site in program.calls.to(*frameworks.app_makers())
    ]


def _mounted(program: Program) -> set[Place]:
    """Where the apps are made that another one takes in: `app.mount("/admin", admin_app)`."""
    found: set[Place] = set()
    for site in program.calls.ending("mount"):
        given = site.argument("app", 1)
        origin = program.origins.of(site.file, site.call.scope, given) if given is not None else None
        if origin is not None:
            call = origin.file.detail.calls[origin.index]
            found.add(Place(origin.file.path, f.line_of(call.at), f.column_of(call.at), call.end))
    return found


def _weight(site: CallSite) -> int:
    """How much is done with an app where it is made: the app itself before one for maintenance or for a shell."""
    detail = site.file.detail
    calls = [call for call in detail.calls if call.scope == site.call.scope]
    assigns = [assign for assign in detail.assigns if assign.scope == site.call.scope]
    name = next(
        (a.stem for a in assigns if isinstance(a.value, f.CallRef) and detail.calls[a.value.index] is site.call), ""
    )
    return sum(call.name.startswith(f"{name}.") or f.Name(name) in call.args for call in calls) if name else 0


def _framework(program: Program, name: str) -> str:
    makers = frameworks.app_makers()
    names = [name, *program.names.ancestors(name)]
    return next(makers[known].framework for known in names if known in makers)


def _django(program: Program) -> list[App]:
    """A Django project is where its settings are: a module that sets INSTALLED_APPS and ROOT_URLCONF or MIDDLEWARE."""
    apps: list[App] = []
    for path, file in program.facts.python.items():
        names = declared(file)
        if "INSTALLED_APPS" in names and len(_SETTINGS & names) > 1:
            lines = [f.line_of(a.at) for a in file.detail.assigns if a.stem == "INSTALLED_APPS"]
            lines += [f.line_of(scope.at) for scope in file.outline.scopes if scope.name == "INSTALLED_APPS"]
            apps.append(App(program, "django", _root(program, path), Place(path, lines[0] if lines else 0)))
    return apps


def _root(program: Program, path: str) -> str:
    """The folder that an app's files share: that of its manifest, else of its topmost package."""
    folder = path.rpartition("/")[0]
    markers = ("pyproject.toml", "manage.py", "requirements.txt", "setup.py", "Pipfile", "setup.cfg", "Dockerfile")
    at = folder
    while at:
        if any(f"{at}/{marker}" in program.facts.found.names for marker in markers):
            return at
        at = at.rpartition("/")[0]
    if any(marker in program.facts.found.names for marker in markers):
        return ""
    while folder and program.modules.is_package(folder + "/"):
        folder = folder.rpartition("/")[0]
    return folder.removesuffix("/src") if folder.endswith("/src") else "" if folder == "src" else folder


def _distinct(apps: list[App]) -> list[App]:
    """One app for each root and framework: several instances there are parts of one (sub-apps, factories)."""
    kept: dict[tuple[str, str], App] = {}
    for app in apps:
        known = kept.setdefault((app.root, app.framework), app)
        if known is not app:
            known.instances = (*known.instances, app.place)
    return list(kept.values())


def _name(program: Program, app: App, apps: list[App]) -> str:
    base = app.root.rpartition("/")[2] or program.facts.found.root.name
    same = [other for other in apps if other.root == app.root]
    return base if len(same) == 1 else f"{base} ({app.framework})"
