"""Every route of every app and what stands before it, as rows of a table and as JSON."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.program.route import Guarding, Route

COLUMNS = ("app", "methods", "path", "view", "place", "access", "csrf", "rate", "others")
"""The columns of the table, in order."""

_ASKED = {"access": "framework.access", "csrf": "framework.csrf", "rate": "rate."}


def rows(program: Program) -> list[dict[str, str]]:
    """One row a route, in words: the columns of `COLUMNS`; "-" where nothing protects."""
    return [_row(route) for app in program.apps for route in app.routes]


def as_json(program: Program) -> list[dict[str, object]]:
    """One object a route, with each guard's and exemption's place as "file:line"."""
    return [_object(route) for app in program.apps for route in app.routes]


def _row(route: Route) -> dict[str, str]:
    row = {
        "app": route.app,
        "methods": _methods(route),
        "path": route.path,
        "view": route.view or "?",
        "place": str(Place(route.place.file, route.place.line)),
    }
    for column, requirement in _ASKED.items():
        row[column] = _protection(route, requirement)
    others = dict.fromkeys(
        f"{guard.requirement} by {_short(guard)}"
        for guard in route.guards
        if not guard.requirement.startswith(tuple(_ASKED.values()))
    )
    return {**row, "others": "; ".join(others) or "-"}


def _methods(route: Route) -> str:
    if route.kind == "websocket":
        return "WEBSOCKET"
    return ",".join(route.methods) or "?"


def _protection(route: Route, requirement: str) -> str:
    names = dict.fromkeys(_short(guard) for guard in route.guards if guard.requirement.startswith(requirement))
    if names:
        return ", ".join(names)
    return "exempt" if any(name.startswith(requirement) for name, _ in route.exempt) else "-"


def _short(guard: Guarding) -> str:
    """The last name of what protects, with how far it reaches, and that the project made it itself."""
    name = guard.name.rpartition(":")[2] if ":" in guard.name else guard.name.rpartition(".")[2]
    made = "home-made, " if ":" in guard.name else ""
    return f"{name} ({made}{guard.level})"


def _object(route: Route) -> dict[str, object]:
    return {
        "app": route.app,
        "kind": route.kind,
        "methods": list(route.methods),
        "path": route.path,
        "view": route.view,
        "place": str(route.place),
        "guards": [
            {
                "requirement": guard.requirement,
                "name": guard.name,
                "level": guard.level,
                "place": str(guard.place),
                "reason": guard.reason,
            }
            for guard in route.guards
        ],
        "exempt": [{"requirement": name, "place": str(place)} for name, place in route.exempt],
    }
