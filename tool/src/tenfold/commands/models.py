"""List what is known of functions: where request data comes from, where it does harm, what makes it harmless."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tenfold import frameworks
from tenfold.catalogue import requirements
from tenfold.commands.options import add_output, write
from tenfold.config import load, nearest
from tenfold.errors import UsageError
from tenfold.frameworks.model import Library
from tenfold.own_models import OWN, library

KINDS = ("source", "sink", "sanitizer", "check", "transfer")


class Row(msgspec.Struct, frozen=True):
    """One thing that is known.

    Attributes:
        kind: one of `KINDS`.
        name: qualified name.
        means: the part of the request, the requirements, or what the call gives.
        library: who brings it; `OWN` for what the user's configuration says.
        aliases: other qualified names.
        what: what it does, where that is said.
        own: the user's configuration says it.
    """

    kind: str
    name: str
    means: tuple[str, ...]
    library: str
    aliases: tuple[str, ...] = ()
    what: str = ""
    own: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("path", nargs="?", default=".", type=Path, help="folder whose own models are listed too")
    parser.add_argument("--kind", choices=KINDS, help="list only these")
    parser.add_argument("--requirement", metavar="ID", help="list only what counts for this requirement")
    add_output(parser, ("terminal", "json"), "terminal")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    target: Path = arguments.path
    if not target.exists():
        raise UsageError(f"{target}: there is no such file or folder")
    known = {requirement.id for requirement in requirements()}
    if arguments.requirement and arguments.requirement not in known:
        found = nearest(arguments.requirement, known)
        raise UsageError(f"--requirement: no requirement is called {arguments.requirement!r}{found}")
    config = load(target.resolve() if target.is_dir() else target.resolve().parent)
    rows = [
        row
        for row in [*_rows(library(config.models)), *(row for lib in frameworks.declared() for row in _rows(lib))]
        if arguments.kind in {None, row.kind} and (not arguments.requirement or arguments.requirement in row.means)
    ]
    if arguments.format == "json":
        write(json.dumps(msgspec.to_builtins(rows), indent=2) + "\n", arguments.output)
        return 0
    width = max((len(row.name) for row in rows), default=0)
    lines = [f"{row.kind:9}  {row.name:{width}}  {', '.join(row.means)}  ({row.library})" for row in rows]
    write("".join(f"{line}\n" for line in lines), arguments.output)
    return 0


def _rows(of: Library) -> Iterator[Row]:
    """What one library declares."""
    own = of.name == OWN
    for source in of.sources:
        shown = tuple(f"{source.name}[{key!r}]" for key in source.keys) or (source.name,)
        yield from (Row("source", name, (source.part,), of.name, source.aliases, own=own) for name in shown)
    for sink in of.sinks:
        if not sink.safe:
            yield Row("sink", sink.name, (sink.requirement,), of.name, sink.aliases, sink.what, own)
    for one in of.sanitizers:
        kind = "check" if one.how in {"check", "raises"} else "sanitizer"
        yield Row(kind, one.name, one.requirements, of.name, one.aliases, own=own)
    for transfer in of.transfers:
        yield Row("transfer", transfer.name, (transfer.gives,), of.name, transfer.aliases, transfer.step, own)
