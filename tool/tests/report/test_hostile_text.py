"""Any text that a checked app may hold, through every format."""

from __future__ import annotations

import html
import io
import itertools
import json
import re
from datetime import UTC, datetime

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from tenfold.findings import Advice, Report, Skipped, Step, Verdict
from tenfold.place import Place
from tenfold.report import FORMATS, RenderContext
from tenfold.report.json_format import as_object
from tenfold.report.printable import printable
from tenfold.report.sentences import position
from tenfold.report.terminal import print_report

MARKS = [
    "\x1b[31m",
    "\u202e",
    "\n",
    "\r",
    "::",
    "##[",
    "|",
    "`",
    "<",
    "[x](y)",
    "[red]",
    "\\",
    "%",
    "@",
    "\udcff",
    "\t",
]
TEXTS = st.lists(st.one_of(st.sampled_from(MARKS), st.text(st.characters(exclude_categories=()), max_size=8))).map(
    "".join
)
PLACES = st.builds(Place, TEXTS, st.integers(0, 5), st.integers(0, 50), st.integers(0, 7))
STEPS = st.lists(st.builds(Step, PLACES, TEXTS), max_size=2).map(tuple)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
AT = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def reports(draw: st.DrawFn, base: Report) -> Report:
    finding = msgspec.structs.replace(
        base.findings[0],
        reason=draw(TEXTS),
        fix=draw(TEXTS),
        code=draw(TEXTS),
        function=draw(TEXTS),
        rule=draw(TEXTS),
        fingerprint=draw(TEXTS),
        place=draw(PLACES),
        related=draw(STEPS),
        path=draw(STEPS),
    )
    return msgspec.structs.replace(
        base,
        target=draw(TEXTS),
        findings=(finding,),
        advice=(Advice("input.sql", draw(TEXTS), draw(PLACES), 1.0),),
        requirements=(Verdict("input.sql", "input", "unknown", "low", draw(TEXTS)),),
        skipped=(Skipped("file", draw(PLACES), draw(TEXTS)),),
        notes=(draw(TEXTS),),
    )


@pytest.fixture(scope="module")
def made(report):
    return lambda data: data.draw(reports(report))


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_json_formats_stay_valid(made, name, data):
    """Invariant: whatever the texts, the output is ASCII JSON without lone surrogates and keeps its structure."""
    report = made(data)
    text = FORMATS[name](report, RenderContext(started=AT, ended=AT))
    assert text.isascii()
    content = msgspec.json.decode(text)
    if name == "json":
        assert json.loads(text) == as_object(report)
    elif name == "sarif":
        assert len(content["runs"][0]["results"]) == 1 + len(report.ignored)
        assert content["runs"][0]["results"][0]["message"]["text"]
    else:
        assert len(content["vulnerabilities"]) == 1


@settings(max_examples=60)
@given(st.data())
def test_json_follows_its_schema(made, schema, data):
    """Invariant: whatever the texts, the report follows the published schema."""
    schema.validate(as_object(made(data)))


@pytest.fixture(scope="module")
def schema():
    import importlib.resources

    text = importlib.resources.files("tenfold.report").joinpath("schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@settings(max_examples=60)
@given(st.data(), st.integers(20, 120), TEXTS)
def test_terminal_gets_no_control_character(made, data, width, source):
    """Invariant: whatever the texts, only printable characters and newlines reach the terminal, and no log command."""
    file = io.StringIO()
    print_report(made(data), Console(file=file, width=width), frames=lambda place: ((place.line, source),))
    shown = file.getvalue()
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "##[" not in shown
    assert not any(re.match(r"\s*::[A-Za-z]", line) for line in shown.splitlines())


@settings(max_examples=60)
@given(st.data())
def test_github_gets_one_command_a_finding(made, data):
    """Invariant: whatever the texts, each finding is one line that begins with the only command on it."""
    lines = FORMATS["github"](made(data), RenderContext()).split("\n")
    assert len(lines) == 2
    assert lines[1] == ""
    head, _, _ = lines[0].removeprefix("::error ").partition("::")
    assert {part.partition("=")[0] for part in head.split(",")} <= {"file", "line", "endLine", "col", "title"}


def cells(tokens):
    for opened, inline in itertools.pairwise(tokens):
        if opened.type == "td_open":
            yield inline


def shown_text(inline):
    return html.unescape("".join(child.content for child in inline.children if child.type == "text"))


@settings(max_examples=100)
@given(st.data())
def test_markdown_shows_each_text_as_it_is(made, data):
    """Invariant: whatever the texts, CommonMark finds each whole in its cell, and no markup or row but ours."""
    report = made(data)
    finding = report.findings[0]
    tokens = READER.parse(FORMATS["markdown"](report, RenderContext()))
    _, rule, place, why, fix = list(cells(tokens))[-7:-2]
    steps = [
        part
        for number, step in enumerate(finding.path, start=1)
        for part in (f"{number}. ", position(step.place), step.note)
    ]
    for inline, text in (
        (rule, finding.rule),
        (place, position(finding.place)),
        (why, [finding.reason, *steps]),
        (fix, finding.fix),
    ):
        texts = [text] if isinstance(text, str) else text
        shown = "".join(printable(text, limit=400).strip() for text in texts)
        assert shown_text(inline).replace("\u200b", "").replace(" ", "") == shown.replace(" ", "")
        assert {child.type for child in inline.children} <= {"text", "html_inline"}
        allowed = {"<code>", "</code>", "<br>"} if inline is why else {"<code>", "</code>"}
        assert {child.content for child in inline.children if child.type == "html_inline"} <= allowed


@settings(max_examples=60)
@given(st.data())
def test_markdown_has_no_line_of_a_text(made, data):
    """Invariant: whatever the texts, the comment has the same lines, each begun as the format begins it."""
    lines = FORMATS["markdown"](made(data), RenderContext()).splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("| Severity |"))
    assert lines[head + 2].count("|") == lines[head].count("|")
    assert lines[head + 3 : head + 5] == ["", "</details>"]
    assert not any("`" in line for line in lines)
