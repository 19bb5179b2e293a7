"""Write the findings of today to a file, so that a check reports only new ones; or prune what no longer reproduces."""

from __future__ import annotations

import argparse
import sys

import msgspec

from tenfold import baseline
from tenfold.check import Request, check
from tenfold.commands.options import add_target, config_of, progress_bar, write
from tenfold.findings import PERSONAS

_DEFAULT = "tenfold-baseline.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_target(parser)
    parser.add_argument("--baseline", metavar="FILE", help=f"the file, relative to the folder (default: {_DEFAULT})")
    parser.add_argument("--persona", choices=PERSONAS, help="whose findings are written (default: regular)")
    parser.add_argument("--prune", action="store_true", help="only take out entries that no longer reproduce")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    config = config_of(arguments)
    name = config.baseline or _DEFAULT
    base = arguments.path if arguments.path.is_dir() else arguments.path.parent
    path = base / name
    known = baseline.load(path) if path.exists() else []
    report, _ = check(
        Request(arguments.path, cache=not arguments.no_cache),
        msgspec.structs.replace(config, baseline=""),
        progress_bar(),
    )
    findings = list(report.findings)
    if arguments.prune:
        accepted = {entry["fingerprint"] for entry in known}
        findings = [finding for finding in findings if finding.fingerprint in accepted]
    write(baseline.dump(findings, known), path)
    gone = len({entry["fingerprint"] for entry in known} - {finding.fingerprint for finding in findings})
    sys.stdout.write(f"{path}: {len(findings)} accepted findings, {gone} that no longer reproduce taken out\n")
    return 0
