"""The app's own scripts for browsers."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import SHIPPED, App
from tenfold.project.browser_script import BrowserScriptFacts
from tenfold.rules.xss._pages import is_page


def scripts(app: App) -> dict[str, BrowserScriptFacts]:
    """What the app's scripts do with text, by path."""
    found = app.facts_of(BrowserScriptFacts).items()
    return {
        path: facts
        for path, facts in sorted(found)
        if app.owns(path) and app.program.role(path) in SHIPPED and (path not in app.templates or is_page(path))
    }


def shown_as_text(app: App) -> Place | None:
    """A line that shows data as text; None when there is none, or another pastes data into HTML."""
    found = scripts(app)
    if any(facts.sinks or facts.unclear for facts in found.values()):
        return None
    return next((Place(path, facts.texts[0]) for path, facts in found.items() if facts.texts), None)


def pastes_unclear(app: App) -> Place | None:
    """A line that pastes a variable into HTML whose origin the script does not tell; None when there is none."""
    return next((Place(path, facts.unclear[0]) for path, facts in scripts(app).items() if facts.unclear), None)


def checked_link(app: App) -> Place | None:
    """A line that sets a link after a test of its scheme; None when there is none, or another sets one unchecked."""
    found = scripts(app)
    if any(sink.links for facts in found.values() for sink in facts.sinks):
        return None
    return next((Place(path, facts.checked_links[0]) for path, facts in found.items() if facts.checked_links), None)
