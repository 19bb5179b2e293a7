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
                ["", f"[tool.tenfold.{key}]", *(f"{json.dumps(k)} = {_written(v)}" for k, v in value.items())]
            )
        else:
            lines.append(f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value)}")
    write("\n".join([*lines, *tables]) + "\n", None)
    return 0


def _written(value: object) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_written(one)}" for key, one in value.items()) + " }"
    return json.dumps(list(value) if isinstance(value, tuple) else value)
