"""One report that has something of everything, and what the formats need beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenfold.findings import (
    Advice,
    AppSummary,
    Counts,
    Evidence,
    Finding,
    Grade,
    Ignored,
    Report,
    Skipped,
    Step,
    Verdict,
)
from tenfold.place import Place
from tenfold.report.rule_info import RuleInfo

SOURCES = {
    "notes/views.py": [
        "from flask import request",
        "",
        "",
        '@app.post("/notes")',
        "def create_note():",
        '    title = request.form["title"]',
        "    db.execute(f\"INSERT INTO note VALUES ('{title}')\")",
        '    return redirect("/")',
    ],
    "notes/config.py": ["import os", "", 'SECRET_KEY = "dev"', "DEBUG = True"],
}

INSERT = Finding(
    rule="input.sql",
    requirement="input.sql",
    verdict="violated",
    severity="critical",
    confidence="high",
    reason="request.form['title'] reaches the text of a query, so a visitor can read and change every table.",
    fix='Bind it: db.execute("INSERT INTO note VALUES (?)", (title,)).',
    place=Place("notes/views.py", 7, 5, 7),
    path=(
        Step(Place("notes/views.py", 6, 13), "request.form['title'] is read"),
        Step(Place("notes/views.py", 7, 5), "it is formatted into the query"),
    ),
    function="notes.views.create_note",
    code="db.execute(f\"INSERT INTO note VALUES ('{title}')\")",
    fingerprint="5f1c",
    cwe=(89,),
    app="notes",
)
CSRF = Finding(
    rule="framework.csrf",
    requirement="framework.csrf",
    verdict="missing",
    severity="high",
    confidence="medium",
    reason="POST /notes trusts the session cookie, and nothing checks that the request came from this site.",
    fix="Call CSRFProtect(app) in notes/app.py and put csrf_token() into each form.",
    place=Place("notes/views.py", 4, 0, 5),
    related=(Step(Place("notes/app.py", 9), "the app is made here without CSRFProtect"),),
    function="notes.views.create_note",
    code='@app.post("/notes")',
    fingerprint="a01b",
    cwe=(352,),
    app="notes",
)
DEBUG = Finding(
    rule="framework.debug-off",
    requirement="framework.debug-off",
    verdict="violated",
    severity="medium",
    confidence="high",
    reason="DEBUG is on in the settings that production loads.",
    fix="Read it from the environment and let it default to off.",
    place=Place("notes/config.py", 4, 1),
    related=(Step(Place("Dockerfile", 12), "production loads notes.config"),),
    code="DEBUG = True",
    fingerprint="77aa",
    cwe=(489,),
    app="notes",
)
KEY = Finding(
    rule="secrets.code",
    requirement="secrets.code",
    verdict="violated",
    severity="high",
    confidence="high",
    reason="The secret key stands in the source.",
    fix="Read it from the environment.",
    place=Place("notes/config.py", 3, 14),
    code='SECRET_KEY = "dev"',
    fingerprint="c0de",
    cwe=(798,),
    app="notes",
)


def handler(line: int) -> Finding:
    return Finding(
        rule="xss.inline",
        requirement="xss.inline",
        verdict="violated",
        severity="low",
        confidence="high",
        reason="An inline event handler forbids a strict content security policy.",
        fix="Attach it with addEventListener in a script file.",
        place=Place("notes/templates/note.html", line, 3),
        fingerprint="0ff1",
        cwe=(1021,),
        app="notes",
    )


def verdict(name: str, kind: str, reason: str, *evidence: Evidence) -> Verdict:
    return Verdict(name, name.partition(".")[0], kind, "high", reason, evidence)  # type: ignore[arg-type]


REPORT = Report(
    version="0.1.0",
    target="examples/notes",
    environment="production",
    persona="regular",
    apps=(AppSummary("notes", "flask", ".", "3.1.2", 14, Place("notes/app.py", 9)),),
    grades=(
        Grade("framework", "D", 45, Counts(violated=1, missing=1, met=1)),
        Grade("input", "F", 20, Counts(violated=1, not_applicable=1)),
        Grade("transport", "-", 0, Counts(unknown=1)),
        Grade("sessions", "A", 100, Counts(met=1)),
        Grade("xss", "C", 70, Counts(violated=1)),
        Grade("", "D", 41, Counts(violated=3, missing=1, met=2, not_applicable=1, unknown=1)),
    ),
    requirements=(
        verdict("framework.csrf", "missing", "Nothing checks it."),
        verdict(
            "framework.passwords",
            "met",
            "Passwords are stored with scrypt.",
            Evidence(
                "framework.passwords",
                "generate_password_hash with its default, scrypt",
                Place("notes/accounts.py", 31, 12),
                (Step(Place("notes/accounts.py", 47), "check_password_hash compares"),),
                "notes",
            ),
            Evidence("framework.passwords", "the same on password change", Place("notes/accounts.py", 66)),
        ),
        verdict("framework.debug-off", "violated", "Debug mode is on."),
        verdict("input.sql", "violated", "Request data in a query."),
        verdict("input.ldap", "not applicable", "No LDAP library is imported."),
        verdict("transport.certificate", "unknown", "Run `tenfold probe https://...` against the live site."),
        verdict("sessions.serializer", "met", "No serializer is named, and the default is JSON."),
        verdict("xss.inline", "violated", "Five inline handlers."),
    ),
    findings=(INSERT, CSRF, DEBUG, *(handler(line) for line in (3, 8, 15, 21, 34))),
    advice=(
        Advice("input.sql", "Bind the title in create_note.", Place("notes/views.py", 7, 5), 12.4),
        Advice("framework.csrf", "Call CSRFProtect(app).", None, 9.0),
    ),
    skipped=(
        Skipped("file", Place("notes/broken.py"), "No valid text in any known encoding."),
        Skipped("rule", Place("notes/views.py", 2), "input.regex failed: RecursionError."),
    ),
    ignored=(Ignored(KEY, "comment", "only used by the tests", Place("notes/config.py", 3)),),
    hidden=2,
    notes=("The ignore at notes/app.py:3 has expired.",),
    files=42,
    lines=3120,
)

RULES = (
    RuleInfo(
        id="input.sql",
        requirement="input.sql",
        title="Request data in a query",
        summary="Finds request data in the text of an SQL query.",
        help_markdown="Use **bound parameters**.",
        severity="critical",
        cwe=(89,),
        owasp=("A05:2025",),
        url="https://example.org/rules/input.sql",
    ),
    RuleInfo(
        id="xss.inline",
        requirement="xss.inline",
        title="Inline script",
        summary="Finds inline scripts and event handlers.",
        help_markdown="Move it to a file.",
        severity="low",
        cwe=(79,),
    ),
)


@pytest.fixture(scope="session")
def report() -> Report:
    return REPORT


@pytest.fixture(scope="session")
def rules() -> tuple[RuleInfo, ...]:
    return RULES


@pytest.fixture(scope="session")
def frames() -> Callable[[Place], tuple[tuple[int, str], ...]]:
    def around(place: Place) -> tuple[tuple[int, str], ...]:
        lines = SOURCES.get(place.file, [])
        first = max(1, place.line - 2)
        return tuple(enumerate(lines, start=1))[first - 1 : max(place.line, place.end_line) + 2]

    return around
