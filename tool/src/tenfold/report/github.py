"""The findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from tenfold.findings import Finding, Report, Severity
from tenfold.report.printable import printable
from tenfold.report.sentences import numbered

_COMMANDS: dict[Severity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "notice"}


def render(report: Report, *, folder: str = "") -> str:
    """Return one command a line for each finding, in the report's order; "" when there is none.

    `folder` is the POSIX path from the repository's root to the checked folder: GitHub wants paths from the root.
    """
    return "".join(_command(finding, folder) + "\n" for finding in report.findings)


def from_root(folder: str, file: str) -> str:
    """Return the path of `file` from the repository's root."""
    prefix = folder.strip("/")
    return f"{prefix}/{file}" if prefix not in {"", "."} else file


def _command(finding: Finding, folder: str) -> str:
    place = finding.place
    properties = {"file": from_root(folder, place.file)}
    if place.line:
        properties["line"] = str(place.line)
    if place.line and place.end_line > place.line:
        properties["endLine"] = str(place.end_line)
    elif place.line and place.column:
        properties["col"] = str(place.column)
    properties["title"] = f"{finding.rule} ({finding.severity})"
    joined = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    sentences = (finding.reason, *numbered(finding), finding.fix)
    message = "\n".join(printable(sentence) for sentence in sentences if sentence)
    return f"::{_COMMANDS[finding.severity]} {joined}::{_data(message)}"


def _data(text: str) -> str:
    """Escape as @actions/core's escapeData does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape as @actions/core's escapeProperty does."""
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
