"""Where fields of a request become fields of a model: with a list of names, or with whatever comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.names import qualname
from tenfold.program.stored_data import stored_data
from tenfold.project.read import PythonFile
from tenfold.rules.input._trace import trace_of

_MAKING = frozenset({"create", "get_or_create", "update_or_create", "update", "acreate", "values", "insert"})
_FORMS = ("django.forms.ModelForm", "django.forms.models.ModelForm", "django.contrib.auth.forms.UserCreationForm")
_SERIALIZERS = ("rest_framework.serializers.ModelSerializer", "rest_framework.serializers.HyperlinkedModelSerializer")
_WRITING = ("rest_framework.viewsets.ModelViewSet", "rest_framework.mixins.CreateModelMixin",
            "rest_framework.mixins.UpdateModelMixin", "rest_framework.generics.CreateAPIView",
            "rest_framework.generics.UpdateAPIView", "rest_framework.generics.ListCreateAPIView",
            "rest_framework.generics.RetrieveUpdateAPIView",
            "rest_framework.generics.RetrieveUpdateDestroyAPIView")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binding:
    """One place; `open` when it takes every field."""

    open: bool
    place: Place
    reason: str
    fix: str = ""
    function: str = ""


def bindings(app: App) -> list[Binding]:
    """Every place, in file order."""
    found = (*_made(app), *_loops(app), *_forms(app))
    return sorted(found, key=lambda binding: (not binding.open, binding.place))


def _made(app: App) -> Iterator[Binding]:
    """Models that are made or changed with keyword arguments."""
    trace, stored, names = trace_of(app), stored_data(app), app.program.names
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
            for keyword in call.keywords:
                origin = trace.data.origin(file, call.scope, keyword.value)
                if origin is None:
                    continue
                if keyword.name or origin.validated or isinstance(keyword.value, f.Mapping):
                    yield Binding(False, place, f"{call.name}() is given fields by name, or what a schema has passed")
                elif not origin.typed:
                    yield Binding(
                        True, place, f"{call.name}() takes every field that {origin.source} brings",
                        "Pass the body through a schema, or name each field: Model(name=data['name']).",
                        qualname(file, call.scope),
                    )  # fmt: skip


def _loops(app: App) -> Iterator[Binding]:
    """`for key, value in data.items(): setattr(item, key, value)`."""
    trace = trace_of(app)
    for site in app.program.calls.ending("setattr"):
        if site.file.path not in app.files or site.name != "builtins.setattr" or len(site.call.args) != 3:
            continue
        origin = trace.origin(site.file, site.call.scope, site.call.args[1])
        if origin is None or origin.validated or _limited(site.file, site.call.scope, site.call.args[1], site.call.at):
            continue
        yield Binding(
            True, site.place, f"setattr() sets whatever fields {origin.source} names",
            "Set each field by name, or loop over the fields of a schema.", site.function,
        )  # fmt: skip


def _limited(file: PythonFile, scope: int, key: f.Expr, at: int) -> bool:
    """Whether the name is compared, or looked up in a collection, before."""
    from tenfold.program.bodies import parts
    from tenfold.rules.input._guards import tests

    return any(
        isinstance(part, f.Op) and part.op in {"in", "not in", "==", "!="} and key in part.operands
        for test in tests(file, scope, at)
        for part in parts(file, test)
    )


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
