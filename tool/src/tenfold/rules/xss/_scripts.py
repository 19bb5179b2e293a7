"""The app's own scripts for browsers."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import SHIPPED, App
from tenfold.project.browser_script import BrowserScriptFacts


def scripts(app: App) -> dict[str, BrowserScriptFacts]:
    """What the app's scripts do with text, by path."""
    found = app.facts_of(BrowserScriptFacts).items()
    return {path: facts for path, facts in sorted(found) if app.owns(path) and app.program.role(path) in SHIPPED}


def shown_as_text(app: App) -> Place | None:
    """A line that shows data as text; None when there is none, or another pastes data into HTML."""
    found = scripts(app)
    if any(facts.sinks for facts in found.values()):
        return None
    return next((Place(path, facts.texts[0]) for path, facts in found.items() if facts.texts), None)


def checked_link(app: App) -> Place | None:
    """A line that sets a link after a test of its scheme; None when there is none, or another sets one unchecked."""
    found = scripts(app)
    if any(sink.links for facts in found.values() for sink in facts.sinks):
        return None
    return next((Place(path, facts.checked_links[0]) for path, facts in found.items() if facts.checked_links), None)
