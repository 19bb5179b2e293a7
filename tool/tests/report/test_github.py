from __future__ import annotations

import msgspec
import pytest

from tenfold.place import Place
from tenfold.report.github import render


def one(report, **changes) -> str:
    finding = msgspec.structs.replace(report.findings[0], **changes)
    return render(msgspec.structs.replace(report, findings=(finding,)))


def test_one_command_a_finding_and_nothing_else(report):
    lines = render(report).splitlines()
    assert len(lines) == len(report.findings)
    assert lines[1] == (
        "::error file=notes/views.py,line=4,endLine=5,title=framework.csrf (high)::POST /notes trusts the session "
        "cookie, and nothing checks that the request came from this site.%0ACall CSRFProtect(app) in notes/app.py and "
        "put csrf_token() into each form."
    )


def test_way_of_the_data_is_told_below_the_reason(report):
    assert "%0A1. notes/views.py:6 request.form['title'] is read%0A2. notes/views.py:7 it is formatted" in render(
        report
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [("critical", "::error "), ("high", "::error "), ("medium", "::warning "), ("low", "::notice ")],
)
def test_command_of_a_severity(report, severity, command):
    assert one(report, severity=severity).startswith(command)


def test_no_findings_no_output(report):
    assert render(msgspec.structs.replace(report, findings=())) == ""


@pytest.mark.parametrize("folder", ["apps/shop", "apps/shop/"])
def test_paths_start_at_the_root_of_the_repository(report, folder):
    assert render(report, folder=folder).startswith("::error file=apps/shop/notes/views.py,")


@pytest.mark.parametrize("folder", ["", "."])
def test_root_folder_adds_nothing(report, folder):
    assert render(report, folder=folder).startswith("::error file=notes/views.py,")


def test_whole_file_has_no_line(report):
    assert one(report, place=Place("a.py")).startswith("::error file=a.py,title=")


def test_hostile_file_name_stays_in_its_property(report):
    shown = one(report, place=Place("a,line=1::b\n::set-env name=X::y%0A.py", 3))
    assert shown.count("\n") == 1
    properties, _, _ = shown.removeprefix("::error ").partition("::")
    assert [part.partition("=")[0] for part in properties.split(",")] == ["file", "line", "title"]
    assert "a%2Cline=1%3A%3Ab\\x0a" in properties
    assert "%250A" in properties


def test_hostile_reason_begins_no_command(report):
    shown = one(report, reason="x\n::add-mask::y\r\n##[stop-commands]z\x1b[2J", fix="::error::w")
    assert shown.count("\n") == 1
    assert "\x1b" not in shown
    assert "##[" not in shown
