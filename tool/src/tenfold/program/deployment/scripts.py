"""Servers that Python code starts: `uvicorn.run(...)` or `app.run(...)` in a script that production runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tenfold.place import Place
from tenfold.program.calls import CallSite
from tenfold.program.deployment.configured import Configured, Plain, counts_cores, plain, python_file
from tenfold.program.deployment.model import Unit
from tenfold.program.deployment.production import joined
from tenfold.project.servers import Server, from_settings

if TYPE_CHECKING:
    from tenfold.program.app import App

_STARTS: dict[str, str] = {
    "uvicorn.run": "uvicorn",
    "uvicorn.Config": "uvicorn",
    "waitress.serve": "waitress",
    "flask.Flask.run": "flask",
    "quart.Quart.run": "flask",
    "apiflask.APIFlask.run": "flask",
    "flask_socketio.SocketIO.run": "flask",
    "hypercorn.asyncio.serve": "hypercorn",
    "hypercorn.run": "hypercorn",
    "granian.Granian": "granian",
    "gevent.pywsgi.WSGIServer": "gevent",
    "werkzeug.serving.run_simple": "flask",
    "wsgiref.simple_server.make_server": "wsgiref",
    "aiohttp_wsgi.serve": "aiohttp",
    "bjoern.run": "bjoern",
    "cheroot.wsgi.Server": "cheroot",
    "eventlet.wsgi.server": "eventlet",
}
"""Calls that start a server from Python, with the kind of server."""

_KEYWORDS = {
    "ssl_certfile": "certfile",
    "ssl_keyfile": "keyfile",
    "ssl_cert": "certfile",
    "ssl_key": "keyfile",
    "ssl_version": "ssl_version",
    "ssl_context": "certfile",
    "address": "host",
    "hostname": "host",
    "trusted_proxy": "forwarded_allow_ips",
}


class Started(msgspec.Struct, frozen=True):
    """A server that a file of Python starts, and where its settings stand."""

    path: str
    server: Server
    configured: Configured


def from_script(app: App, unit: Unit, server: Server) -> list[Started]:
    """The servers that `python script.py` or `python -m package` starts in the end."""
    path = _script_file(app, unit, server.app)
    if not path:
        return []
    found = _starts_in(app, path)
    if found:
        return [_started(app, site) for site in found]
    names = app.program.names
    file = app.program.facts.python[path]
    imported = {names.imported_module(file, one) for one in file.outline.imports}
    others = [other for other in sorted(imported) if other in app.program.facts.python]
    return [_started(app, site) for other in others[:20] for site in _starts_in(app, other)]


def _script_file(app: App, unit: Unit, name: str) -> str:
    python = app.program.facts.python
    if name.endswith(".py"):
        return python_file(app, unit, name)
    stem = name.replace(".", "/")
    for folder in unit.folders:
        for tail in (f"{stem}/__main__.py", f"{stem}.py"):
            if (path := joined(folder, tail)) in python:
                return path
    find = app.program.modules.find
    return find(f"{name}.__main__", app.place.file) or find(name, app.place.file) or ""


def _starts_in(app: App, path: str) -> list[CallSite]:
    return [site for site in app.program.calls.to(*_STARTS) if site.file.path == path]


def _started(app: App, site: CallSite) -> Started:
    bases = [site.name.rpartition(".")[0]]
    kind = _STARTS.get(site.name) or next((_STARTS[f"{b}.run"] for b in bases if f"{b}.run" in _STARTS), "flask")
    values: dict[str, Plain] = {}
    places: dict[str, Place] = {}
    for keyword in site.call.keywords:
        name = _KEYWORDS.get(keyword.name, keyword.name)
        value = plain(app.program.values.of(site.file, site.call.scope, keyword.value))
        if name == "certfile" and isinstance(value, tuple):
            value = value[0] if value else None
        if value is not None and name:
            values[name] = value
            places[name] = site.place
    several = counts_cores(app, site.file, site.argument("workers"))
    host, port = values.pop("host", None), values.pop("port", None)
    if host is not None or port is not None:
        values["bind"] = f"{host or '127.0.0.1'}:{port or ''}"
    made = from_settings(values, kind=kind, line=site.place.line)
    return Started(site.file.path, made, Configured(None, places, several))
