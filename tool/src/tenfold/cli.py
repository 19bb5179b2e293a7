"""The command line: one subcommand a file in `commands/`, loaded when it is asked for."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import tenfold
from tenfold.errors import UsageError

COMMANDS = {
    "check": "check an app against the ten practices and print its scorecard",
    "explain": "say what a practice, requirement or rule asks, why, and how to meet it",
    "rules": "list the rules",
    "routes": "list the routes of an app and what protects each",
    "models": "list what is known of functions: sources, sinks, sanitizers, checks and transfers",
    "settings": "list the effective settings of an app and where each comes from",
    "baseline": "write, or prune, the file of accepted findings",
    "config": "print the configuration that is in force",
}


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="tenfold", description="Takes a Python web app through ten security practices and shows the evidence."
    )
    top.add_argument("--version", action="version", version=f"tenfold {tenfold.__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, what in COMMANDS.items():
        commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".", add_help=False)
    return top


def run() -> NoReturn:
    """Be the process `tenfold`: run the command line, and end without taking apart what the system frees at once."""
    gc.disable()  # a run is short and facts hold no cycles: looking for them is time lost
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = 2
    sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 no finding at or above the threshold, 1 findings, 2 could not run.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not given or given[0] not in COMMANDS:
            return _top(given)
        module = import_module(f"tenfold.commands.{given[0]}")
        own = argparse.ArgumentParser(prog=f"tenfold {given[0]}", description=module.__doc__)
        module.add_arguments(own)
        code: int = module.run(own.parse_args(given[1:]))
    except UsageError as error:
        sys.stderr.write(f"tenfold: {error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("tenfold: interrupted\n")
        return 2
    except BrokenPipeError:  # the reader of a pipe has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:
        if os.environ.get("TENFOLD_DEBUG"):
            raise
        sys.stderr.write(
            f"tenfold: a fault of Tenfold itself ({type(error).__name__}: {error}); please report it, with what"
            " TENFOLD_DEBUG=1 prints\n"
        )
        return 2
    return code


def _top(given: list[str]) -> int:
    if not given:
        parser().print_help()
        return 2
    if not given[0].startswith("-"):
        from tenfold.config import nearest

        raise UsageError(f"there is no command {given[0]!r}{nearest(given[0], COMMANDS)}; see 'tenfold --help'")
    parser().parse_args(given)
    return 2
