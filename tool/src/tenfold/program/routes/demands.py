"""Whether a function lets only those through who are known: it asks who is there, and refuses who is nobody.

A decorator or dependency is there to refuse, so that any refusal of it counts. A view, a hook or a middleware refuses
for many reasons; of these only what asks for an identity counts: a page that turns banned users away is still public.
"""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.bodies import nested, parts
from tenfold.program.names import Names, blocks
from tenfold.program.routes.refusals import Refusal, Refusals
from tenfold.project.read import PythonFile

_MAX_DEPTH = 3


class Demands:
    """Judges functions that stand around views, and views themselves; results are kept."""

    def __init__(self, names: Names, refusals: Refusals) -> None:
        self._names = names
        self._refusals = refusals
        self._known: dict[tuple[str, int, int], bool] = {}

    def around(self, file: PythonFile, scope: int) -> tuple[Refusal, ...]:
        """What a hook or middleware refuses; log-in only where it asks who is there."""
        asks = any(self.identity(file, index) for index in nested(file, scope))
        found = self._refusals.of(file, scope)
        return tuple(r for r in found if r.requirement != "framework.access" or asks)

    def identity(self, file: PythonFile, scope: int, depth: int = 0) -> bool:
        """Whether a function refuses a request of nobody, itself or by a function that it calls."""
        key = (file.path, scope, depth)
        if key not in self._known:
            self._known[key] = False
            self._known[key] = self._block(file, file.detail.bodies[scope], set(), depth)
        return self._known[key]

    def _block(self, file: PythonFile, block: tuple[f.Stmt, ...], known: set[str], depth: int) -> bool:
        """`known` holds the names that were assigned something of who is asking."""
        for i, statement in enumerate(block):
            if isinstance(statement, f.Store):
                known |= self._remember(file, statement)
            if isinstance(statement, f.If) and self._asks(file, statement, block[i + 1 :], known):
                return True
            if isinstance(statement, f.Try) and self._fails(file, statement):
                return True
            if self._block(file, blocks(statement), known, depth) or self._calls(file, statement, depth):
                return True
        return False

    def _calls(self, file: PythonFile, statement: f.Stmt, depth: int) -> bool:
        if depth >= _MAX_DEPTH:
            return False
        for expr in _direct(file, statement):
            if isinstance(expr, f.CallRef):
                defined = self._definition(file, file.detail.calls[expr.index])
                if defined is not None and self.identity(*defined, depth + 1):
                    return True
        return False

    def _definition(self, file: PythonFile, call: f.Call) -> tuple[PythonFile, int] | None:
        name = self._names.qualify(file, call.scope, call.func)
        defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
        return defined if defined is not None and defined[0].outline.scopes[defined[1]].kind != "class" else None

    def _remember(self, file: PythonFile, statement: f.Store) -> set[str]:
        """`user_id = session.get("user_id")`."""
        assigns = [file.detail.assigns[i] for i in statement.assigns]
        if not assigns or assigns[0].value is None or not self._about(file, assigns[0].value, set()):
            return set()
        return {assign.target.id for assign in assigns if isinstance(assign.target, f.Name)}

    def _about(self, file: PythonFile, expr: f.Expr, known: set[str]) -> bool:
        """Whether an expression is of who is asking: the session, the user, a name or a function that holds them."""
        for part in parts(file, expr):
            if self._refusals.is_identity(file, part) or (isinstance(part, f.Name) and part.id in known):
                return True
            if isinstance(part, f.CallRef):
                defined = self._definition(file, file.detail.calls[part.index])
                if defined is not None and self._refusals.looks(*defined):
                    return True
        return False

    def _asks(self, file: PythonFile, statement: f.If, after: tuple[f.Stmt, ...], known: set[str]) -> bool:
        if not self._about(file, statement.test, known):
            return False
        if _negated(statement.test):
            return self._refuses(file, statement.then)
        leaves = bool(statement.then) and isinstance(statement.then[-1], f.Return)
        return self._refuses(file, statement.other) or (leaves and self._refuses(file, after))

    def _refuses(self, file: PythonFile, block: tuple[f.Stmt, ...]) -> bool:
        return not self._refusals.signs(file, block).isdisjoint({"denied", "login", "redirect"})

    def _fails(self, file: PythonFile, statement: f.Try) -> bool:
        """`try: user = of(request.headers["Authorization"])` with a handler that refuses."""
        if not any(self._about(file, e, set()) for inner in statement.body for e in _direct(file, inner)):
            return False
        return any("denied" in self._refusals.signs(file, handler.body) for handler in statement.handlers)


def _negated(test: f.Expr) -> bool:
    """Whether a test holds for a request that is not logged in, as far as its form says."""
    match test:
        case f.Op(op="not" | "not in" | "!="):
            return True
        case f.Op(op="is" | "==", operands=operands):
            return f.Const(None) in operands or f.Const(False) in operands
        case f.Op(op="or" | "and", operands=operands):
            return any(_negated(side) for side in operands)
        case f.Attr(name="is_anonymous"):
            return True
    return False


def _direct(file: PythonFile, statement: f.Stmt) -> Iterator[f.Expr]:
    """The expressions of a simple statement."""
    match statement:
        case f.Evaluate(value=value) | f.Return(value=value) | f.Raise(value=value):
            yield from parts(file, value)
        case f.Store(assigns=indexes) if indexes:
            yield from parts(file, file.detail.assigns[indexes[0]].value)
