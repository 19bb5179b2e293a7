"""What is told to be request data, on small projects: a line's comment says what its `sink(...)` must get."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import link, write

from tenfold.program.request_data import RequestData

FLASK = """
from flask import Flask, request
app = Flask(__name__)

@app.get("/<int:id>/<name>")
def view(id, name):
    sink(id)  # = typed path
    sink(name)  # = text path
    q = request.args.get("q", "").strip()
    sink(q)  # = text query
    sink(f"<b>{q}</b>")  # = text query
    sink("a %s" % q)  # = text query
    sink("{}".format(q))  # = text query
    n = int(q)
    sink(n)  # = typed query
    t = ""
    t = q
    t = clean(t)
    sink(t)  # = none
    a, b = q, 3
    sink(a)  # = text query
    sink(b)  # = none
    for x in request.form:
        sink(x)  # = text form
    sink(", ".join([y for y in request.form.getlist("z")]))  # = text form
    sink(request.args.get("p", type=int))  # = typed query
    d = request.get_json()
    sink(d["x"]["y"])  # = text body
    html = "<p>"
    html += q
    sink(html)  # = text query
    sink(helper(q))  # = none
    sink(q == "x")  # = none
    sink(request.remote_addr)  # = none
"""

FASTAPI = """
from enum import Enum
from typing import Annotated
from fastapi import Depends, FastAPI, Query, Request, UploadFile
from pydantic import BaseModel
app = FastAPI()

class Item(BaseModel):
    name: str

class Kind(str, Enum):
    a = "a"

@app.post("/{slug}/{id}")
async def view(slug: str, id: int, item: Item, kind: Kind, request: Request, file: UploadFile,
               q: str | None = None, z: Annotated[str, Query(pattern="^a$")] = "a", db=Depends(get_db)):
    sink(slug)  # = text path
    sink(id)  # = typed path
    sink(item.name)  # = validated body
    sink(kind)  # = typed query
    sink(request.query_params["a"])  # = text query
    body = await request.json()
    sink(body["x"])  # = text body
    sink(file.filename)  # = text file
    sink(q)  # = text query
    sink(z)  # = typed query
    sink(db.x)  # = none
"""

DJANGO = """
from django import forms
from django.views import View

class Form(forms.Form):
    x = forms.CharField()

def one(request, pk, name):
    sink(request.GET["q"])  # = text query
    sink(pk)  # = typed path
    sink(name)  # = text path
    sink(request.user.email)  # = none
    form = Form(request.POST)
    sink(form.cleaned_data["x"])  # = validated form
    sink(request.get_full_path())  # = text url

class Two(View):
    def get(self, request, *args, **kwargs):
        sink(self.kwargs["slug"])  # = typed path
        sink(self.kwargs["word"])  # = text path
        sink(request.POST["q"])  # = text form

    def get_queryset(self):
        sink(self.request.GET.get("q"))  # = text query
"""

PROJECTS = {
    "flask": {"app.py": FLASK},
    "fastapi": {"main.py": FASTAPI},
    "django": {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
        "settings.py": "ROOT_URLCONF = 'urls'\nINSTALLED_APPS = []\n",
        "urls.py": "from django.urls import path\nimport views\nurlpatterns = [path('<int:pk>/<str:name>/', views.one),"
        " path('<slug:slug>/<word>/', views.Two.as_view())]\n",
        "views.py": DJANGO,
    },
}


@pytest.mark.parametrize("framework", PROJECTS)
def test_tells_request_data(framework: str, tmp_path: Path) -> None:
    program = link(write(tmp_path, PROJECTS[framework]))
    data = RequestData(program.apps[0])
    wrong = {}
    for site in program.calls.ending("sink"):
        line = PROJECTS[framework][site.file.path].splitlines()[site.place.line - 1]
        origin = data.origin(site.file, site.call.scope, site.call.args[0])
        kind = "typed" if origin and origin.typed else "validated" if origin and origin.validated else "text"
        told = f"{kind} {origin.part}" if origin else "none"
        if told != line.partition("# = ")[2]:
            wrong[line.strip()] = told
    assert not wrong
    assert program.calls.ending("sink")
