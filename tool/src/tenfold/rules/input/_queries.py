"""The first place where an app queries its database through an ORM."""

from __future__ import annotations

from tenfold import frameworks
from tenfold.program.app import App
from tenfold.program.calls import CallSite

_ENDINGS = (
    "filter",
    "get",
    "all",
    "select",
    "query",
    "filter_by",
    "create",
    "order_by",
    "scalars",
    "exec",
    "add",
    "first",
)
_MODELS = ("django.db.models.Model.", "django.contrib.auth.", "django.db.models.")


def first_query(app: App) -> CallSite | None:
    """A call of a query builder, or of a manager of a Django model; None when there is none."""
    table = frameworks.sanitizers("input.sql")
    builders = {name for name, one in table.items() if one.how == "query"}
    found = [
        site
        for ending in _ENDINGS
        for site in app.program.calls.ending(ending)
        if site.file.path in app.files and (_is_builder(site.name, builders) or _of_model(site))
    ]
    return min(found, key=lambda site: (site.file.path, site.call.at), default=None)


def _is_builder(name: str, builders: set[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:size]) in builders for size in range(2, len(parts) + 1)) or (
        name.startswith(("sqlalchemy.", "flask_sqlalchemy.", "sqlmodel.")) and len(parts) > 2
    )


def _of_model(site: CallSite) -> bool:
    return ".objects." in f".{site.call.name}." and (
        site.name == "" or site.name.startswith(_MODELS) or ":" in site.name
    )
