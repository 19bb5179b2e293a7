"""Invariant: whatever a project says of its routes, they are worked out in bounded time and without an error."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.program.project_of import project_of

LIMIT = 8.0
"""Seconds; each of these took minutes, or did not end, without a bound."""


def _urls(next_module: str) -> str:
    entries = ", ".join(f'path("{i}/", include("{next_module}"))' for i in range(30))
    return f"from django.urls import include, path\nurlpatterns = [{entries}]\n"


def _chain() -> dict[str, str]:
    settings_file = 'INSTALLED_APPS = []\nMIDDLEWARE = []\nROOT_URLCONF = "u0"\n'
    return {"manage.py": "", "settings.py": settings_file, **{f"u{i}.py": _urls(f"u{i + 1}") for i in range(12)}}


def _mounts() -> dict[str, str]:
    lines = ["from fastapi import APIRouter, FastAPI", "app = FastAPI()", "r0 = APIRouter()"]
    for i in range(12):
        lines += [f"r{i + 1} = APIRouter()", *[f"r{i}.include_router(r{i + 1})"] * 30]
    return {"app.py": "\n".join([*lines, "app.include_router(r0)"])}


def _many_ifs() -> dict[str, str]:
    body = "".join(f"    if g.user == {i}:\n        return {i}\n" for i in range(4000))
    return {"app.py": f"from flask import *\napp = Flask('x')\n@app.get('/')\ndef view():\n{body}"}


def _doubled() -> dict[str, str]:
    lines = [f"a{i} = a{i + 1} + a{i + 1}" for i in range(40)]
    return {
        "settings.py": 'INSTALLED_APPS = []\nMIDDLEWARE = []\nROOT_URLCONF = "urls"\n',
        "urls.py": "\n".join([*reversed(lines), "urlpatterns = a0"]),
    }


@pytest.mark.parametrize("files", [_chain(), _mounts(), _many_ifs(), _doubled()], ids=["urls", "mounts", "ifs", "sums"])
def test_what_grows_is_bounded(files: dict[str, str]) -> None:
    start = time.perf_counter()
    for app in project_of(files).apps:
        assert isinstance(app.routes, tuple)
    assert time.perf_counter() - start < LIMIT


_PIECES = st.sampled_from([
    "app = Flask(app)", "app = app", "bp = Blueprint('b', __name__, url_prefix=bp)", "app.register_blueprint(bp)",
    "bp.register_blueprint(bp)", "@app.route\ndef a(): ...", "@app.route()\ndef a(): ...",
    "@bp.get(path=a)\n@a\nclass a(a): ...", "@a\n@app.get('/x')\n@a()\ndef a(x=Depends(a)): return a()",
    "app.add_url_rule(*a)", "app.add_url_rule('/', view_func=a(a(a)))", "a = CSRFProtect(a)", "a.exempt(a)",
    "for a in a:\n    app.register_blueprint(a)", "app.before_request(a)", "a = [a, *a]", "router = APIRouter(routes=a)",
    "app = FastAPI(dependencies=a, middleware=[a, a()], routes=[a, Mount('/', app=a)])", "app.include_router(app)",
    "a: Annotated[a, Depends(a)] = Depends()", "app.mount('/', app)", "class a(MethodView):\n    decorators = a",
    "urlpatterns = [path(a, include(a)), path('', a.as_view()), include(urlpatterns)] + urlpatterns",
    "INSTALLED_APPS = MIDDLEWARE = a", "ROOT_URLCONF = 'app'", "admin = Admin(admin)", "app.wsgi_app = a(app.wsgi_app)",
    "api = NinjaAPI(auth=api)\napi.add_router(api, 'app.api')", "router.register(router, router)",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=12))
def test_any_mixture_of_declarations_is_read(pieces: list[str]) -> None:
    head = (
        "from typing import Annotated\nfrom flask import *\nfrom flask.views import *\nfrom flask_wtf import *\n"
        "from fastapi import *\nfrom starlette.routing import Mount\nfrom django.urls import *\nfrom ninja import *\n"
        "from flask import Flask, Blueprint\nfrom fastapi import APIRouter, Depends, FastAPI\n"
        "from flask.views import MethodView\nfrom flask_wtf import CSRFProtect\nfrom flask_admin import Admin\n"
        "from ninja import NinjaAPI\nfrom django.urls import path, include\n"
    )
    program = project_of({"app.py": head + "\n".join(pieces)})
    for app in program.apps:
        assert all(route.path for route in app.routes)
        app.protections.in_force("framework.csrf")
        app.protections.unattached("framework.csrf")
