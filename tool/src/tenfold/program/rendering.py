"""Which code renders which template, and with what: calls with a constant name, and Django's class-based views."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Renderer
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_FOLDERS = ("templates", "jinja2", "jinja", "html")
_GETTERS = (
    "django.template.loader.get_template", "flask.Flask.jinja_env.get_template", "jinja2.Environment.get_template",
    "fastapi.templating.Jinja2Templates.get_template", "starlette.templating.Jinja2Templates.get_template",
)  # fmt: skip
_MAX_REACH = 60
_MAX_NAMES = 4


class Rendering(msgspec.Struct, frozen=True):
    """One place that fills a template.

    Attributes:
        template: path of the template.
        file: of the code.
        scope: where the context's expressions stand.
        place: of the call or of the view class.
        context: variable -> (scope, expression).
        complete: no further variables are passed that cannot be told.
        view: qualified name of the class-based view; "" for a call.
    """

    template: str
    file: PythonFile
    scope: int
    place: Place
    context: dict[str, tuple[int, f.Expr]]
    complete: bool = True
    view: str = ""

    def __hash__(self) -> int:
        return hash((self.template, self.file, self.scope, self.place, self.view))


class Renderings:
    """The renderings of an app's templates."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._values = app.program.values

    def paths(self, name: str) -> tuple[str, ...]:
        """The templates that a name means; those of template folders first."""
        return self._by_name.get(name.removeprefix("./"), ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = {}
        for path in sorted(self._app.templates):
            parts = path.split("/")
            folders = [i for i, part in enumerate(parts[:-1]) if part in _FOLDERS]
            starts = [folders[0] + 1, *(i + 1 for i in folders[1:])] if folders else range(len(parts))
            for start in starts:
                table.setdefault("/".join(parts[start:]), []).append(path)
        return {name: tuple(paths[:_MAX_NAMES]) for name, paths in table.items()}

    @cached_property
    def all(self) -> tuple[Rendering, ...]:
        """Every rendering."""
        return (*self._calls(), *self._lookups(), *self._classes())

    def of(self, path: str) -> tuple[Rendering, ...]:
        """The renderings that show a template: by its name, as a parent, or as an included part."""
        return self._reaching.get(path, ())

    @cached_property
    def _reaching(self) -> dict[str, tuple[Rendering, ...]]:
        table: dict[str, list[Rendering]] = {}
        for rendering in self.all:
            for path in self.reached(rendering.template):
                table.setdefault(path, []).append(rendering)
        return {path: tuple(found) for path, found in table.items()}

    def reached(self, path: str) -> tuple[str, ...]:
        """A template with all that it extends and includes."""
        order = [path]
        for current in order:
            facts = self._app.templates.get(current)
            if facts is None or len(order) > _MAX_REACH:
                continue
            for reference in (*facts.extends, *facts.includes, *facts.imports):
                for found in self.paths(reference.name):
                    if found not in order:
                        order.append(found)
        return tuple(order)

    # -- calls

    def _calls(self) -> Iterator[Rendering]:
        known = frameworks.renderers()
        for site in self._app.calls(*known):
            renderer = known.get(site.name)
            if renderer is None:
                continue
            shift = self._shift(site, renderer)
            name = site.argument(renderer.template[0], renderer.template[1] + shift)
            keyword, position = renderer.context
            if position < 0:
                context = {k.name: (site.call.scope, k.value) for k in site.call.keywords if k.name}
                complete = not site.spreads
                for spread in (k.value for k in site.call.keywords if not k.name):
                    more, known_all = self._context(site.file, site.call.scope, spread)
                    context.update(more)
                    complete = known_all
            else:
                context, complete = self._context(site.file, site.call.scope, site.argument(keyword, position + shift))
            yield from self._rendered(site, name, context, complete=complete)

    def _shift(self, site: CallSite, renderer: Renderer) -> int:
        """Starlette's TemplateResponse takes the request first, and formerly the name."""
        first = site.call.args[0] if site.call.args else None
        new_style = renderer.name.startswith("starlette.") and first is not None
        return 1 if new_style and not isinstance(self._values.of(site.file, site.call.scope, first), str) else 0

    def _lookups(self) -> Iterator[Rendering]:
        """`get_template("a.html").render({...})` and `.render(a=1)`."""
        for site in self._app.calls(*(f"{name}.render" for name in _GETTERS)):
            func = site.call.func
            if not isinstance(func, f.Attr):
                continue
            origin = self._app.program.origins.of(site.file, site.call.scope, func.value)
            if origin is None or not origin.name.endswith("get_template"):
                continue
            context = {k.name: (site.call.scope, k.value) for k in site.call.keywords if k.name}
            complete = not site.spreads
            if site.call.args:
                more, known_all = self._context(site.file, site.call.scope, site.call.args[0])
                context.update(more)
                complete = complete and known_all
            yield from self._rendered(site, origin.argument("name", 0), context, complete=complete)

    def _rendered(
        self, site: CallSite, name: f.Expr | None, context: dict[str, tuple[int, f.Expr]], *, complete: bool
    ) -> Iterator[Rendering]:
        value = self._values.of(site.file, site.call.scope, name) if name is not None else None
        given = value if isinstance(value, list) else [value]
        choices = [name.then, name.other] if isinstance(name, f.Conditional) else []
        given = [*given, *(self._values.of(site.file, site.call.scope, choice) for choice in choices)]
        for text in given:
            for path in self.paths(text) if isinstance(text, str) else ():
                yield Rendering(path, site.file, site.call.scope, site.place, context, complete)

    def _context(self, file: PythonFile, scope: int, expr: f.Expr | None) -> tuple[dict[str, tuple[int, f.Expr]], bool]:
        """The variables of a context: a display, `dict(...)`, or a local variable that is filled before."""
        match expr:
            case None:
                return {}, True
            case f.Mapping(keys=keys, values=values):
                named = {
                    key.value: (scope, value)
                    for key, value in zip(keys, values, strict=True)
                    if isinstance(key, f.Const) and isinstance(key.value, str)
                }
                return named, len(named) == len(keys)
            case f.CallRef(index=index):
                call = file.detail.calls[index]
                if isinstance(call.func, f.Name) and call.func.id == "dict":
                    return {k.name: (scope, k.value) for k in call.keywords if k.name}, not call.args
            case f.Name(id=name):
                return self._variable(file, scope, name)
        return {}, False

    def _variable(self, file: PythonFile, scope: int, name: str) -> tuple[dict[str, tuple[int, f.Expr]], bool]:
        found: dict[str, tuple[int, f.Expr]] = {}
        complete = True
        for assign in file.detail.assigns:
            if assign.scope != scope or assign.value is None:
                continue
            if assign.target == f.Name(name):
                more, all_known = (
                    self._context(file, scope, assign.value) if assign.value != f.Name(name) else ({}, False)
                )
                found.update(more)
                complete = complete and all_known
            elif isinstance(assign.target, f.Item) and assign.target.value == f.Name(name):
                key = assign.target.index
                if isinstance(key, f.Const) and isinstance(key.value, str):
                    found[key.value] = (scope, assign.value)
        for call in file.detail.calls:
            func = call.func
            if (
                call.scope == scope
                and isinstance(func, f.Attr)
                and func.name == "update"
                and func.value == f.Name(name)
            ):
                for arg in call.args:
                    more, all_known = self._context(file, scope, arg) if arg != f.Name(name) else ({}, False)
                    found.update(more)
                    complete = complete and all_known
                found.update({k.name: (scope, k.value) for k in call.keywords if k.name})
        return found, complete

    # -- Django's class-based views

    def _classes(self) -> Iterator[Rendering]:
        if self._app.framework != "django":
            return
        for file in self._app.files.values():
            if "template_name" not in file.outline.stored:
                continue
            for assign in file.detail.assigns:
                owner = file.outline.scopes[assign.scope]
                if assign.stem != "template_name" or owner.kind != "class" or assign.value is None:
                    continue
                value = self._values.of(file, assign.scope, assign.value)
                view = f"{file.path}:{qualname(file, assign.scope)}"
                place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at))
                for path in self.paths(value) if isinstance(value, str) else ():
                    yield Rendering(path, file, assign.scope, place, self._of_class(file, assign.scope), False, view)

    def _of_class(self, file: PythonFile, scope: int) -> dict[str, tuple[int, f.Expr]]:
        """What `get_context_data` and `extra_context` add."""
        found: dict[str, tuple[int, f.Expr]] = {}
        for index, inner in enumerate(file.outline.scopes):
            if inner.parent == scope and inner.name == "get_context_data":
                for name in ("context", "ctx", "data", "kwargs", "context_data"):
                    found.update(self._variable(file, index, name)[0])
                for call in file.detail.calls:
                    if call.scope == index and call.name.endswith("get_context_data"):
                        found.update({k.name: (index, k.value) for k in call.keywords if k.name})
        for assign in file.detail.assigns:
            if assign.scope == scope and assign.stem == "extra_context":
                found.update(self._context(file, scope, assign.value)[0])
        return found


_KNOWN: WeakKeyDictionary[App, Renderings] = WeakKeyDictionary()


def renderings(app: App) -> Renderings:
    """The renderings of an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = Renderings(app)
    return known
