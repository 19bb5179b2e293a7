"""Which routes are found to log in, sign up, reset a password or check a code, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import link, write

from tenfold.program.accounts import account_routes, words

FLASK = """
from flask import Flask, request
from flask_login import login_user
from werkzeug.security import check_password_hash

import people
from forms import SignupForm

app = Flask(__name__)


{views}
"""
PEOPLE = """
from werkzeug.security import check_password_hash


def known(name, password):
    return check_password_hash("hash", password)
"""
FORMS = """
from flask_wtf import FlaskForm
from wtforms import StringField


class SignupForm(FlaskForm):
    email = StringField()
"""


def purposes(folder: Path, views: str) -> list[tuple[str, str]]:
    program = link(
        write(
            folder,
            {"app.py": FLASK.format(views=views), "people.py": PEOPLE, "forms.py": FORMS, "requirements.txt": ""},
        )
    )
    return [(account.route.path, account.purpose) for account in account_routes(program.apps[0])]


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ("@app.post('/enter')\ndef enter():\n    login_user(request.form['password'])", [("/enter", "log-in")]),
        ("@app.post('/login')\ndef a():\n    people.known('a', request.form['pw'])", [("/login", "log-in")]),
        ("@app.post('/sign-up')\ndef a():\n    SignupForm().validate()", [("/sign-up", "sign-up")]),
        (
            "@app.post('/forgot-password')\ndef a():\n    request.form['email']",
            [("/forgot-password", "password reset")],
        ),
        ("@app.post('/2fa')\ndef a():\n    request.form['otp']", [("/2fa", "one-time code")]),
        ("@app.get('/login')\ndef a():\n    return 'form'", []),
        ("@app.post('/logout')\ndef a():\n    return request.form['username']", []),
        ("@app.post('/reset-password/<token>')\ndef a(token):\n    return request.form['password']", []),
        ("@app.post('/notes')\ndef a():\n    return request.form['email']", []),
        ("@app.post('/login')\ndef a():\n    return 'nothing of an account'", []),
    ],
)
def test_a_route_is_known_by_what_it_does(tmp_path: Path, views: str, expected: list[tuple[str, str]]) -> None:
    assert purposes(tmp_path, views) == expected


def test_a_view_in_place_of_the_admins_log_in_stands_for_it(tmp_path: Path) -> None:
    urls = """
from django.contrib import admin
from django.urls import path

import views

urlpatterns = [path("admin/login/", views.log_in), path("admin/", admin.site.urls)]
"""
    views = """
from django.contrib.auth import authenticate, login


def log_in(request):
    if request.method == "POST":
        login(request, authenticate(request, password=request.POST["password"]))
"""
    settings = 'INSTALLED_APPS = ["django.contrib.admin"]\nMIDDLEWARE = []\nROOT_URLCONF = "urls"\n'
    program = link(write(tmp_path, {"settings.py": settings, "urls.py": urls, "views.py": views}))
    assert [account.route.path for account in account_routes(program.apps[0])] == ["/admin/login/"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resetPassword", ["reset", "password"]),
        ("/auth/sign-in", ["auth", "sign", "in"]),
        ("", []),
        ("OTPCode", ["otpcode"]),
    ],
)
def test_words_of_a_name(text: str, expected: list[str]) -> None:
    assert words(text) == expected
