"""The table of routes, in words and as JSON."""

from tests.program.project_of import project_of

from tenfold.commands.route_rows import COLUMNS, as_json, rows

FILES = {
    "app.py": """
from flask import Flask, abort, session
from flask_login import login_required
from flask_wtf import CSRFProtect
app = Flask("x", static_folder=None)
csrf = CSRFProtect(app)

def member(view):
    def inner():
        if "user" not in session:
            abort(401)
        return view()
    return inner

@app.route("/", methods=["GET", "POST"])
@login_required
def index(): ...

@app.post("/hook")
@csrf.exempt
@member
def hook(): ...
"""
}


def test_rows_say_in_words_what_protects() -> None:
    found = rows(project_of(FILES))
    assert [tuple(row) for row in found] == [COLUMNS, COLUMNS]
    assert [(row["methods"], row["path"], row["access"], row["csrf"], row["rate"]) for row in found] == [
        ("GET,POST", "/", "login_required (route)", "CSRFProtect (app)", "-"),
        ("POST", "/hook", "member (home-made, route)", "exempt", "-"),
    ]
    assert found[0]["place"] == "app.py:14"


def test_json_holds_every_guard_with_its_place() -> None:
    first, second = as_json(project_of(FILES))
    assert first["guards"] == [
        {
            "requirement": "framework.access",
            "name": "flask_login.login_required",
            "level": "route",
            "place": "app.py:16",
            "reason": "lets only logged-in users through",
        },
        {
            "requirement": "framework.csrf",
            "name": "flask_wtf.CSRFProtect",
            "level": "app",
            "place": "app.py:5",
            "reason": "checks a token on every unsafe request",
        },
    ]
    assert second["exempt"] == [{"requirement": "framework.csrf", "place": "app.py:21"}]
