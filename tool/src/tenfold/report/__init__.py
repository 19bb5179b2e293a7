"""The report in each of its formats.

`FORMATS` holds the formats that are one text; `tenfold.report.terminal` prints to a console instead. A format's module
is imported when it is first used, so that a run pays for no format but its own.
"""

from __future__ import annotations

from collections.abc import Callable

from tenfold.findings import Report
from tenfold.report.context import RenderContext

__all__ = ["FORMATS", "RenderContext"]


def _json(report: Report, _context: RenderContext) -> str:
    from tenfold.report import json_format

    return json_format.render(report)


def _sarif(report: Report, context: RenderContext) -> str:
    from tenfold.report import sarif

    return sarif.render(report, context.rules())


def _github(report: Report, context: RenderContext) -> str:
    from tenfold.report import github

    return github.render(report, folder=context.folder)


def _gitlab(report: Report, context: RenderContext) -> str:
    from tenfold.report import gitlab

    return gitlab.render(report, context.rules(), folder=context.folder, started=context.started, ended=context.ended)


def _markdown(report: Report, context: RenderContext) -> str:
    from tenfold.report import markdown

    return markdown.render(report, source_url=context.source_url)


FORMATS: dict[str, Callable[[Report, RenderContext], str]] = {
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "markdown": _markdown,
}
