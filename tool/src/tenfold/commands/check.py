"""Check an app against the ten practices and print its scorecard."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
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

        context = RenderContext(
            rules=rule_infos,
            folder=_folder(arguments.path),
            source_url=_source_url(arguments.path),
            started=started,
            ended=dt.datetime.now(dt.UTC),
        )
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
    text = io.StringIO()
    print_report(report, Console(file=text, width=100), frames=sources.frame, by=by, verbose=arguments.verbose)
    write(text.getvalue(), output)


def _folder(target: Path) -> str:
    """The way from the repository's root to the checked folder: GitHub and GitLab name files from there."""
    folder = target.resolve()
    folder = folder if folder.is_dir() else folder.parent
    root = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)
    return folder.relative_to(root).as_posix() if folder != root else ""


def _source_url(target: Path) -> str:
    """Where the checked folder's files can be read, as GitHub Actions tells it; "" elsewhere."""
    parts = [os.environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")]
    if not all(parts):
        return ""
    server, repository, revision = parts
    folder = _folder(target)
    return f"{server}/{repository}/blob/{revision}" + (f"/{folder}" if folder else "")
