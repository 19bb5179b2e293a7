"""The facts of all files linked: who means whom, and which apps there are."""

from __future__ import annotations

from functools import cached_property

from tenfold.program.app import App
from tenfold.program.apps import code_without_app, find_apps
from tenfold.program.calls import Calls
from tenfold.program.modules import Modules
from tenfold.program.names import Names
from tenfold.program.origins import Origins
from tenfold.program.reach import Reach
from tenfold.program.roles import Role, role_of
from tenfold.program.values import Values
from tenfold.project.read import Facts


class Program:
    """A project, linked. Everything is worked out when first asked for, and kept."""

    def __init__(self, facts: Facts, environment: str = "production") -> None:
        """Link `facts`, judged as `environment` would run them."""
        self.facts = facts
        self.environment = environment
        self.modules = Modules(facts.python, facts.found.names, facts.found.root.resolve().name)
        self.names = Names(facts.python, self.modules)
        self.reach = Reach(self.names)
        self.calls = Calls(self.names, self.reach)
        self.values = Values(self.names)
        self._roles: dict[str, Role] = {}
        self._bases: tuple[str, ...] = ()

    def role(self, path: str) -> Role:
        """What part of the project a file plays."""
        role = self._roles.get(path)
        if role is None:
            role = self._roles[path] = role_of(self.inner(path))
        return role

    def inner(self, path: str) -> str:
        """A path as seen from the app that it belongs to, where that app lies in a folder of examples; else itself."""
        return path[len(next((base for base in self._bases if path.startswith(base)), "")) :]

    @cached_property
    def apps(self) -> tuple[App, ...]:
        """The web apps of the project, the one nearest to its root first."""
        apps = find_apps(self)
        # An app that lies in a folder of examples is judged as if that folder were the checked one.
        odd = {app.root + "/" for app in apps if app.root and role_of(app.root + "/app.py") != "production"}
        self._bases = tuple(sorted(odd, key=len, reverse=True))
        self._roles.clear()
        return apps

    @cached_property
    def without_app(self) -> tuple[App, ...]:
        """The code that handles requests and belongs to none of them, as one app of no framework; empty without any."""
        code = code_without_app(self)
        return (code,) if code is not None else ()

    @cached_property
    def origins(self) -> Origins:
        """Which object an expression means."""
        return Origins(self.names, self.calls)
