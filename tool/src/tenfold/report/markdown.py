"""The report as a comment on a pull request or as a job summary, in GitHub's and GitLab's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from tenfold.findings import Counts, Finding, Report
from tenfold.place import Place
from tenfold.report.json_format import target_name
from tenfold.report.printable import printable
from tenfold.report.rows import Row, rows
from tenfold.report.sentences import plural, position, severities, summary

MARKER = "<!-- tenfold -->"
"""First line of every comment, by which the next run finds the comment to replace."""

# GitHub refuses a comment of more than 65,536 characters; what these leave is more than the rest of the comment takes.
_FINDINGS_ROOM = 35_000
_LIST_ROOM = 9_000
_CELL = 400
_STEPS = 12
"""Steps of the way of the data that a cell holds."""

_ZERO_WIDTH = "\u200b"
"""Breaks an address without being seen; `printable` lets none through."""

_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "|": "&#124;",
        "\\": "&#92;",
        "`": "&#96;",
        _ZERO_WIDTH: "&#8203;",
        **{mark: f"\\{mark}" for mark in "*_[]~$"},
    }
)
# What GitHub and GitLab turn into a message to someone or a link to an issue unless it stands in <code>: a decorator in
# a fix must stay fit to be copied, so it gets no zero-width space.
_MENTION = re.compile(r"[@#!]\w[\w./-]*")
# What they link even in <code>.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|(?<=mailto):", re.IGNORECASE)


def render(report: Report, *, source_url: str = "") -> str:
    """Return the report as Markdown: the scorecard, what to do first, the findings, and what could not be judged.

    `source_url` is the address of the checked folder's files at the checked commit, without the final slash; with it
    places become links.
    """
    parts = [
        [MARKER],
        [f"### Tenfold: {escaped(summary(report))}"],
        [_checked(report)],
        _scorecard(rows(report)),
        _advice(report, source_url),
        _findings(report, source_url),
        _unknown(report),
        _left_out(report, source_url),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def escaped(text: str, limit: int = _CELL) -> str:
    """Return `text` on one line so that Markdown shows it as it is: no markup, no HTML, no link, no one notified."""
    shown = printable(text, limit=limit).strip()
    parts = []
    end = 0
    for mention in _MENTION.finditer(shown):
        parts += [_marks_escaped(shown[end : mention.start()]), f"<code>{_marks_escaped(mention[0])}</code>"]
        end = mention.end()
    return "".join([*parts, _marks_escaped(shown[end:])])


def _marks_escaped(shown: str) -> str:
    return _ADDRESS.sub(lambda match: match[0] + _ZERO_WIDTH, shown).translate(_ENTITIES)


def _item(text: str) -> str:
    """As `escaped`, at the start of a list item, where a mark such as "#", "-" or "1." would open a block."""
    shown = escaped(text)
    return f"&#{ord(shown[0])};{shown[1:]}" if shown[:1] in set("#+-=:0123456789") else shown


def _code(text: str) -> str:
    return f"<code>{_marks_escaped(printable(text, limit=_CELL).strip())}</code>"


def _place(place: Place, source_url: str) -> str:
    shown = _code(position(place))
    if not source_url:
        return shown
    path = quote(place.file.encode("utf-8", "backslashreplace"))
    lines = f"#L{place.line}" if place.line else ""
    return f'<a href="{quote(source_url, safe=":/@")}/{path}{lines}">{shown}</a>'


def _checked(report: Report) -> str:
    apps = ", ".join(
        f"{escaped(app.name)} ({escaped(f'{app.framework} {app.version}'.strip())})" for app in report.apps
    )
    read = f"{plural(report.files, 'file')}, {plural(report.lines, 'line')} of Python"
    what = f"{_code(target_name(report.target))} as {escaped(report.environment)} runs it"
    return f"Checked {what}: {apps or 'no Flask, Django or FastAPI app'}; {read}."


def _scorecard(made: tuple[Row, ...]) -> list[str]:
    lines = [
        "| | Practice | Grade | Violated | Missing | Unknown | Met | Not applicable |",
        "| --: | :-- | :-: | --: | --: | --: | --: | --: |",
    ]
    lines.extend(
        _row(escaped(row.label), escaped(row.title), escaped(row.letter), *_numbers(row.counts)) for row in made
    )
    return lines


def _numbers(counts: Counts) -> tuple[str, ...]:
    amounts = (counts.violated, counts.missing, counts.unknown, counts.met, counts.not_applicable)
    return tuple(str(amount) if amount else "" for amount in amounts)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _advice(report: Report, source_url: str) -> list[str]:
    if not report.advice:
        return []
    lines = ["**Do these first**", ""]
    for number, advice in enumerate(report.advice, start=1):
        where = f" at {_place(advice.place, source_url)}" if advice.place else ""
        lines.append(f"{number}. {_item(advice.fix)} ({_code(advice.requirement)}{where})")
    return lines


def _findings(report: Report, source_url: str) -> list[str]:
    if not report.findings:
        return []
    title = f"{plural(len(report.findings), 'finding')}: {severities(report.findings)}"
    lines = ["| Severity | Rule | Place | Why | Fix |", "| :-- | :-- | :-- | :-- | :-- |"]
    made = _that_fit((_finding(finding, source_url) for finding in report.findings), _FINDINGS_ROOM)
    left = len(report.findings) - len(made)
    more = ["", f"{left:,} more in the full report."] if left else []
    return _folded(title, [*lines, *made, *more])


def _that_fit(lines: Iterable[str], room: int) -> list[str]:
    """The first of the lines, as many as `room` characters hold."""
    fitting = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        fitting.append(line)
    return fitting


def _finding(finding: Finding, source_url: str) -> str:
    place = _place(finding.place, source_url)
    steps = [
        f"{number}. {_place(step.place, source_url)} {escaped(step.note)}"
        for number, step in enumerate(finding.path[:_STEPS], start=1)
    ]
    if len(finding.path) > _STEPS:
        steps.append(f"and {len(finding.path) - _STEPS} more")
    why = "<br>".join([escaped(finding.reason), *steps])
    return _row(finding.severity, _code(finding.rule), place, why, escaped(finding.fix))


def _unknown(report: Report) -> list[str]:
    verdicts = [verdict for verdict in report.requirements if verdict.verdict == "unknown"]
    if not verdicts:
        return []
    lines = ["| Requirement | What would settle it |", "| :-- | :-- |"]
    lines.extend(_that_fit((_row(_code(verdict.id), escaped(verdict.reason)) for verdict in verdicts), _LIST_ROOM))
    return _folded(f"{plural(len(verdicts), 'requirement')} that the source cannot decide", lines)


def _left_out(report: Report, source_url: str) -> list[str]:
    lines = []
    if report.ignored:
        lines.append(f"- {plural(len(report.ignored), 'finding')} ignored")
    if report.hidden:
        lines.append(f"- {plural(report.hidden, 'finding')} for more demanding personas")
    lines.extend(f"- {_item(note)}" for note in report.notes)
    lines.extend(f"- {_place(skipped.place, source_url)}: {escaped(skipped.reason)}" for skipped in report.skipped)
    made = _that_fit(lines, _LIST_ROOM)
    left = len(lines) - len(made)
    more = [f"- and {left:,} more"] if left else []
    return _folded("Not looked at, not counted, and notes", [*made, *more]) if lines else []


def _folded(title: str, lines: list[str]) -> list[str]:
    return ["<details>", f"<summary>{escaped(title)}</summary>", "", *lines, "", "</details>"]
