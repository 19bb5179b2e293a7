"""What a class view's bases and class attributes protect, and which of them are replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold import frameworks
from tenfold.frameworks.model import ClassAttribute
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.origins import argument
from tenfold.program.route import Guarding
from tenfold.program.routes.configuration import configured_part
from tenfold.program.routes.graph import Spot, View
from tenfold.program.routes.meaning import Meaning
from tenfold.program.routes.views import Views
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App


class ClassGuards:
    """Reads class views: mixins, `decorators`, `permission_classes` and their like."""

    def __init__(self, app: App, views: Views, meaning: Meaning) -> None:
        self._app = app
        self._views = views
        self._meaning = meaning
        self._names = app.program.names
        self._values = app.program.values
        self._protections = frameworks.protections()
        self._exemptions = frameworks.exemptions()
        self._bases = frameworks.view_bases()
        self._attributes = frameworks.class_attributes()

    def of(self, view: View, action: str) -> Iterator[Guarding]:
        """What the class of a view protects for the method or action that answers."""
        if view.is_class:
            yield from self._mixins(view)
        for attribute in self._attributes.values():
            if attribute.within and not self._within(view, attribute):
                continue
            for spot, level in self._entries(view, attribute, action):
                for meant in self._meaning.of(spot, attribute.how):
                    yield Guarding(meant.requirement, meant.name, spot.place, level, meant.reason)
            if not any(True for _ in self._entries(view, attribute, action)):
                yield from self._default(view, attribute)

    def exempt(self, view: View, action: str) -> Iterator[tuple[str, Place]]:
        """What entries such as AllowAny take a view out of."""
        for attribute in self._attributes.values():
            if attribute.how != "entry" or (attribute.within and not self._within(view, attribute)):
                continue
            for spot, _ in self._entries(view, attribute, action):
                for name in self._named(spot):
                    for exemption in self._exemptions.get(name, ()):
                        yield exemption.requirement, spot.place

    def _named(self, spot: Spot) -> list[str]:
        items = spot.expr.items if isinstance(spot.expr, f.Sequence) else (spot.expr,)
        return [self._names.qualify(spot.file, spot.scope, item).replace("()", "") for item in items]

    def _mixins(self, view: View) -> Iterator[Guarding]:
        """Bases that protect, unless a view class stands before them: then its own `dispatch` is found first."""
        passed = False
        for name in self._views.bases(view):
            if name in self._bases:
                passed = passed or not self._has_protecting_base(name)
            for protection in self._protections.get(name, ()):
                if protection.how == "base" and not self._too_late(view, name):
                    place = view.place or Place("")
                    yield Guarding(protection.requirement, name, place, "class", protection.what)
            yield from self._home_made(view, name)

    def _has_protecting_base(self, name: str) -> bool:
        return any(p.how == "base" for p in self._protections.get(name, ()))

    def _too_late(self, view: View, mixin: str) -> bool:
        """Whether a class lists a view class before the mixin, directly or by a base of the project."""
        for file, scope in self._views.definitions(view):
            definition = file.outline.scopes[scope]
            lines = [
                [n.replace("()", "") for n in self._names.ancestors(self._names.qualify(file, definition.parent, base))]
                for base in definition.bases
            ]
            holding = [i for i, line in enumerate(lines) if mixin in line]
            if holding:
                return any(not self._bases.keys().isdisjoint(line) for line in lines[: holding[0]])
        return False

    def _home_made(self, view: View, name: str) -> Iterator[Guarding]:
        """`dispatch`, `test_func` or `initial` of a base of the project's."""
        defined = self._names.definition(name)
        if defined is None:
            return
        for method in ("is_accessible", "has_access"):
            for binding in self._names.of(defined[0].path).scopes[defined[1]].get(method, ()):
                if isinstance(binding, int) and self._meaning.refusals.looks(defined[0], binding):
                    place = self._views.place(defined[0], binding)
                    yield Guarding("framework.access", name, place, "class", f"home-made: {method}() decides")
        if defined == (view.file, view.scope):
            return
        for binding in self._names.of(defined[0].path).scopes[defined[1]].get("dispatch", ()):
            if isinstance(binding, int):
                place = self._views.place(defined[0], binding)
                for refusal in self._meaning.refusals.of(defined[0], binding):
                    yield Guarding(refusal.requirement, name, place, "class", f"home-made: {refusal.reason}")

    # -- class attributes

    def _within(self, view: View, attribute: ClassAttribute) -> bool:
        """Whether a view belongs to the library that reads the attribute."""
        if any(base.startswith(attribute.within) for base in self._views.bases(view)):
            return True
        if view.file is None or view.scope < 1 or view.is_class:
            return False
        definition = view.file.outline.scopes[view.scope]
        names = (self._name(view.file, definition.parent, d) for d in definition.decorators)
        return any(name.startswith(attribute.within) for name in names)

    def _name(self, file: PythonFile, scope: int, expr: f.Expr) -> str:
        call = file.detail.calls[expr.index] if isinstance(expr, f.CallRef) else None
        return self._names.qualify(file, scope, call.func if call else expr)

    def _entries(self, view: View, attribute: ClassAttribute, action: str) -> Iterator[tuple[Spot, str]]:
        """Where the attribute is given for a view: at the action, in `as_view`, as a decorator, or in the class."""
        given = self._at_action(view, attribute, action)
        if given is not None:
            yield given, "route"
            return
        if view.file is not None and view.scope > 0 and not view.is_class and attribute.decorator:
            definition = view.file.outline.scopes[view.scope]
            for decorator in definition.decorators:
                if isinstance(decorator, f.CallRef):
                    call = view.file.detail.calls[decorator.index]
                    if self._name(view.file, definition.parent, decorator) == attribute.decorator and call.args:
                        place = Place(view.file.path, f.line_of(call.at), f.column_of(call.at), call.end)
                        yield Spot(view.file, definition.parent, call.args[0], place), "route"
            return
        found = self._views.attribute(view, attribute.name)
        if found is not None and found[2].value is not None:
            assign = found[2]
            place = Place(found[0].path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
            yield Spot(found[0], found[1], found[2].value, place), "class"

    def _at_action(self, view: View, attribute: ClassAttribute, action: str) -> Spot | None:
        """`@action(permission_classes=[...])`."""
        method = self._views.member(view, action) if action and view.is_class else None
        if method is None:
            return None
        definition = method[0].outline.scopes[method[1]]
        for decorator in definition.decorators:
            if isinstance(decorator, f.CallRef):
                call = method[0].detail.calls[decorator.index]
                given = argument(call, attribute.name)
                if given is not None:
                    place = Place(method[0].path, f.line_of(call.at), f.column_of(call.at), call.end)
                    return Spot(method[0], definition.parent, given, place)
        return None

    def _default(self, view: View, attribute: ClassAttribute) -> Iterator[Guarding]:
        """What the framework's setting, or else the library, says where the view does not."""
        if not attribute.setting:
            return
        if attribute.computed and self._views.member(view, attribute.computed) is not None:
            yield from self._computed(view, attribute)
            return
        setting, _, key = attribute.setting.partition(".")
        listed, place = configured_part(self._app, setting, key)
        names = [n for n in listed if isinstance(n, str)] if isinstance(listed, list) else list(attribute.default)
        for name in names:
            own = self._own_class(name)
            for protection in self._protections.get(name, ()):
                if protection.how == "entry":
                    yield Guarding(protection.requirement, name, place, "settings", protection.what)
            if own is not None:
                for meant in self._meaning.of(own, "entry"):
                    yield Guarding(meant.requirement, meant.name, place, "settings", meant.reason)

    def _own_class(self, name: str) -> Spot | None:
        """A class of the project that a setting names by its dotted path."""
        module, _, short = name.rpartition(".")
        path = self._app.program.modules.find(module, self._app.place.file) if module else None
        return (
            Spot(self._names.files[path], 0, f.Name(short), Place(path)) if path in self._names.files and path else None
        )

    def _computed(self, view: View, attribute: ClassAttribute) -> Iterator[Guarding]:
        """`get_permissions()`: whatever protections it names."""
        method = self._views.member(view, attribute.computed)
        if method is None:
            return
        from tenfold.program.bodies import expressions

        place = self._views.place(*method)
        for expr in expressions(*method):
            if isinstance(expr, (f.Name, f.Attr)):
                for meant in self._meaning.of(Spot(method[0], method[1], expr, place), attribute.how):
                    yield Guarding(meant.requirement, meant.name, place, "class", f"{attribute.computed}() decides")

    @staticmethod
    def reaches(file: PythonFile, decorator: f.Expr, action: str) -> bool:
        """Whether a decorator on a class reaches the method that answers: `method_decorator(x, name="dispatch")`."""
        if not isinstance(decorator, f.CallRef):
            return True
        name = argument(file.detail.calls[decorator.index], "name")
        return not isinstance(name, f.Const) or name.value in {"dispatch", action, "as_view"}
