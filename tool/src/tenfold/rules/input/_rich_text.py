"""Rich text: stored text that is shown as HTML, and what cleans it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold import frameworks
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.html_safety import html_safety
from tenfold.program.stored_data import stored_data
from tenfold.program.template_values import template_values
from tenfold.rules.xss._scripts import scripts
from tenfold.rules.xss._sinks import html_uses, raw_outputs


def shown_raw(app: App) -> Iterator[tuple[Place, str]]:
    """Where stored text of users is shown as HTML without having been cleaned, and what is seen."""
    stored, cleaned, staff = stored_data(app), html_safety(app).cleaned, _admin_files(app)
    for use in html_uses(app):
        origin = stored.origin(use.file, use.scope, use.expr)
        if origin is None or not origin.field or origin.field in cleaned or not use.markup:
            continue
        if use.file.path in staff:
            continue
        if stored.is_text(origin, origin.field) and not stored.staff_only(origin.model):
            yield use.place, f"the stored {origin.field} is taken for HTML as it came ({use.what})"
    for raw in raw_outputs(app):
        shown = template_values(app).of(raw.path, raw.output)
        if shown is None or shown.stored is None or not shown.text or raw.cleaned or raw.unclear:
            continue
        held = shown.stored
        if (held.field or held.model) and held.field not in cleaned and not stored.staff_only(held.model):
            yield raw.place, f"{raw.output.path or raw.output.source[:60]} is shown as HTML as it came ({raw.how})"
    for path, facts in scripts(app).items():
        for sink in facts.sinks:
            yield (
                Place(path, sink.line, sink.column),
                f"the script shows {sink.data[0]} as HTML as it came ({sink.what})",
            )


def _admin_files(app: App) -> frozenset[str]:
    """The files that define views of Flask-Admin or Django's admin site: staff write and see what they show."""
    subclasses = app.program.calls.subclasses(
        ("flask_admin.contrib.sqla.ModelView", "flask_admin.model.base.BaseModelView", "flask_admin.BaseView",
         "django.contrib.admin.ModelAdmin")
    )  # fmt: skip
    return frozenset(name.partition(":")[0] for name in subclasses)


def sanitizing(app: App) -> list[tuple[Place, str]]:
    """Every call of a sanitizer, and what it does."""
    table = frameworks.protections()
    wanted = [name for name, those in table.items() if any(one.requirement == "input.sanitized" for one in those)]
    notes = {library.modules[0]: library.note for library in frameworks.libraries() if library.note}
    found: list[tuple[Place, str]] = []
    for site in app.calls(*wanted):
        one = next((p for p in table.get(site.name, ()) if p.requirement == "input.sanitized"), None)
        if one is not None:
            note = notes.get(site.name.partition(".")[0], "")
            found.append((site.place, f"{site.call.name}() {one.what}" + (f"; {note}" if note else "")))
    return sorted(found)[:5]
