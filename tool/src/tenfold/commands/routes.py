"""List the routes of an app and what protects each."""

from __future__ import annotations

import argparse
import json

from tenfold.check import Request, link
from tenfold.commands.options import add_output, add_target, config_of, progress_bar, table_text, write
from tenfold.commands.route_rows import as_json, rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_target(parser)
    add_output(parser, ("terminal", "json"), "terminal")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; the exit code is 2 where no route was found, since then nothing was looked at."""
    program = link(Request(arguments.path, cache=not arguments.no_cache), config_of(arguments), progress_bar())
    found = rows(program)
    if arguments.format == "json":
        write(json.dumps(as_json(program), indent=2) + "\n", arguments.output)
    else:
        write(table_text("Routes", [_short(row) for row in found]), arguments.output)
    return 0 if found else 2


def _short(row: dict[str, str]) -> dict[str, str]:
    """A row without what the place already tells; the JSON form has it all."""
    return {column: text for column, text in row.items() if column not in {"view", "others"}}
