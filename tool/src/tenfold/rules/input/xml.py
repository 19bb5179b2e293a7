"""input.xml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.holes import settled
from tenfold.dataflow.values import Data, data_in
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._sink_rule import argument
from tenfold.rules.input._uses import Use, uses
from tenfold.rules.way import confidence, further, way

_EXTERNAL = ("feature_external_ges", "feature_external_pes", "external-general-entities", "external-parameter-entities")
_DANGERS = (("resolve_entities", True), ("load_dtd", True), ("no_network", False), ("huge_tree", True))


class Xml(Rule):
    """XML from outside is parsed with entities.

    ## What it finds
    `xml.sax` with external entities switched on, lxml parsers that resolve entities or load DTDs
    (`resolve_entities=True`, `load_dtd=True`, `no_network=False`), and lxml before 5.0 on request data,
    where they are on by default. Python's own parsers load no external entities, and expat from 2.4.1 on
    stops entity bombs: they are silent, as is defusedxml.

    ## Why it matters
    `<!ENTITY x SYSTEM "file:///etc/passwd">` makes the parser read files or call inner services, and shows
    what it found.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from lxml import etree

    app = Flask(__name__)

    @app.post("/import")
    def import_catalogue():
        parser = etree.XMLParser(resolve_entities=True)
        return {"products": len(etree.fromstring(request.get_data(), parser))}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from lxml import etree

    app = Flask(__name__)

    @app.post("/import")
    def import_catalogue():
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return {"products": len(etree.fromstring(request.get_data(), parser))}
    ```

    ## References
    - https://docs.python.org/3/library/xml.html#xml-security
    - https://lxml.de/FAQ.html#how-do-i-use-lxml-safely-as-a-web-service-endpoint
    - https://cwe.mitre.org/data/definitions/611.html
    """

    requirement = "input.xml"
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Name the parsers that follow entities; the others are proof."""
        found = [*_features(app), *_parsers(app)]
        lines = {(seen.place.file, seen.place.line) for seen in found if seen.place is not None}
        sound: list[Use] = []
        for use in uses(app, self.requirement):
            if use.sink.name.startswith("lxml.") and not _own_parser(app, use):
                state, data = _given(app, use)
                version = app.version("lxml")
                if state == "safe":
                    continue
                if state == "request" and (version is None or version.major < 5):
                    if (use.place.file, use.place.line) not in lines:
                        found.append(self._old(app, use, data))
                    continue
            sound.append(use)
        if found:
            yield from found
        elif sound:
            best = next((use for use in sound if use.sink.safe), sound[0])
            yield met(best.place, f"{best.called} {_why(best)}")
        else:
            yield not_applicable("no XML is parsed (looked for xml.etree, minidom, sax, lxml, defusedxml, xmltodict)")

    def _old(self, app: App, use: Use, data: list[Data]) -> Observation:
        first, *others = data
        source = first.root.label if first.root is not None else "request data"
        return violated(
            use.place,
            f"{use.called} reads {source} with lxml's default parser, which before lxml 5.0 loads external entities",
            "Give it parser=etree.XMLParser(resolve_entities=False, no_network=True), or use lxml 5 or newer.",
            path=way(first, use.place, f"{use.called} parses it"),
            related=further(others),
            function=use.site.function,
            confidence=confidence(app, self, data),
        )


def _given(app: App, use: Use) -> tuple[str, list[Data]]:
    """Whether a parser is given request data ("request"), the app's own text alone ("safe"), or nobody knows ("")."""
    records = flows_of(app).at(use.file, use.site.call)
    found = [data for record in records for data in data_in(argument(use, record) or ())]
    request = {data.root: data for data in found if data.root is not None and not settled(data, "input.xml")}
    if request:
        return "request", list(request.values())
    return "safe" if records and all(data.harmless or data.root is not None for data in found) else "", []


def _features(app: App) -> Iterator[Observation]:
    """`parser.setFeature(feature_external_ges, True)`."""
    for site in app.program.calls.ending("setFeature"):
        if site.file.path not in app.files or len(site.call.args) < 2:
            continue
        feature = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
        value = app.program.values.of(site.file, site.call.scope, site.call.args[0])
        named = feature if not isinstance(value, str) else value
        if (
            named.endswith(_EXTERNAL)
            and _reads_outside(app, site)
            and app.program.values.of(site.file, site.call.scope, site.call.args[1])
            in (
                True,
                1,
            )
        ):
            yield violated(
                site.place,
                "setFeature() switches external entities on, so that a document reads files and inner addresses",
                "Remove the line, and parse with defusedxml.sax.",
                function=site.function,
            )


def _reads_outside(app: App, site: CallSite) -> bool:
    """Whether what the function parses may come from outside: not when all of it is the app's own text."""
    flows = flows_of(app)
    values = [
        record.argument("source", 0)
        for use in uses(app, "input.xml")
        if use.file is site.file and use.scope == site.call.scope
        for record in flows.at(use.file, use.site.call)
    ]
    given = [value for value in values if value]
    return not given or any(
        not (data.harmless or settled(data, "input.xml")) for value in given for data in data_in(value)
    )


def _parsers(app: App) -> Iterator[Observation]:
    """Lxml parsers that are told to follow entities."""
    for site in app.calls("lxml.etree.XMLParser", "lxml.etree.iterparse", "lxml.etree.XMLPullParser"):
        for name, bad in _DANGERS[:3]:
            given = site.argument(name)
            if given is not None and app.program.values.of(site.file, site.call.scope, given) is bad:
                yield violated(
                    site.place,
                    f"{name}={bad} lets a document load entities from files or the network",
                    "Make the parser with etree.XMLParser(resolve_entities=False, no_network=True).",
                    function=site.function,
                )
                break


def _own_parser(app: App, use: Use) -> bool:
    """Whether a parser is given that resolves no entities."""
    given = use.site.argument("parser", 1)
    if given is None:
        return False
    for site in app.calls("lxml.etree.XMLParser", "defusedxml.lxml.getDefaultParser"):
        off = site.argument("resolve_entities")
        if off is not None and app.program.values.of(site.file, site.call.scope, off) in (False, "internal"):
            return True
    return False


def _why(use: Use) -> str:
    if use.sink.safe:
        return use.sink.what
    if use.sink.name.startswith("lxml."):
        return "is lxml 5 or newer, or has a parser without external entities"
    return "is Python's own parser, which loads no external entities (expat from 2.4.1 on stops entity bombs)"
