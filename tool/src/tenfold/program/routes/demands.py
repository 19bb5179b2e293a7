"""Whether a function lets only those through who are known: it asks who is there, and refuses who is nobody.

A decorator or dependency is there to refuse, so that any refusal of it counts. A view, a hook or a middleware refuses
for many reasons; of these only what asks for an identity counts: a page that turns banned users away is still public.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.bodies import nested, parts
from tenfold.program.names import Names, blocks
from tenfold.program.routes.refusals import Refusal, Refusals
from tenfold.project.read import PythonFile

_MAX_DEPTH = 2
_AFTER = 20
"""Statements after `if known: return ...` that are looked at for a refusal."""

Assigned = dict[str, f.Expr]


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
            if self._refusals.may_refuse(file):
                self._known[key] = self._block(file, file.detail.bodies[scope], {}, depth)
        return self._known[key]

    def _block(self, file: PythonFile, block: tuple[f.Stmt, ...], known: Assigned, depth: int) -> bool:
        """`known` holds what each name was assigned last."""
        for i, statement in enumerate(block):
            if isinstance(statement, f.Store):
                known |= _remember(file, statement)
            if isinstance(statement, f.If) and self._asks(file, statement, block[i + 1 :], known):
                return True
            if isinstance(statement, f.Try) and self._fails(file, statement):
                return True
            inside = blocks(statement)
            if isinstance(statement, f.If) and self._is_brought(file, statement.test, known):
                inside = statement.other  # what stands in `if token is not None` is met by those alone who bring one
            if self._block(file, inside, known, depth) or self._calls(file, statement, depth):
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

    def _about(self, file: PythonFile, expr: f.Expr, known: Assigned) -> bool:
        """Whether an expression is of who is asking: the session, the user, a name or a function that holds them."""
        for part in parts(file, expr):
            if self._refusals.is_identity(file, part):
                return True
            # What a name was assigned is looked at once, so that `a = b; b = a` ends.
            if isinstance(part, f.Name) and part.id in known and self._about(file, known[part.id], {}):
                return True
            if isinstance(part, f.CallRef):
                defined = self._definition(file, file.detail.calls[part.index])
                if defined is not None and self._refusals.looks(*defined):
                    return True
        return False

    def _is_brought(self, file: PythonFile, test: f.Expr, known: Assigned) -> bool:
        """Whether a test holds for those who bring a credential: `if token`, `if request.user is not None`."""
        match test:
            case f.Op(op="is not" | "!=", operands=(left, f.Const(value=None))):
                return self._about(file, left, known)
            case f.Name() | f.Attr():
                return self._about(file, test, known)
        return False

    def _asks(self, file: PythonFile, statement: f.If, after: tuple[f.Stmt, ...], known: Assigned) -> bool:
        about = [side for side in _sides(statement.test) if self._about(file, side, known)]
        if not about:
            return False
        if any(_negated(side) for side in about):
            return self._refuses(file, statement.then)
        leaves = bool(statement.then) and isinstance(statement.then[-1], f.Return)
        return self._refuses(file, statement.other) or (leaves and self._ends(file, after))

    def _ends(self, file: PythonFile, after: tuple[f.Stmt, ...]) -> bool:
        """Whether who was not let through is refused at once: what stands behind a further test has other reasons."""
        simple = tuple(itertools.takewhile(lambda s: not blocks(s), after[:_AFTER]))
        return not self._refusals.signs(file, simple).isdisjoint({"denied", "login"})

    def _refuses(self, file: PythonFile, block: tuple[f.Stmt, ...]) -> bool:
        return not self._refusals.signs(file, block).isdisjoint({"denied", "login", "redirect"})

    def _fails(self, file: PythonFile, statement: f.Try) -> bool:
        """`try: user = of(request.headers["Authorization"])` with a handler that refuses."""
        if not any("denied" in self._refusals.signs(file, handler.body) for handler in statement.handlers):
            return False
        return any(self._refusals.is_identity(file, e) for inner in statement.body for e in _direct(file, inner))


def _remember(file: PythonFile, statement: f.Store) -> Assigned:
    """`user_id = session.get("user_id")`."""
    assigns = [file.detail.assigns[i] for i in statement.assigns]
    value = assigns[0].value if assigns else None
    if value is None:
        return {}
    return {assign.target.id: value for assign in assigns if isinstance(assign.target, f.Name)}


def _sides(test: f.Expr) -> list[f.Expr]:
    """What a test asks, each by itself: `not settings.OPEN or request.user.is_authenticated` asks two things."""
    if isinstance(test, f.Op) and test.op in {"or", "and"}:
        return [inner for side in test.operands for inner in _sides(side)]
    return [test]


def _negated(test: f.Expr) -> bool:
    """Whether a test holds for a request that is not logged in, as far as its form says."""
    match test:
        case f.Op(op="not" | "not in" | "!="):
            return True
        case f.Op(op="is" | "==", operands=operands):
            return f.Const(None) in operands or f.Const(False) in operands
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
