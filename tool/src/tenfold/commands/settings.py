"""List the effective settings of an app, and where each comes from; secrets are masked."""

from __future__ import annotations

import argparse
import json

from tenfold.check import Request, link
from tenfold.commands.options import add_output, add_target, config_of, progress_bar, table_text, write
from tenfold.commands.setting_rows import as_json, rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_target(parser)
    add_output(parser, ("terminal", "json"), "terminal")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; the exit code is 2 where no setting was found, since then nothing was looked at."""
    program = link(Request(arguments.path, cache=not arguments.no_cache), config_of(arguments), progress_bar())
    found = rows(program)
    if arguments.format == "json":
        write(json.dumps(as_json(program), indent=2) + "\n", arguments.output)
    else:
        write(table_text("Settings", [_short(row) for row in found]), arguments.output)
    return 0 if found else 2


def _short(row: dict[str, str]) -> dict[str, str]:
    """A row with its source in one cell: the variable when the environment decides."""
    source = f"${row['variable']}" if row["variable"] else row["source"]
    return {name: row[name] for name in ("app", "setting", "value")} | {"source": source, "place": row["place"]}
