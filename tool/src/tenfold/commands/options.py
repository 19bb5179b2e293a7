"""Options that several commands share."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path

import msgspec

from tenfold.config import ENVIRONMENTS, Config, check_id, load
from tenfold.errors import UsageError
from tenfold.project.encoded import Progress


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add the folder that is looked at, and what decides how it is read."""
    parser.add_argument("path", nargs="?", default=".", type=Path, help="folder or file to look at (default: here)")
    parser.add_argument("--env", choices=ENVIRONMENTS, help="environment that is judged (default: production)")
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help="leave out files (gitignore pattern)"
    )
    parser.add_argument("--no-cache", action="store_true", help="read every file anew and keep nothing")


def add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...], default: str) -> None:
    """Add the format of the output and the file that it goes to."""
    parser.add_argument("--format", choices=formats, default=default, help=f"form of the output (default: {default})")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE instead of the terminal")


def config_of(arguments: argparse.Namespace) -> Config:
    """The configuration of the target, with the options of the command line over it.

    Raises:
        UsageError: the configuration is broken, or an option names no rule.
    """
    target: Path = arguments.path
    if not target.exists():
        raise UsageError(f"{target}: there is no such file or folder")
    config = load(target.resolve() if target.is_dir() else target.resolve().parent)
    changes: dict[str, object] = {}
    if arguments.env:
        changes["environment"] = arguments.env
    if arguments.exclude:
        changes["exclude"] = (*config.exclude, *arguments.exclude)
    for name in ("select", "ignore"):
        given = [item.strip() for value in getattr(arguments, name, []) for item in value.split(",") if item.strip()]
        for item in given:
            check_id(item, f"--{name}")
        if given:
            changes[name] = tuple(given) if name == "select" else (*config.ignore, *given)
    for name in ("persona", "fail_on", "baseline"):
        value = getattr(arguments, name, None)
        if value is not None:
            changes[name] = str(value)
    return msgspec.structs.replace(config, **changes)


def write(text: str, output: Path | None) -> None:
    """Write a report to a file or to the terminal.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"--output {output}: cannot be written: {error.strerror}") from None


def progress_bar() -> Progress | None:
    """A progress bar on the terminal's error stream; None when nobody watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        width = 30
        filled = width * done // max(total, 1)
        end = "\r" if done < total else "\r\033[K"
        bar = f"reading {'#' * filled}{'.' * (width - filled)} {done}/{total}"
        sys.stderr.write((bar if done < total else "") + end)
        sys.stderr.flush()

    return show


def table_text(title: str, rows: list[dict[str, str]]) -> str:
    """A table of `rows`, as wide as the terminal; columns that say nothing in any row are left out."""
    from rich.console import Console

    from tenfold.report.tables import print_table

    said = [column for column in (rows[0] if rows else ()) if any(row[column] not in {"", "-"} for row in rows)]
    columns = [column for column in said if column != "app" or len({row["app"] for row in rows}) > 1]
    text = io.StringIO()
    console = Console(file=text, width=shutil.get_terminal_size((120, 40)).columns, highlight=False)
    print_table(console, title, columns, [[row[column] for column in columns] for row in rows])
    return text.getvalue()
