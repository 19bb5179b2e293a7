"""Print the configuration that is in force for a folder, as TOML."""

from __future__ import annotations

import argparse
import json

import msgspec

from tenfold.commands.options import add_target, config_of, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_target(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    config = config_of(arguments)
    lines = ["[tool.tenfold]"]
    tables: list[str] = []
    for field in msgspec.structs.fields(config):
        key, value = field.name.replace("_", "-"), getattr(config, field.name)
        if isinstance(value, dict):
            tables.extend(
                ["", f"[tool.tenfold.{key}]", *(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items())]
            )
        else:
            lines.append(f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value)}")
    write("\n".join([*lines, *tables]) + "\n", None)
    return 0
