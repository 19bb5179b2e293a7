"""What comparing the answer of a call shows: `problem(data) is None`, `commonpath([folder, path]) == folder`."""

from __future__ import annotations

from tenfold.dataflow import values as v
from tenfold.dataflow.frame import Frame
from tenfold.dataflow.outcome import Outcome
from tenfold.dataflow.state import State
from tenfold.dataflow.values import Lit, Value
from tenfold.language import facts as f

_COMMON = {"commonpath": "", "commonprefix": "commonprefix() compares letters: a folder beside it begins the same"}


class Verdicts(Frame):
    """Reads answers that are compared; a part of `Run`."""

    def answer_of(self, state: State, expr: f.Expr) -> Outcome | None:
        """What the project's function did whose answer an expression is, or which a variable keeps."""
        kept = state.tests.get(expr.id) if isinstance(expr, f.Name) else None
        if kept is not None and isinstance(kept[0], f.CallRef):
            expr = kept[0]
            self.evaluate(state.copy(), expr)
        return self.take_verdict() if isinstance(expr, f.CallRef) else None

    @staticmethod
    def answered(outcome: Outcome, answer: Value, constant: Value, yes: State | None, no: State | None) -> None:
        """An answer was compared with a constant, and is that constant or is not."""
        if len(constant) != 1 or not isinstance(constant[0], Lit):
            return
        truth = bool(constant[0].value)
        told = (outcome.when_true, outcome.when_false)
        if yes is not None:
            yes.learn(told[0] if truth else told[1])
        if no is not None and all(v.truth(atom) is not truth for atom in answer if atom != constant[0]):
            no.learn(told[1] if truth else told[0])

    def common_folder(self, state: State, expr: f.Expr, folder: Value, yes: State | None) -> None:
        """What `commonpath` gave was compared with a folder, and is that folder."""
        call = self.file.detail.calls[expr.index] if isinstance(expr, f.CallRef) else None
        name = call.name.rpartition(".")[2] if call is not None else ""
        if call is None or name not in _COMMON or yes is None or v.is_request(folder) or not call.args:
            return
        paths = self.evaluate(state.copy(), call.args[0])
        yes.learn(self.within(paths, f"{name}() is asked before the path is resolved", _COMMON[name]))
