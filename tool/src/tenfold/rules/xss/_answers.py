"""Texts of Python code that browsers get as HTML, with what the data flow knows of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tenfold import frameworks
from tenfold.dataflow import values as v
from tenfold.dataflow.flows import Flows, flows_of
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Data, Lit, Map, Seq, Text, Value
from tenfold.frameworks.model import HtmlSink
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.xss._sinks import typed_later, views

_UNDOING = frozenset({"unescape", "striptags"})
_JSON = frozenset({"json", "map", "list", "lists", "files", "file", "number"})
_TYPES = frozenset({"content-type", "content_type", "mimetype"})


class HtmlText(msgspec.Struct, frozen=True):
    """A text that is taken for HTML: `what` is what takes it ("mark_safe()", "the response of index")."""

    value: Value
    place: Place
    what: str
    function: str


def html_texts(app: App) -> Iterator[HtmlText]:
    """Every text of the app's code that is taken for HTML, once for each way in which it is made."""
    flows = flows_of(app)
    known = frameworks.html_sinks()
    for site in app.calls(*known):
        sink = known.get(site.name)
        if sink is None or (sink.kind == "response" and typed_later(site)) or _taken_back(site):
            continue
        for record in flows.at(site.file, site.call):
            value = record.argument(*sink.argument)
            if value and (sink.kind != "response" or _is_html(sink, site, record)):
                what = f"{site.name.rpartition('.')[2]}()"
                body = _bodies(value) if sink.kind == "response" else value
                yield HtmlText(body, site.place, what, site.function)
    for file, scope in dict.fromkeys(views(app)):
        yield from _returned(flows, file, scope)


def _taken_back(site: CallSite) -> bool:
    """Whether the markup is only made to undo it: `Markup(text).unescape()`, `.striptags()`."""
    calls = site.file.detail.calls
    return any(
        isinstance(call.func, f.Attr)
        and call.func.name in _UNDOING
        and isinstance(call.func.value, f.CallRef)
        and calls[call.func.value.index] is site.call
        for call in calls
    )


def _returned(flows: Flows, file: PythonFile, scope: int) -> Iterator[HtmlText]:
    name = file.outline.scopes[scope].name
    for value, place in flows.records.returned.get((file.path, scope), ()):
        body = _bodies(value)
        if body:
            yield HtmlText(body, place, f"the response of {name}", qualname(file, scope))


def _bodies(value: Value) -> Value:
    """The texts among what a view returns: the first of `(text, status, headers)`; what becomes JSON is left out."""
    found: list[v.Atom] = []
    for atom in value:
        if isinstance(atom, Seq) and atom.kind == "tuple" and atom.items:
            if not any(_other_type(part) for part in atom.items[1:]):
                found.extend(_bodies(atom.items[0]))
        elif isinstance(atom, Seq) and atom.kind == "generator":
            found.extend(atom.rest)
        elif isinstance(atom, Text) or (isinstance(atom, Data) and not _is_structure(atom)):
            found.append(atom)
    return tuple(found)


def _is_structure(data: Data) -> bool:
    return data.kind in _JSON or data.kind.startswith("model:")


def _other_type(headers: Value) -> bool:
    """Whether headers name a content type that is not HTML."""
    for atom in headers:
        for key, value in atom.items.items() if isinstance(atom, Map) else ():
            if str(key).lower() == "content-type":
                return not _says_html(value)
    return False


def _says_html(value: Value) -> bool:
    return any(isinstance(atom, Lit) and isinstance(atom.value, str) and "html" in atom.value for atom in value)


def _is_html(sink: HtmlSink, site: CallSite, record: Record) -> bool:
    """Whether a response is HTML, by its content type where one is given."""
    for name, position in sink.content_type:
        given = record.argument(name, position)
        if given is not None and given != v.NONE:
            return _says_html(given)
    headers = record.keywords.get("headers")
    if headers is not None:
        if not all(isinstance(atom, Map) and not atom.rest for atom in headers):
            return headers == v.NONE and sink.html
        if any(str(key).lower() in _TYPES for atom in headers if isinstance(atom, Map) for key in atom.items):
            return not _other_type(headers)
    return sink.html and not (site.spreads and "**" in record.keywords)
