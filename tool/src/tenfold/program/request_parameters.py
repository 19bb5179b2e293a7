"""The parameters of views that the framework fills from the request: path converters, FastAPI's annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from tenfold.frameworks.model import Part
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import parts
from tenfold.program.request_origin import RequestOrigin
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_DEPENDING = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.param_functions.Depends"})
_URL_MAKERS = ("django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.conf.path",
               "django.urls.conf.re_path")  # fmt: skip
_PATH_PART = re.compile(r"[<{]([^<>{}]{1,100})[>}]")
_GROUP = re.compile(r"\(\?P<(\w{1,80})>")
_NARROW = re.compile(r"(?:\\[dw-]|\[(?!\^)(?:\\[dw-]|[\w-])+\]|[\w|+*?{},():-])+")
_TYPED_CONVERTERS = frozenset({"int", "float", "uuid", "slug", "any"})
_TYPED = frozenset({
    "builtins.int", "builtins.float", "builtins.bool", "builtins.complex", "uuid.UUID", "datetime.date",
    "datetime.datetime", "datetime.time", "datetime.timedelta", "decimal.Decimal", "ipaddress.IPv4Address",
    "ipaddress.IPv6Address", "typing.Literal", "typing_extensions.Literal", "pydantic.UUID4", "pydantic.PositiveInt",
    "pydantic.NonNegativeInt", "pydantic.conint", "pydantic.NegativeInt", "pydantic.types.UUID4", "pydantic.UUID1",
})  # fmt: skip
_TEXT = frozenset({"builtins.str", "builtins.bytes", "typing.Any", "pydantic.SecretStr", "pydantic.EmailStr"})
_WRAPPERS = frozenset({
    "typing.Optional", "typing.Annotated", "typing_extensions.Annotated", "typing.List", "typing.Sequence",
    "typing.Set", "typing.Union", "builtins.list", "builtins.set", "builtins.tuple", "typing.Iterable",
})  # fmt: skip
_DJANGO = ("django.", "rest_framework.", "ninja.")
_MODELS = ("pydantic.", "sqlmodel.", "pydantic_settings.", "msgspec.")
_ENUMS = ("enum.",)
_MARKERS: dict[str, Part] = {
    "Query": "query", "Path": "path", "Body": "body", "Form": "form", "Header": "header", "Cookie": "cookie",
    "File": "file",
}  # fmt: skip
_FILES = frozenset({"fastapi.UploadFile", "starlette.datastructures.UploadFile", "fastapi.datastructures.UploadFile"})


class RequestParameters:
    """Tells which parameters of an app's views hold request data."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names

    @cached_property
    def _converters(self) -> dict[tuple[str, int], dict[str, str]]:
        """For each view function or class: path parameter -> converter ("" for the default)."""
        table: dict[tuple[str, int], dict[str, str]] = {}
        for route in self._app.routes:
            if route.file is None or route.scope < 0:
                continue
            named = table.setdefault((route.file.path, route.scope), {})
            for text in _PATH_PART.findall(route.path):
                named.update([_path_part(text, self._app.framework)])
            if self._app.framework == "django":
                named.update(dict.fromkeys(_narrow_groups(route.path), "any"))
        for place, texts in self.unrouted.items():
            named = table.setdefault(place, {})
            for text in texts:
                named.update(_path_part(part, "django") for part in _PATH_PART.findall(text))
                named.update(dict.fromkeys(_narrow_groups(text), "any"))
        for site in self._app.calls("fastapi.Depends", "fastapi.Security") if self._app.framework == "fastapi" else ():
            # FastAPI fills the parameters of a dependency as it fills those of a view.
            given = site.call.args[0] if site.call.args else None
            defined = self._names.definition(self._names.qualify(site.file, site.call.scope, given)) if given else None
            if defined is not None and defined[0].outline.scopes[defined[1]].kind in {"function", "async"}:
                table.setdefault((defined[0].path, defined[1]), {})
        if self._app.framework == "fastapi":
            table.update({(file.path, scope): {} for file, scope in self.made_by_dependencies.values()})
        return table

    @cached_property
    def made_by_dependencies(self) -> dict[str, tuple[PythonFile, int]]:
        """Classes that FastAPI makes of the request, with their `__init__`: `Depends(Paging)`."""
        found: dict[str, tuple[PythonFile, int]] = {}
        for file in self._app.files.values():
            if not {"Depends", "Security"} & file.outline.called:
                continue
            for scope, definition in enumerate(file.outline.scopes):
                for parameter in definition.parameters:
                    name = self.dependency(file, scope, parameter)
                    made = self._names.definition(f"{name}.__init__") if name else None
                    if made is not None:
                        found[name] = made
        return found

    def dependency(self, file: PythonFile, scope: int, parameter: f.Parameter) -> str:
        """The qualified name of what FastAPI calls to fill a parameter; "" when it is no dependency."""
        for expr in (parameter.default, *_metadata(parameter.annotation)):
            if not isinstance(expr, f.CallRef):
                continue
            call = file.detail.calls[expr.index]
            if self._names.qualify(file, call.scope, call.func) not in _DEPENDING:
                continue
            if call.args:
                return self._names.qualify(file, call.scope, call.args[0])
            return self._names.annotated(file, scope, parameter.annotation).removesuffix("()") if (
                parameter.annotation is not None) else ""  # fmt: skip
        return ""

    @cached_property
    def unrouted(self) -> dict[tuple[str, int], set[str]]:
        """The path texts of Django views that no settings of the project lead to: a reusable app's `urlpatterns`."""
        found: dict[tuple[str, int], set[str]] = {}
        if self._app.framework not in {"django", ""}:
            return found
        routed = {(route.file.path, route.scope) for route in self._app.routes if route.file is not None}
        for site in self._app.calls(*_URL_MAKERS):
            text, view = site.argument("route", 0), site.argument("view", 1)
            if text is None or view is None:
                continue
            if isinstance(view, f.CallRef):  # View.as_view()
                func = site.file.detail.calls[view.index].func
                view = func.value if isinstance(func, f.Attr) and func.name == "as_view" else view
            defined = self._names.definition(self._names.qualify(site.file, site.call.scope, view))
            if defined is not None and (defined[0].path, defined[1]) not in routed:
                # A text that is built shows its parameters in its constant pieces.
                pieces = [p.value for p in parts(site.file, text) if isinstance(p, f.Const)]
                found.setdefault((defined[0].path, defined[1]), set()).add("".join(map(str, pieces)))
        return found

    def is_view(self, file: PythonFile, scope: int) -> bool:
        """Whether a function is a view, or a method of a class that is one."""
        return self._view(file, scope) is not None

    def is_request(self, file: PythonFile, scope: int, parameter: f.Parameter) -> bool:
        """Whether a parameter is Django's request: the first one of a view, or one that is called so."""
        if self._app.framework not in {"django", ""} or parameter.annotation is not None:
            return False
        if not self._app.framework and not self.is_view(file, scope):
            return False
        scopes = file.outline.scopes
        first = int(scopes[scopes[scope].parent].kind == "class")
        place = scopes[scope].parameters.index(parameter)
        return place == first and (parameter.name == "request" or self.is_view(file, scope))

    def is_view_class(self, name: str) -> bool:
        """Whether a class derives from a view (or form, or mixin) of Django's, or is routed."""
        if self._app.framework != "django":
            return False
        defined = self._names.definition(name)
        if defined is not None and self.is_view(*defined):
            return True
        return any(base.startswith(_DJANGO) for base in self._names.ancestors(name)[1:])

    def _view(self, file: PythonFile, scope: int) -> dict[str, str] | None:
        own = self._converters.get((file.path, scope))
        if own is not None:
            return own
        return self._converters.get((file.path, file.outline.scopes[scope].parent))

    def path(self, file: PythonFile, scope: int, name: str) -> RequestOrigin | None:
        """The path parameter `name` of the view that `scope` is, or whose method it is."""
        converters = self._view(file, scope)
        if converters is None or name not in converters:
            return None
        typed = converters[name] in _TYPED_CONVERTERS
        return RequestOrigin(f"the path parameter {name}", _definition(file, scope), "path", typed=typed)

    def of(self, file: PythonFile, scope: int, parameter: f.Parameter) -> RequestOrigin | None:
        """What a parameter of a function holds of the request; None when it holds nothing of it, or that is unknown."""
        if self._app.framework == "fastapi":
            return self._fastapi(file, scope, parameter)
        return self.path(file, scope, parameter.name)

    def _fastapi(self, file: PythonFile, scope: int, parameter: f.Parameter) -> RequestOrigin | None:
        converters = self._converters.get((file.path, scope))
        if converters is None or parameter.kind in {"*", "**"} or _is_instance(file, scope, parameter):
            return None
        marker, constrained, other = self._marker(file, parameter)
        if other:
            return None
        in_path = parameter.name in converters
        part = "path" if in_path else marker or "query"
        kind = self.kind(file, scope, parameter.annotation)
        if kind == "":
            return None
        if kind in {"model", "dict"} and not marker:
            part = "body"
        source = f"the {'form field' if part == 'form' else part} parameter {parameter.name}"
        if kind == "file":
            source, part = f"the uploaded file {parameter.name}", "file"
        elif kind == "model":
            source = f"the body {parameter.name}"
        typed = kind == "typed" or constrained
        return RequestOrigin(source, _definition(file, scope), part, validated=kind == "model", typed=typed)

    def _marker(self, file: PythonFile, parameter: f.Parameter) -> tuple[Part | None, bool, bool]:
        """What `Query(...)` and its like say: the part, whether a pattern limits it, whether it is something else."""
        for expr in (parameter.default, *_metadata(parameter.annotation)):
            if not isinstance(expr, f.CallRef):
                continue
            call = file.detail.calls[expr.index]
            name = self._names.qualify(file, call.scope, call.func)
            if not name.startswith(("fastapi.", "pydantic.")):
                if expr is parameter.default:
                    return None, False, True
                continue
            short = name.rpartition(".")[2]
            if short in {"Depends", "Security"}:
                return None, False, True
            if short in _MARKERS:
                return _MARKERS[short], any(k.name in {"pattern", "regex"} for k in call.keywords), False
        return None, False, False

    def kind(self, file: PythonFile, scope: int, annotation: f.Expr | None) -> str:
        """One of "text", "typed", "model", "dict", "file"; "" for what FastAPI does not take from the request."""
        if annotation is None:
            return "text"
        match annotation:
            case f.Op(op="|", operands=operands):
                kinds = [self.kind(file, scope, side) for side in operands if side != f.Const(None)]
                return "text" if "text" in kinds else next(iter(kinds), "")
            case f.Item(value=value, index=index):
                outer = self._names.qualify(file, scope, value)
                if outer in _WRAPPERS:
                    first = index.items[0] if isinstance(index, f.Sequence) and index.items else index
                    return self.kind(file, scope, first)
                annotation = value
        name = self._names.qualify(file, scope, annotation)
        if name in _TYPED:
            return "typed"
        if name in _TEXT:
            return "text"
        if name in _FILES:
            return "file"
        if name in {"builtins.dict", "typing.Dict", "typing.Mapping"}:
            return "dict"
        bases = self._names.ancestors(name) if name else []
        if any(base.startswith(_ENUMS) for base in bases):
            return "typed"
        if any(base.startswith(_MODELS) for base in bases):
            return "model"
        return ""


def _is_instance(file: PythonFile, scope: int, parameter: f.Parameter) -> bool:
    """Whether a parameter is the `self` of a method: of a class of views, whatever library makes it one."""
    definition = file.outline.scopes[scope]
    in_class = definition.parent > 0 and file.outline.scopes[definition.parent].kind == "class"
    return (
        in_class and definition.parameters[:1] == (parameter,) and f.Name("staticmethod") not in definition.decorators
    )


def _path_part(text: str, framework: str) -> tuple[str, str]:
    """The name and converter of `<int:id>`, `<re(...):x>` or `{id:int}`."""
    left, colon, right = text.partition(":")
    if framework == "fastapi":
        return left, right
    return (right, left.partition("(")[0]) if colon else (left, "")


def _narrow_groups(path: str) -> Iterator[str]:
    r"""The named groups of a regular expression that match only words and numbers: `(?P<id>\d+)`."""
    for match in _GROUP.finditer(path[:2_000]):
        depth, at = 1, match.end()
        while at < len(path) and depth:
            depth += {"(": 1, ")": -1}.get(path[at], 0) if path[at - 1] != "\\" else 0
            at += 1
        if _NARROW.fullmatch(path[match.end() : at - 1]):
            yield match[1]


def _metadata(annotation: f.Expr | None) -> tuple[f.Expr, ...]:
    """What stands beside the type in `Annotated[type, ...]`."""
    if isinstance(annotation, f.Item) and isinstance(annotation.index, f.Sequence):
        return annotation.index.items[1:]
    return ()


def _definition(file: PythonFile, scope: int) -> Place:
    at = file.outline.scopes[scope].at
    return Place(file.path, f.line_of(at), f.column_of(at))
