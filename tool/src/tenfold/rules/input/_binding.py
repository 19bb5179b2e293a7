"""Where fields of a request become fields of a model: with a list of names, or with whatever comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenfold.dataflow import values as v
from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.holes import Hole, holes, settled
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import Names, qualname
from tenfold.program.stored_data import stored_data
from tenfold.project.read import PythonFile
from tenfold.rules.way import surest_first

_MAKING = frozenset({"create", "get_or_create", "update_or_create", "update", "acreate", "values", "insert"})
_FORMS = ("django.forms.ModelForm", "django.forms.models.ModelForm", "django.contrib.auth.forms.UserCreationForm")
_SERIALIZERS = ("rest_framework.serializers.ModelSerializer", "rest_framework.serializers.HyperlinkedModelSerializer")
_SCHEMAS = ("rest_framework.serializers.", "django.forms.", "wtforms.", "flask_wtf.", "marshmallow.", "pydantic.")
"""Beginnings of the bases of classes that name the fields they let through."""
_WRITING = ("rest_framework.viewsets.ModelViewSet", "rest_framework.mixins.CreateModelMixin",
            "rest_framework.mixins.UpdateModelMixin", "rest_framework.generics.CreateAPIView",
            "rest_framework.generics.UpdateAPIView", "rest_framework.generics.ListCreateAPIView",
            "rest_framework.generics.RetrieveUpdateAPIView",
            "rest_framework.generics.RetrieveUpdateDestroyAPIView")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binding:
    """One place; `open` when it takes every field: of `data`, and of `others`."""

    open: bool
    place: Place
    reason: str
    fix: str = ""
    function: str = ""
    data: Hole | None = None
    others: tuple[Hole, ...] = ()


def bindings(app: App) -> list[Binding]:
    """Every place, in file order."""
    found = (*_made(app), *_loops(app), *_forms(app))
    return sorted(found, key=lambda binding: (not binding.open, binding.place))


def _made(app: App) -> Iterator[Binding]:
    """Models that are made or changed with keyword arguments."""
    flows, stored, names = flows_of(app), stored_data(app), app.program.names
    short = {name.rpartition(":")[2].rpartition(".")[2] for name in stored.models} | _MAKING
    for file in app.files.values():
        if short.isdisjoint(file.outline.called):
            continue
        for call in file.detail.calls:
            if not call.keywords or call.name.rpartition(".")[2] not in short:
                continue
            name = names.qualify(file, call.scope, call.func)
            if not (stored.is_model(name) or (".objects" in call.name and call.name.rpartition(".")[2] in _MAKING)):
                continue
            place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
            brought = [found for record in flows.at(file, call) for found in record.keywords.items()]
            every = [hole for name, value in brought if name == "**" for hole in holes(value)]
            open_ = [hole for hole in every if _chooses(hole)] if not _of_schema(names, file, call) else []
            if open_:
                first, *others = surest_first(_each_once(open_))
                yield Binding(
                    True, place, f"{call.name}() takes every field that {_label(first)} brings",
                    "Pass the body through a schema, or name each field: Model(name=data['name']).",
                    qualname(file, call.scope), first, tuple(others),
                )  # fmt: skip
            elif any(v.is_request(value) for _, value in brought):
                yield Binding(False, place, f"{call.name}() is given fields by name, or what a schema has passed")


def _of_schema(names: Names, file: PythonFile, call: f.Call) -> bool:
    """Whether what is unpacked is what a form or serializer gives of itself: `Model(**serializer.data)`."""
    for keyword in call.keywords:
        if not keyword.name and isinstance(keyword.value, f.Attr):
            owner = names.qualify(file, call.scope, keyword.value.value).removesuffix("()")
            if any(base.startswith(_SCHEMAS) for base in names.ancestors(owner)):
                return True
    return False


def _loops(app: App) -> Iterator[Binding]:
    """`for key, value in data.items(): setattr(item, key, value)`."""
    flows = flows_of(app)
    for site in app.program.calls.ending("setattr"):
        if site.file.path not in app.files or site.name != "builtins.setattr" or len(site.call.args) != 3:
            continue
        found = [
            hole
            for record in flows.at(site.file, site.call)
            for hole in (holes(record.args[1]) if len(record.args) > 1 else ())
            if _chooses(hole)
        ]
        if found:
            first, *others = surest_first(_each_once(found))
            yield Binding(
                True, site.place, f"setattr() sets whatever fields {_label(first)} names",
                "Set each field by name, or loop over the fields of a schema.", site.function, first, tuple(others),
            )  # fmt: skip


def _chooses(hole: Hole) -> bool:
    """Whether the client chooses the names in it: no schema, list of names or comparison has passed them."""
    data = hole.data
    if data.root is None or data.root.validated or data.kind.startswith("model:"):
        return False
    return not settled(data, "input.mass-assignment") and not data.has("asked") and not data.has("listed")


def _each_once(found: list[Hole]) -> list[Hole]:
    return list({hole.data.root: hole for hole in reversed(found)}.values())


def _label(hole: Hole) -> str:
    return hole.data.root.label if hole.data.root is not None else "a request"


def _forms(app: App) -> Iterator[Binding]:
    """Forms and serializers of models: `fields` of their Meta."""
    names = app.program.names
    written = _written_serializers(app)
    for file in app.files.values():
        for index, scope in enumerate(file.outline.scopes):
            if scope.kind != "class" or scope.name != "Meta" or scope.parent <= 0:
                continue
            owner = f"{file.path}:{qualname(file, scope.parent)}"
            bases = names.ancestors(owner)[1:]
            form = any(base in _FORMS for base in bases)
            serializer = any(base in _SERIALIZERS for base in bases)
            fields = names.of(file.path).scopes[index].get("fields", [])
            if not (form or serializer) or not fields or not isinstance(fields[-1], f.Assign):
                continue
            at = fields[-1]
            place = Place(file.path, f.line_of(at.at), f.column_of(at.at), at.end)
            title = file.outline.scopes[scope.parent].name
            if app.program.values.of(file, index, at.value) != "__all__":
                yield Binding(False, place, f"{title} names the fields that a request may set")
            elif form or owner in written:
                yield Binding(
                    True, place, f'{title} lets a request set every field of its model (fields = "__all__")',
                    'List the fields that users may set: fields = ("name", ...).', title,
                )  # fmt: skip


def _written_serializers(app: App) -> frozenset[str]:
    """The serializers that views write with."""
    names = app.program.names
    found: set[str] = set()
    for file in app.files.values():
        for assign in file.detail.assigns:
            owner = file.outline.scopes[assign.scope]
            if owner.kind == "class" and assign.target == f.Name("serializer_class") and assign.value is not None:
                bases = names.ancestors(f"{file.path}:{qualname(file, assign.scope)}")
                if any(base in _WRITING for base in bases):
                    found.add(names.qualify(file, assign.scope, assign.value))
        for call in file.detail.calls:
            if any(keyword.name == "data" for keyword in call.keywords):
                found.add(names.qualify(file, call.scope, call.func))
    return frozenset(found)
