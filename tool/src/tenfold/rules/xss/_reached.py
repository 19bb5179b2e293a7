"""Request data that the data flow sees in HTML: in texts of the code, and in outputs of templates."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.dataflow.shown import shown_by
from tenfold.dataflow.values import Root, Value
from tenfold.language import template_facts as t
from tenfold.language.template_html import Place as Standing
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.xss._answers import HtmlText, html_texts
from tenfold.rules.xss._markup import Spot, Verdict, spots, verdict
from tenfold.rules.xss._sinks import RawOutput, raw_of


def found_spots(app: App, wanted: Verdict) -> Iterator[tuple[HtmlText, Spot]]:
    """Request data in texts of the code, where it is judged so."""
    for text in html_texts(app):
        for spot in spots(text.value):
            if spot.hole.data.root is not None and verdict(spot) == wanted:
                yield text, spot


def raw_spots(app: App) -> Iterator[tuple[HtmlText, Spot]]:
    """Request data in texts of the code that is not escaped."""
    return found_spots(app, "raw")


def misplaced_spots(app: App) -> Iterator[tuple[HtmlText, Spot]]:
    """Request data in texts of the code that is escaped, where that is not enough; each place once."""
    places: set[tuple[Place, str]] = set()
    for text, spot in found_spots(app, "place"):
        if (text.place, spot.place.context) not in places:
            places.add((text.place, spot.place.context))
            yield text, spot


def shown_misplaced(app: App, path: str, output: t.Output) -> Spot | None:
    """Request data that an output shows in a place where a template engine's escaping is not enough."""
    for value in shown_by(app).of(path, output):
        for spot in spots_in(value, output):
            root = spot.hole.data.root
            own_path = output.context == "url" and root is not None and root.part == "url"
            # The request's own path begins with a slash, its address with http.
            if not own_path and verdict(spot, escaped=True) == "place":
                return spot
    return None


def standing(output: t.Output) -> Standing:
    """Where an output of a template stands."""
    return Standing(output.context, output.element, output.attribute, output.url_start, output.quoted)


def spots_in(value: Value, output: t.Output) -> list[Spot]:
    """The pieces of request data in what an output shows."""
    return [Spot(spot.hole, standing(output)) for spot in spots(value) if spot.hole.data.root is not None]


def shown_raw(app: App, raw: RawOutput) -> tuple[Spot | None, bool]:
    """Request data that an unescaped output shows as it came, and whether it is known at all what the output shows."""
    known = True
    for value in shown_by(app).of(raw.path, raw.output):
        for spot in spots_in(value, raw.output):
            if verdict(spot) == "raw":
                return spot, True
        known = known and not any(spot.hole.data.root is None and not spot.hole.data.harmless for spot in spots(value))
    return None, known


def written_raw(app: App) -> Iterator[tuple[Place, RawOutput, Spot]]:
    """The same in templates that stand in the code."""
    for filling in shown_by(app).written:
        facts = filling.facts
        for output in facts.outputs if facts is not None else ():
            raw = raw_of(app, filling.template, output, bare="")
            if raw is None or raw.cleaned or raw.unclear:
                continue
            for spot in spots_in(shown_by(app).by(filling, filling.template, output), output):
                if verdict(spot) == "raw":
                    yield filling.place, raw, spot
                    break


def shown_root(app: App, path: str, output: t.Output) -> Root | None:
    """Where request data comes from that an output shows; None when it shows none."""
    for value in shown_by(app).of(path, output):
        for spot in spots_in(value, output):
            if spot.hole.data.kind != "number":
                return spot.hole.data.root
    return None


def lacking(spot: Spot) -> str:
    """What an escape by hand has left out, in words; "" when nothing was done."""
    gone = sorted(set(spot.hole.details("lacks")))
    if not gone or spot.place.context in {"text", "rcdata"}:
        return ""
    what = " and ".join(gone[:4])
    return f": {what} cannot occur in it, but it stands in {spot.place.attribute or spot.place.context}"
