"""The ways in which an app's templates are filled: which names hold what, as the data flow saw it at each renderer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold import frameworks
from tenfold.dataflow import values as v
from tenfold.dataflow.flows import Flows
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Lit, Map, Obj, Ref, Value
from tenfold.frameworks.model import Renderer
from tenfold.language import template_facts as t
from tenfold.language.templates import read as read_template
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.rendering import renderings

_MAX_SOURCE = 20_000
_STRINGS = frozenset({"flask.render_template_string", "flask.templating.render_template_string"})


class Filling:
    """One way in which a template is filled.

    Attributes:
        template: its path; that of the calling file for a template that stands in the code.
        facts: of a template that stands in the code; None for a file.
        names: what its variables hold.
        rest: what other variables may hold; empty when there are none.
        place: where it is filled.
    """

    __slots__ = ("facts", "names", "place", "rest", "template")

    def __init__(
        self, template: str, names: dict[str, Value], rest: Value, place: Place, facts: t.TemplateFacts | None = None
    ) -> None:
        self.template, self.names, self.rest, self.place, self.facts = template, names, rest, place, facts

    def variable(self, name: str) -> Value:
        """What a variable holds, one step further on its way."""
        value = self.names.get(name) or self.rest
        short = self.template.rpartition("/")[2] if self.facts is None else "the template"
        return v.stepped(value, self.place, f"is given to {short} as {name}") if value else v.NEVER


def fillings(app: App, flows: Flows) -> Iterator[Filling]:
    """Every way in which a template of the app is filled."""
    known = frameworks.renderers()
    for (path, _), records in flows.records.calls.items():
        if path not in app.files:
            continue
        for record in records:
            for name in record.names:
                renderer = known.get(name)
                if renderer is not None:
                    yield from _called(app, record, renderer)
                elif name in _STRINGS:
                    yield from _written(record)
                elif name.endswith("get_template.render"):
                    yield from _looked_up(app, record)
    yield from _classes(app, flows)


def _called(app: App, record: Record, renderer: Renderer) -> Iterator[Filling]:
    shift = 0
    if renderer.name.startswith("starlette.") and record.args and not _constants(record.args[0]):
        shift = 1  # Starlette's TemplateResponse takes the request first, and formerly the name
    template = record.argument(renderer.template[0], renderer.template[1] + shift)
    keyword, position = renderer.context
    if position < 0:
        names = {name: value for name, value in record.keywords.items() if name != "**"}
        rest = record.keywords.get("**", v.NEVER)
    else:
        context = record.argument(keyword, position + shift)
        names, rest = _context(context) if context is not None else ({}, v.NEVER)
    yield from _of(app, template or v.NEVER, names, rest, record.place)


def _written(record: Record) -> Iterator[Filling]:
    """`render_template_string("<h1>{{ name }}</h1>", name=...)`."""
    names = {name: value for name, value in record.keywords.items() if name not in {"**", "source"}}
    for text in _constants(record.argument("source", 0) or v.NEVER):
        if len(text) <= _MAX_SOURCE and "{{" in text:
            rest = record.keywords.get("**", v.NEVER)
            yield Filling(record.place.file, names, rest, record.place, read_template(text))


def _looked_up(app: App, record: Record) -> Iterator[Filling]:
    """`get_template("a.html").render({...})` and `.render(a=1)`."""
    names = {name: value for name, value in record.keywords.items() if name not in {"**", "context", "request"}}
    rest = record.keywords.get("**", v.NEVER)
    context = record.argument("context", 0)
    if context is not None:
        more, further = _context(context)
        names, rest = {**more, **names}, v.join(rest, further)
    for atom in record.receiver:
        if isinstance(atom, Ref) and atom.held:
            yield from _of(app, atom.held, names, rest, record.place)


def _classes(app: App, flows: Flows) -> Iterator[Filling]:
    """Django's class-based views: what `get_context_data` returns."""
    for rendering in renderings(app).all:
        if not rendering.view:
            continue
        scopes = rendering.file.outline.scopes
        names: dict[str, Value] = {"view": (Obj(rendering.view, {}),)}
        for ancestor in app.program.names.ancestors(rendering.view):
            defined = app.program.names.definition(ancestor)
            if defined is None:
                continue
            file, owner = defined
            scopes = file.outline.scopes
            for scope, definition in enumerate(scopes):
                if definition.parent == owner and definition.name == "get_context_data":
                    for value, _ in flows.records.returned.get((file.path, scope), ()):
                        more, _ = _context(value)
                        names = {**more, **names}
        yield Filling(rendering.template, names, v.NEVER, rendering.place)


def _of(app: App, template: Value, names: dict[str, Value], rest: Value, place: Place) -> Iterator[Filling]:
    for text in _constants(template):
        for path in renderings(app).paths(text):
            yield Filling(path, names, rest, place)


def _constants(value: Value) -> Iterable[str]:
    """The constant texts that a value may be, or that the list which it is holds."""
    found: dict[str, None] = {}
    for atom in value:
        if isinstance(atom, Lit) and isinstance(atom.value, str):
            found[atom.value] = None
        elif isinstance(atom, v.Seq):
            found.update(dict.fromkeys(_constants(v.join(*atom.items) if atom.items else v.NEVER)))
    return list(found)


def _context(value: Value) -> tuple[dict[str, Value], Value]:
    """The names of a context, and what else it may hold."""
    names: dict[str, Value] = {}
    rest: Value = v.NEVER
    for atom in value:
        if isinstance(atom, Map):
            for key, item in atom.items.items():
                if isinstance(key, str):
                    names[key] = v.join(names[key], item) if key in names else item
            rest = v.join(rest, atom.rest)
        elif isinstance(atom, v.Data) and atom.root is not None:
            rest = v.join(rest, (atom.but(kind=""),))
    return names, rest
