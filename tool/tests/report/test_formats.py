from __future__ import annotations

import subprocess
import sys

import pytest

from tenfold.report import FORMATS, RenderContext


def test_formats_are_those_of_the_command_line():
    assert list(FORMATS) == ["json", "sarif", "github", "gitlab", "markdown"]


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_is_repeatable_and_ends_its_last_line(report, rules, name):
    context = RenderContext(rules=lambda: rules)
    text = FORMATS[name](report, context)
    assert text == FORMATS[name](report, context)
    assert text.endswith("\n")
    assert "input.sql" in text


def test_text_formats_do_not_load_rich():
    code = (
        "import sys, tenfold.report as r; from tenfold.findings import Report\n"
        "e = Report('0', '.', 'production', 'regular', (), (), (), (), (), (), (), 0, (), 0, 0)\n"
        "[f(e, r.RenderContext()) for f in r.FORMATS.values()]\n"
        "sys.exit('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
