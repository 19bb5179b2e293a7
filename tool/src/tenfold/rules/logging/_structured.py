"""Whether logs are written as JSON or fields, so that no value can break a line."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold import frameworks
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.logging._config import Config
from tenfold.rules.logging._declared import in_force


def structured(app: App, configured: Iterable[Config]) -> tuple[Place, str] | None:
    """Where a structured format is configured, and what it is; None when none is seen."""
    for one in in_force(app, "logging.injection"):
        return one.place, f"{one.name.rpartition('.')[2]} {one.protection.what}"
    known = frameworks.protections()
    for config in configured:
        for name in config.formatters:
            declared = [p for p in known.get(name, ()) if p.requirement == "logging.injection"]
            if declared or _own(app, name):
                return config.place, f"the formatter {name} writes every record as JSON, with line ends escaped"
            if name.startswith("{") and '"%(message)' in name.replace(" ", ""):
                continue  # JSON by hand: the message is not escaped
    for site in app.calls("loguru.logger.add"):
        given = site.argument("serialize")
        if given is not None and app.program.values.of(site.file, site.call.scope, given) is True:
            return site.place, "Loguru writes every record as JSON (serialize=True)"
    return None


def _own(app: App, name: str) -> bool:
    """Whether a formatter is the project's and writes JSON."""
    module, _, cls = name.rpartition(".")
    path = module if module.endswith(".py") else app.program.modules.find(module, app.place.file) if module else None
    defined = app.program.names.definition(name if ":" in name else f"{path}:{cls}") if path or ":" in name else None
    if defined is None:
        return False
    own = f"{defined[0].path}:{defined[0].outline.scopes[defined[1]].name}"
    known = frameworks.protections()
    bases = app.program.names.ancestors(own)
    if any(p.requirement == "logging.injection" for base in bases for p in known.get(base, ())):
        return True
    return "dumps" in defined[0].outline.called and "Json" in own.replace("JSON", "Json")
