"""Check an app against the ten practices and print its scorecard."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from tenfold.check import Request, check, exit_code
from tenfold.commands.options import add_output, add_target, config_of, progress_bar, write
from tenfold.findings import PERSONAS, SEVERITIES, Report
from tenfold.sources import Sources

FORMATS = ("terminal", "json", "sarif", "github", "gitlab", "markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_target(parser)
    add_output(parser, FORMATS, "terminal")
    parser.add_argument(
        "--by", choices=("practice", "owasp", "owasp2021"), default="practice", help="rows of the scorecard"
    )
    parser.add_argument(
        "--select", action="append", default=[], metavar="ID", help="judge only these rules, requirements or practices"
    )
    parser.add_argument("--ignore", action="append", default=[], metavar="ID", help="do not count findings of these")
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, help="lowest severity that makes the exit code 1 (default: medium)"
    )
    parser.add_argument("--persona", choices=PERSONAS, help="who the report is for (default: regular)")
    parser.add_argument("--baseline", metavar="FILE", help="file of accepted findings")
    parser.add_argument("--no-ignores", action="store_true", help="honour no ignore comment, baseline or ignored rule")
    parser.add_argument(
        "--diff", metavar="REV", default="", help="show only findings on lines changed since a git revision"
    )
    parser.add_argument("--verbose", action="store_true", help="show every finding, all evidence and what was not read")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    config = config_of(arguments)
    request = Request(arguments.path, not arguments.no_ignores, arguments.diff, not arguments.no_cache)
    started = dt.datetime.now(dt.UTC)
    report, sources = check(request, config, progress_bar())
    if arguments.format == "terminal":
        _print(report, sources, arguments)
    else:
        from tenfold.report import FORMATS as RENDERERS
        from tenfold.report import RenderContext
        from tenfold.rules.info import rule_infos

        context = RenderContext(rules=rule_infos(), started=started, ended=dt.datetime.now(dt.UTC))
        write(RENDERERS[arguments.format](report, context), arguments.output)
    return exit_code(report, config.fail_on)


def _print(report: Report, sources: Sources, arguments: argparse.Namespace) -> None:
    from rich.console import Console

    from tenfold.report.terminal import print_report

    output: Path | None = arguments.output
    by = {"owasp": "owasp2025"}.get(arguments.by, arguments.by)
    if output is None:
        print_report(report, Console(highlight=False), frames=sources.frame, by=by, verbose=arguments.verbose)
        return
    console = Console(highlight=False, record=True, width=100, file=None, quiet=True)
    print_report(report, console, frames=sources.frame, by=by, verbose=arguments.verbose)
    write(console.export_text(), output)
