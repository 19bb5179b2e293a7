from __future__ import annotations

import msgspec
import pytest

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.report.markdown import MARKER, escaped, render


def test_whole_comment(report):
    debug = msgspec.structs.replace(report.findings[2], fix="Let it be off.", reason="DEBUG is on.")
    shown = render(msgspec.structs.replace(report, findings=(debug,), skipped=(), ignored=(), notes=()))
    assert shown == WHOLE


def test_way_of_the_data_stands_below_the_reason(report):
    row = next(line for line in render(report).splitlines() if line.startswith("| critical"))
    assert (
        "<br>1. <code>notes/views.py:6:13</code> request.form\\['title'\\] is read"
        "<br>2. <code>notes/views.py:7:5</code> it is formatted into the query |" in row
    )


def test_long_way_is_cut(report):
    path = tuple(Step(Place("a.py", line), "on it goes") for line in range(1, 31))
    finding = msgspec.structs.replace(report.findings[0], path=path)
    row = next(
        line
        for line in render(msgspec.structs.replace(report, findings=(finding,))).splitlines()
        if line.startswith("| critical")
    )
    assert "<br>12. <code>a.py:12</code>" in row
    assert "a.py:13" not in row
    assert "<br>and 18 more |" in row


WHOLE = """\
<!-- tenfold -->

### Tenfold: Grade D (41 of 100), 1 finding (1 medium); start with input.sql.

Checked <code>examples/notes</code> as production runs it: notes (flask 3.1.2); 42 files, 3,120 lines of Python.

| | Practice | Grade | Violated | Missing | Unknown | Met | Not applicable |
| --: | :-- | :-: | --: | --: | --: | --: | --: |
| 1 | Use the framework's own security features | D | 1 | 1 |  | 1 |  |
| 2 | Validate and sanitize all input | F | 1 |  |  |  | 1 |
| 3 | HTTPS everywhere | - |  |  | 1 |  |  |
| 4 | Secure session management | A |  |  |  | 1 |  |
| 6 | Prevent cross-site scripting | C | 1 |  |  |  |  |

**Do these first**

1. Bind the title in create\\_note. (<code>input.sql</code> at <code>notes/views.py:7:5</code>)
2. Call CSRFProtect(app). (<code>framework.csrf</code>)

<details>
<summary>1 finding: 1 medium</summary>

| Severity | Rule | Place | Why | Fix |
| :-- | :-- | :-- | :-- | :-- |
| medium | <code>framework.debug-off</code> | <code>notes/config.py:4:1</code> | DEBUG is on. | Let it be off. |

</details>

<details>
<summary>1 requirement that the source cannot decide</summary>

| Requirement | What would settle it |
| :-- | :-- |
| <code>transport.certificate</code> | Run &#96;tenfold probe https:&#8203;//...&#96; against the live site. |

</details>

<details>
<summary>Not looked at, not counted, and notes</summary>

- 2 findings for more demanding personas

</details>
"""


def test_first_line_lets_the_next_run_find_the_comment(report):
    assert render(report).splitlines()[0] == MARKER


def test_places_become_links(report):
    finding = msgspec.structs.replace(report.findings[0], place=Place('a"b c.py', 7))
    shown = render(msgspec.structs.replace(report, findings=(finding,)), source_url="https://example.org/o/r/blob/1")
    assert '<a href="https://example.org/o/r/blob/1/a%22b%20c.py#L7"><code>a"b c.py:7</code></a>' in shown


def test_many_findings_stay_within_what_github_takes(report):
    finding = msgspec.structs.replace(report.findings[0], reason="|" * 5000, fix="<" * 5000)
    many = msgspec.structs.replace(report, findings=(finding,) * 1000)
    shown = render(many)
    assert len(shown) < 65_536
    assert shown.count("| critical |") == 8
    assert "992 more in the full report." in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a&#124;b"),
        ("a\\|b", "a&#92;&#124;b"),
        ("`x`", "&#96;x&#96;"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("a\nb", "a&#92;x0ab"),
        ("**b** _i_ ~s~ $m$", "\\*\\*b\\*\\* \\_i\\_ \\~s\\~ \\$m\\$"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("ask @octocat/team", "ask <code>@octocat/team</code>"),
        ("fixes #12", "fixes <code>#12</code>"),
        ("put @app.route|x", "put <code>@app.route</code>&#124;x"),
        ("https://evil.example", "https:&#8203;//evil.example"),
        ("www.evil.example", "www.&#8203;evil.example"),
        ("&amp;", "&amp;amp;"),
        ("\u202eevil\u200b", "&#92;u202eevil&#92;u200b"),
    ],
)
def test_text_is_shown_as_it_is(text, shown):
    assert escaped(text) == shown


@pytest.mark.parametrize("note", ["# big", "- x", "1. x", "+ x", "---", "> x", "| a | b |", "    code", "<!-- x"])
def test_note_opens_no_block(report, note):
    lines = render(msgspec.structs.replace(report, notes=(note,))).splitlines()
    item = lines[lines.index("- 2 findings for more demanding personas") + 1]
    content = item.removeprefix("- ")
    assert content[0].isalpha() or content[0] in "&\\"
