"""The data flow of an app as rules ask for it: what reached a call, by which way, and whether it was followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

from tenfold.dataflow import values as v
from tenfold.dataflow.machine import Machine
from tenfold.dataflow.reached import Reached
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Data, Value
from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.project.read import PythonFile


class Flows:
    """Everything that was followed in one app."""

    def __init__(self, app: App) -> None:
        self.machine = Machine(app)
        self.machine.run()
        self.records = self.machine.records
        self._indexes: dict[str, dict[int, int]] = {}

    @property
    def limits(self) -> dict[str, str]:
        """Files in which a bound was hit, and which."""
        return self.machine.limits

    @property
    def steps(self) -> int:
        """Expressions and statements that were evaluated."""
        return self.machine.steps

    def at(self, file: PythonFile, call: f.Call) -> Sequence[Record]:
        """The ways in which a call was made; empty when no path gets there."""
        index = self._indexes.get(file.path)
        if index is None:
            index = self._indexes[file.path] = {id(one): number for number, one in enumerate(file.detail.calls)}
        return self.records.calls.get((file.path, index.get(id(call), -1)), ())

    def calls(self) -> Iterator[tuple[PythonFile, f.Call, Sequence[Record]]]:
        """Every watched call that was followed, with the ways in which it was made."""
        for (path, index), records in self.records.calls.items():
            file = self.machine.files.get(path)
            if file is not None and path in self.machine.app.files:
                yield file, file.detail.calls[index], records

    @cached_property
    def reached(self) -> Reached:
        """Whether requests get to a place."""
        return Reached(self.machine)

    def followed(self, file: PythonFile, scope: int) -> bool:
        """Whether the function that a scope is was followed at all."""
        return self.machine.followed(file.path, scope)


def steps_of(data: Data) -> tuple[Step, ...]:
    """The way of a piece of data, as the steps of a finding."""
    return tuple(Step(place, text) for place, text in data.trail.steps()) if data.trail is not None else ()


def request_data(value: Value | None) -> list[Data]:
    """The pieces of request data in a value that are text of the client's."""
    return [data for data in v.roots_in(value) if data.kind != "number"] if value else []


_KNOWN: WeakKeyDictionary[App, Flows] = WeakKeyDictionary()


def flows_of(app: App) -> Flows:
    """The data flow of an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = Flows(app)
    return known
