"""List the rules: what each judges, how severe its findings are, and who is shown them."""

from __future__ import annotations

import argparse
import json

import msgspec

from tenfold.commands.options import add_output, write
from tenfold.rules import rules
from tenfold.rules.info import rule_infos


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_output(parser, ("terminal", "json"), "terminal")


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if arguments.format == "json":
        write(json.dumps(msgspec.to_builtins(rule_infos()), indent=2) + "\n", arguments.output)
        return 0
    width = max((len(rule.id) for rule in rules()), default=0)
    lines = [
        f"{info.id:{width}}  {info.severity:8}  {rule.persona:8}  {info.summary}"
        for info, rule in zip(rule_infos(), rules(), strict=True)
    ]
    write("\n".join(lines) + "\n", arguments.output)
    return 0
