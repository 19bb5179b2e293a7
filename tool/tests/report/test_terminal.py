from __future__ import annotations

import io

import msgspec
import pytest
from rich.console import Console

from tenfold.findings import Report
from tenfold.place import Place
from tenfold.report.terminal import print_report


def printed(report, frames, *, width=80, encoding="utf-8", **options) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    print_report(report, Console(file=file, width=width), frames=frames, **options)
    file.flush()
    return raw.getvalue().decode(encoding)


AT_80_COLUMNS = """\
Tenfold 0.1.0 checked examples/notes as production runs it

  notes  Flask 3.1.2, 14 routes  notes/app.py:9
  42 files, 3,120 lines of Python

                                              Grade    Met  Requirements
1  Use the framework's own security features    D      1/3  ✗○✓
2  Validate and sanitize all input              F      0/1  ✗·
3  HTTPS everywhere                             -      0/1  ?
4  Secure session management                    A      1/1  ✓
6  Prevent cross-site scripting                 C      0/1  ✗
   Overall                                      D      2/7  41 of 100

   ✗ 3 violated  ○ 1 missing  ? 1 unknown  ✓ 2 met  · 1 not applicable

Do these first ─────────────────────────────────────────────────────────────────

1. Bind the title in create_note.
   input.sql  +12 points  notes/views.py:7:5

2. Call CSRFProtect(app).
   framework.csrf  +9 points

1 Use the framework's own security features ───────────────────────── 2 findings

high framework.csrf: POST /notes trusts the session cookie, and nothing checks
that the request came from this site.
  --> notes/views.py:4 in notes.views.create_note (medium confidence)
  > 4 │ @app.post("/notes")
  > 5 │ def create_note():
    6 │     title = request.form["title"]
    7 │     db.execute(f"INSERT INTO note VALUES ('{title}')")
  and: notes/app.py:9 the app is made here without CSRFProtect
  fix: Call CSRFProtect(app) in notes/app.py and put csrf_token() into each
       form.

medium framework.debug-off: DEBUG is on in the settings that production loads.
  --> notes/config.py:4:1
    3 │ SECRET_KEY = "dev"
  > 4 │ DEBUG = True
      │ ^
  and: Dockerfile:12 production loads notes.config
  fix: Read it from the environment and let it default to off.

2 Validate and sanitize all input ──────────────────────────────────── 1 finding

critical input.sql: request.form['title'] reaches the text of a query, so
a visitor can read and change every table.
  --> notes/views.py:7:5 in notes.views.create_note
    5 │ def create_note():
    6 │     title = request.form["title"]
  > 7 │     db.execute(f"INSERT INTO note VALUES ('{title}')")
      │     ^
    8 │     return redirect("/")
  way: 1. notes/views.py:6:13 request.form['title'] is read
       2. notes/views.py:7:5 it is formatted into the query
  fix: Bind it: db.execute("INSERT INTO note VALUES (?)", (title,)).

6 Prevent cross-site scripting ────────────────────────────────────── 5 findings

low xss.inline: An inline event handler forbids a strict content security
policy.
  --> notes/templates/note.html:3:3
  --> notes/templates/note.html:8:3
  --> notes/templates/note.html:15:3
  fix: Attach it with addEventListener in a script file.

  and 2 more: notes/templates/note.html:21:3, notes/templates/note.html:34:3

Not a fault here? Say why in a comment on the line or above it:
  # tenfold: ignore[input.sql] reason

Unknown: the source cannot tell ────────────────────────────────────────────── 1
  ? transport.certificate: Run `tenfold probe https://...` against the live
    site.

Met ────────────────────────────────────────────────────────────────────────── 2
  ✓ framework.passwords  notes/accounts.py:31:12 and 1 more
  ✓ sessions.serializer  No serializer is named, and the default is JSON.

Not applicable ─────────────────────────────────────────────────────────────── 1
  input.ldap

Not looked at ──────────────────────────────────────────────────────────────── 2
  notes/broken.py: No valid text in any known encoding.
  notes/views.py:2: input.regex failed: RecursionError.

Ignored ────────────────────────────────────────────────────────────────────── 1
  1 by comment

Notes ──────────────────────────────────────────────────────────────────────────
  The ignore at notes/app.py:3 has expired.
  2 findings hidden: --persona auditor shows them.

Grade D (41 of 100), 8 findings (1 critical, 1 high, 1 medium, 5 low); start
with input.sql.
"""


def test_whole_report_at_80_columns(report, frames):
    assert printed(report, frames) == AT_80_COLUMNS


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("by", ["practice", "owasp2025", "owasp2021"])
def test_lines_fit_and_end_without_spaces(report, frames, width, by):
    for line in printed(report, frames, width=width, by=by).splitlines():
        assert line == line.rstrip()
        # A single word, a path or the line of a frame may be longer than a narrow page.
        assert len(line) <= max(width, 72), line


def test_colour_adds_nothing_that_the_words_do_not_say(report, frames):
    file = io.StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="truecolor")
    print_report(report, console, frames=frames)
    from rich.text import Text

    assert "\x1b[" in file.getvalue()
    assert Text.from_ansi(file.getvalue()).plain.strip() == AT_80_COLUMNS.strip()


def test_ascii_encoding_is_never_left(report, frames):
    shown = printed(report, lambda place: ((place.line, "x = 'é\u202e\x1b[31m'"),), encoding="ascii")
    assert r"x = '\xe9\u202e\x1b[31m'" in shown
    assert "x 3 violated  o 1 missing  ? 1 unknown  + 2 met  . 1 not applicable" in shown


def test_owasp_rows_name_their_requirements(report, frames):
    shown = printed(report, frames, by="owasp2021")
    assert "A03  Injection" in shown
    assert "✗ input.sql" in shown
    assert "A10  Server-Side Request Forgery (SSRF)" in shown
    assert "A03 Injection ─" in shown


def test_same_rule_is_collapsed_after_three_unless_verbose(report, frames):
    rest = "and 2 more: notes/templates/note.html:21:3, notes/templates/note.html:34:3"
    assert rest in printed(report, frames, width=120)
    verbose = printed(report, frames, verbose=True)
    assert rest not in verbose
    assert "--> notes/templates/note.html:34:3" in verbose


def test_verbose_shows_every_proof_and_what_does_not_apply(report, frames):
    shown = printed(report, frames, verbose=True)
    assert "notes/accounts.py:66 the same on password change" in shown
    assert "notes/accounts.py:47 check_password_hash compares" in shown
    assert "input.ldap: No LDAP library is imported." in shown
    assert "notes/config.py:3 secrets.code, by comment: only used by the tests" in shown


def test_violated_requirement_without_a_shown_finding_is_still_told(report, frames):
    shown = printed(msgspec.structs.replace(report, findings=()), frames)
    assert "Also not met" in shown
    assert "✗ input.sql (violated): Request data in a query." in shown


def test_no_app_no_findings(frames):
    empty = Report("0.1.0", ".", "production", "regular", (), (), (), (), (), (), (), 0, (), 1, 0)
    shown = printed(empty, frames)
    assert "No Flask, Django or FastAPI app found." in shown
    assert "1 file, 0 lines of Python" in shown
    assert shown.endswith("\nNo findings.\n")


HOSTILE = "\x1b[2Jx\u202egnp\r\n::stop-commands::t ##[add-mask]a [red]b[/red] [/] :bomb: \u009b31m \udcff"


def test_hostile_text_is_shown_escaped(report, frames):
    finding = msgspec.structs.replace(
        report.findings[0],
        reason=HOSTILE,
        fix=HOSTILE,
        function=HOSTILE,
        place=Place(HOSTILE, 1, 1),
    )
    shown = printed(
        msgspec.structs.replace(report, findings=(finding,), target=HOSTILE, notes=(HOSTILE,)),
        lambda place: ((1, HOSTILE),),
    )
    assert not {"\x1b", "\u202e", "\r", "\u009b", "\udcff"} & set(shown)
    assert "[red]b[/red] [/] :bomb:" in " ".join(shown.split())
    assert "##[" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_column_far_along_a_very_long_line_is_on_the_page(report):
    line = "a" * 5_000_000 + "SINK(" + "b" * 5_000_000
    finding = msgspec.structs.replace(report.findings[0], place=Place("long.py", 1, 5_000_001))
    shown = printed(msgspec.structs.replace(report, findings=(finding,)), lambda place: ((1, line),)).splitlines()
    source = next(number for number, text in enumerate(shown) if "SINK(" in text)
    assert shown[source].index("SINK(") == shown[source + 1].index("^")
    assert len(shown[source]) <= 80


@pytest.mark.parametrize(
    ("source", "column"), [("\tSINK", 2), ("漢字SINK", 3), ("\x1bSINK", 2), ("e\u0301SINK", 3), ("SINK", 1)]
)
def test_caret_stands_below_the_column(report, source, column):
    from rich.cells import cell_len

    finding = msgspec.structs.replace(report.findings[0], place=Place("a.py", 1, column))
    shown = printed(msgspec.structs.replace(report, findings=(finding,)), lambda place: ((1, source),)).splitlines()
    number = next(number for number, text in enumerate(shown) if "SINK" in text)
    assert cell_len(shown[number].partition("SINK")[0]) == shown[number + 1].index("^")
