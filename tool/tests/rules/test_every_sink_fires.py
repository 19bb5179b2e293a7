"""Invariant: request data in the argument that a declared sink does harm with is a finding, for every declared sink."""

from __future__ import annotations

from pathlib import Path

from tests.project import judged, write

from tenfold import frameworks
from tenfold.frameworks.flows import RECEIVER, Sink
from tenfold.rules import rules

_JUDGED_BY_FLOW = frozenset({
    "input.sql", "input.command", "input.code", "input.deserialize", "input.path", "input.ssrf", "input.redirect",
    "input.xpath", "input.ldap", "input.regex",
})  # fmt: skip


def _written(sink: Sink, data: str) -> str:
    """A call of the sink with `data` in the argument that does harm."""
    owner, _, method = sink.name.removeprefix("builtins.").rpartition(".")
    name, position = sink.argument
    if position == RECEIVER:
        return f"{owner}({data}).{method}()"
    called = f"{owner}().{method}" if sink.method else f"{owner}.{method}".removeprefix(".")
    deciding = "".join(f", {key}={value!r}" for key, at, (value, *_) in sink.when if at > position)
    before = {at: str(value) for _, at, (value, *_) in sink.when if at < position}
    if name and not 0 <= position <= 3:
        return f"{called}({name}={data}{deciding})"
    return f"{called}({', '.join([*(before.get(at, '1') for at in range(position)), data])}{deciding})"


def test_every_sink_fires(tmp_path: Path) -> None:
    sinks = [
        sink
        for library in frameworks.libraries()
        for sink in library.sinks
        if sink.requirement in _JUDGED_BY_FLOW and not sink.safe and "[]" not in sink.name
    ]
    modules = sorted({sink.name.partition(".")[0] for sink in sinks} - {"builtins"})
    lines = ["from flask import Flask, request", *(f"import {module}" for module in modules), "app = Flask(__name__)"]
    expected: dict[tuple[str, int], str] = {}
    for number, sink in enumerate(sinks):
        call = _written(sink, 'request.args["x"]')
        lines += [f'@app.route("/{number}")', f"def view{number}():", f"    return {call}"]
        expected[sink.requirement, len(lines)] = call
    seen = judged(
        write(tmp_path, {"app.py": "\n".join(lines)}), *[r for r in rules() if r.requirement in _JUDGED_BY_FLOW]
    )
    assert not seen.failed
    found = {(finding.requirement, finding.place.line) for finding in seen.findings}
    assert len(expected) > 500
    assert [call for place, call in expected.items() if place not in found] == []


def test_no_name_is_said_to_give_two_things() -> None:
    given: dict[str, list[str]] = {}
    for library in frameworks.declared():
        for transfer in library.transfers:
            for name in (transfer.name, *transfer.aliases):
                given.setdefault(name, []).append(library.name)
    assert {name: libraries for name, libraries in given.items() if len(libraries) > 1} == {}
