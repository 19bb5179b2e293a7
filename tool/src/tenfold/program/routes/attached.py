"""Extensions: objects that protect an app once they are given it, and nothing before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Protection
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.origins import Origin, argument
from tenfold.program.routes.choices import Choices
from tenfold.program.routes.configuration import configured

if TYPE_CHECKING:
    from tenfold.program.app import App


class Extension(msgspec.Struct, frozen=True):
    """An extension's object, its class's declared protections, and where it is given the app (None: nowhere)."""

    origin: Origin
    protections: tuple[Protection, ...]
    attached: Place | None

    @property
    def made(self) -> Place:
        """Where it is made."""
        call = self.origin.call
        return Place(self.origin.file.path, f.line_of(call.at), f.column_of(call.at), call.end)


class Attached:
    """Finds the extensions of an app and whether they are attached."""

    def __init__(self, app: App, choices: Choices) -> None:
        self._app = app
        self._program = app.program
        self._choices = choices
        self._roots = {name for name, router in frameworks.routers().items() if router.root}
        self._indexes: dict[str, dict[int, int]] = {}
        self.extensions = tuple(self._find())

    def _find(self) -> list[Extension]:
        names = {
            name: tuple(p for p in known if p.how == "attached")
            for name, known in frameworks.protections().items()
            if any(p.how == "attached" for p in known)
        }
        given = self._given()
        found: list[Extension] = []
        for site in self._app.calls(*names):
            origin = Origin(site.file, self._index(site), site.name)
            bases = self._program.names.ancestors(site.name)
            known = next((names[base] for base in bases if base in names), ())
            attached = site.place if self._takes_app(site) else given.get(origin.key)
            found.append(Extension(origin, known, attached))
        return found

    def _index(self, site: CallSite) -> int:
        if site.file.path not in self._indexes:
            self._indexes[site.file.path] = {id(call): i for i, call in enumerate(site.file.detail.calls)}
        return self._indexes[site.file.path][id(site.call)]

    def _takes_app(self, site: CallSite) -> bool:
        named = site.argument("app")
        if named is not None and named != f.Const(None):
            return True
        for arg in site.call.args[:2]:
            name = self._program.names.qualify(site.file, site.call.scope, arg).replace("()", "")
            bases = self._program.names.ancestors(name) if name else []
            if not self._roots.isdisjoint(bases) or (isinstance(arg, f.Name) and arg.id in {"app", "application"}):
                return True
        return False

    def _given(self) -> dict[str, Place]:
        """Where each object is given an app, by its key: `x.init_app(app)`, `app.state.x = x`."""
        given: dict[str, Place] = {}
        for site in self._app.ending("init_app"):
            if isinstance(site.call.func, f.Attr):
                for choice in self._choices.of(site.file, site.call.scope, site.call.func.value):
                    origin = self._program.origins.of(*choice)
                    if origin is not None:
                        given.setdefault(origin.key, site.place)
        for file in self._app.files.values():
            if "limiter" not in file.outline.stored:
                continue
            for assign in file.detail.assigns:
                if ".state." in f".{assign.stem}" and assign.value is not None:
                    origin = self._program.origins.of(file, assign.scope, assign.value)
                    if origin is not None:
                        at = f.line_of(assign.at)
                        given.setdefault(origin.key, Place(file.path, at, f.column_of(assign.at), assign.end))
        return given

    def is_attached(self, origin: Origin) -> bool:
        """Whether an object is in force; one that is no known extension counts as such."""
        for extension in self.extensions:
            if extension.origin.key == origin.key:
                return extension.attached is not None
        return True

    def protects(self, extension: Extension, protection: Protection) -> bool:
        """Whether an attached extension, as it is made, gives one of its class's protections."""
        call = extension.origin.call
        values = self._program.values
        if any(values.of(extension.origin.file, call.scope, argument(call, name)) == off
               and argument(call, name) is not None for name, off in protection.off):  # fmt: skip
            return False
        if not protection.given:
            return True
        return any(
            (argument(call, name) not in {None, f.Const(None), f.Sequence("list", ())})
            if not name.isupper()
            else isinstance(configured(self._app, name), (str, list))
            for name in protection.given
        )
