from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tenfold.report.tables import as_dicts, print_table

COLUMNS = ("Method", "Path", "View", "Protected by")
ROWS = (
    ("GET", "/notes", "notes.views.list_notes", "login_required"),
    ("POST", "/notes/<int:note_id>/attachments", "notes.views.attachments.create", "login_required, CSRFProtect"),
)


def printed(columns, rows, width=80, encoding="utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    print_table(Console(file=file, width=width), "Routes", columns, rows)
    file.flush()
    return raw.getvalue().decode(encoding)


def test_table_at_80_columns():
    assert printed(COLUMNS, ROWS) == AT_80_COLUMNS


AT_80_COLUMNS = """\
Routes  2 rows

Method  Path                    View                    Protected by
GET     /notes                  notes.views.list_notes  login_required
POST    /notes/<int:note_id>/   notes.views.            login_required,
        attachments             attachments.create      CSRFProtect
"""


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_every_cell_is_whole_and_every_line_fits(width):
    shown = printed(COLUMNS, ROWS, width)
    assert all(cell_len(line) <= width and line == line.rstrip() for line in shown.splitlines())
    for method, *_ in ROWS:
        assert method in shown


def test_narrow_page_shows_records():
    assert "Method: GET\nPath: /notes\n" in printed(COLUMNS, ROWS, 24)


def test_wide_characters_keep_columns_straight():
    lines = printed(("A", "B"), (("漢字", "x"), ("abcd", "y"))).splitlines()
    assert {cell_len(line[:-1]) for line in lines[-2:]} == {6}


def test_empty_table_says_so():
    assert printed(COLUMNS, ()) == "Routes  0 rows\n"


def test_hostile_cells_are_escaped():
    shown = printed(("A", "B"), (("\x1b[2J", "[red]x[/]"), ("a\nb", "\u202e")))
    assert "\\x1b[2J" in shown
    assert "[red]x[/]" in shown
    assert len(shown.splitlines()) == 5


def test_no_line_is_a_command_of_a_log():
    lines = printed(("A", "B"), (("::error::x", "y"), ("aaaaaaaa::error::x", "y" * 60)), 26).splitlines()
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert any(line.startswith("\\x3a:error") for line in lines)


def test_ascii_only_encoding():
    assert "\\xe9" in printed(("A",), (("é",),), encoding="ascii")


def test_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        printed(COLUMNS, (("GET",),))
    with pytest.raises(ValueError, match="zip"):
        as_dicts(COLUMNS, (("GET",),))


def test_rows_as_dicts():
    assert as_dicts(COLUMNS, ROWS)[0] == {
        "method": "GET",
        "path": "/notes",
        "view": "notes.views.list_notes",
        "protected_by": "login_required",
    }
