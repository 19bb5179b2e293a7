"""Constant regular expressions that are applied to request data: by `re`, forms, models and schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenfold.dataflow.flows import Flows, flows_of, request_data
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite

_APPLYING = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_SUBJECT = {"sub": 2, "subn": 2}
_VALIDATORS: dict[str, tuple[str, int]] = {
    "wtforms.validators.Regexp": ("regex", 0), "wtforms.validators.regexp": ("regex", 0),
    "django.core.validators.RegexValidator": ("regex", 0), "django.forms.RegexField": ("regex", 0),
    "rest_framework.serializers.RegexField": ("regex", 0), "marshmallow.validate.Regexp": ("regex", 0),
    "pydantic.constr": ("pattern", -1), "pydantic.StringConstraints": ("pattern", -1),
    "pydantic.Field": ("pattern", -1),
    "fastapi.Query": ("pattern", -1), "fastapi.Path": ("pattern", -1), "fastapi.Form": ("pattern", -1),
    "fastapi.Body": ("pattern", -1), "fastapi.Header": ("pattern", -1), "fastapi.Cookie": ("pattern", -1),
    "sqlmodel.Field": ("regex", -1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """A constant pattern, where and in which function it is applied; `linear` when its engine never goes back."""

    text: str
    place: Place
    function: str
    linear: bool = False


def patterns(app: App) -> Iterator[Pattern]:
    """Every constant pattern that is applied to request data."""
    flows = flows_of(app)
    rust = _matched_by_rust(app)
    for site in app.calls(*_VALIDATORS):
        spec = _VALIDATORS.get(site.name)
        given = site.argument(*spec) if spec is not None else None
        if given is None and spec is not None and spec[0] == "pattern":
            given = site.argument("regex")
        yield from _constant(
            app, site, given, linear=rust and site.name.startswith(("pydantic.", "fastapi.", "sqlmodel."))
        )
    for ending in _APPLYING:
        for site in app.program.calls.ending(ending):
            if site.file.path in app.files:
                yield from _applied(app, flows, site, ending)


def _matched_by_rust(app: App) -> bool:
    """Whether Pydantic 2 matches the patterns of models: its engine takes linear time with every pattern."""
    version = app.version("pydantic")
    return app.framework == "fastapi" and (version is None or version.major >= 2)


def _applied(app: App, flows: Flows, site: CallSite, ending: str) -> Iterator[Pattern]:
    """`re.match(pattern, text)`, or `compiled.match(text)`."""
    position = _SUBJECT.get(ending, 1)
    compiled = site.name == f"re.compile.{ending}"
    if not compiled and site.name != f"re.{ending}":
        return
    given = position - 1 if compiled else position
    records = flows.at(site.file, site.call)
    if not any(request_data(record.argument("string", given)) for record in records):
        return
    if not compiled:
        yield from _constant(app, site, site.argument("pattern", 0))
    elif isinstance(site.call.func, f.Attr):
        yield from _constant(app, site, _compiled(app, site, site.call.func.value))


def _compiled(app: App, site: CallSite, expr: f.Expr) -> f.Expr | None:
    """The pattern of `name = re.compile(pattern)` in the same file."""
    for assign in site.file.detail.assigns:
        if assign.target == expr and isinstance(assign.value, f.CallRef):
            call = site.file.detail.calls[assign.value.index]
            if call.args and app.program.calls.called(site.file, call) == "re.compile":
                return call.args[0]
    return None


def _constant(app: App, site: CallSite, expr: f.Expr | None, *, linear: bool = False) -> Iterator[Pattern]:
    value = app.program.values.of(site.file, site.call.scope, expr)
    if isinstance(value, str):
        yield Pattern(value, site.place, site.function, linear)
