"""Does a test of a settings module hold in the judged environment?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.settings.serves import means
from tenfold.program.values import Env, Unknown, Value, is_known
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.settings.evaluate import Evaluator

_COMPARISONS = frozenset({"==", "!=", "in", "not in", "is", "is not"})


def judge(evaluator: Evaluator, file: PythonFile, scope: int, test: f.Expr) -> bool | None:
    """Whether `test` holds in the judged environment.

    A variable that no file sets has its default. A comparison with the word of an environment ("production") holds
    when that is the judged one, and so does a flag whose name says so (IS_PROD).
    """
    match test:
        case f.Op(op="not", operands=(inner,)):
            answer = judge(evaluator, file, scope, inner)
            return None if answer is None else not answer
        case f.Op(op="and", operands=sides):
            answers = [judge(evaluator, file, scope, side) for side in sides]
            return False if False in answers else None if None in answers else True
        case f.Op(op="or", operands=sides):
            answers = [judge(evaluator, file, scope, side) for side in sides]
            return True if True in answers else None if None in answers else False
        case f.Op(op=op, operands=(left, right)) if op in _COMPARISONS:
            return _compared(evaluator, file, scope, op, left, right)
        case f.Name(id="__debug__"):
            return True
    return _truth(evaluator, file, scope, test)


def _truth(evaluator: Evaluator, file: PythonFile, scope: int, test: f.Expr) -> bool | None:
    value = evaluator.of(file, scope, test)
    name = _name_of(test)
    if name == "TYPE_CHECKING":
        return False
    if isinstance(value, Env):
        if evaluator.supply(value.variable) is None and (value.default is None or not is_known(value.default)):
            meant = means(value.variable, evaluator.environment)
            if meant is None:
                meant = means(name, evaluator.environment)
            return meant if meant is not None else False if value.default is None else None
        return bool(value.default) if is_known(value.default) else None
    if is_known(value):
        return bool(value)
    return means(name, evaluator.environment)


def _name_of(expr: f.Expr) -> str:
    if isinstance(expr, f.Name):
        return expr.id
    return expr.name if isinstance(expr, f.Attr) else ""


def _compared(evaluator: Evaluator, file: PythonFile, scope: int, op: str, left: f.Expr, right: f.Expr) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if one == f.Name("__name__"):
            return (
                (other != f.Const("__main__")) == (op in {"==", "in", "is"}) if other == f.Const("__main__") else None
            )
    named = evaluator.names.qualify(file, scope, right)
    if named.startswith("sys.argv") or evaluator.names.qualify(file, scope, left).startswith("sys.argv"):
        return op in {"not in", "!="}
    if named == "os.environ":
        return _in_environment(evaluator, evaluator.of(file, scope, left), op)
    a, b = evaluator.of(file, scope, left), evaluator.of(file, scope, right)
    positive = op in {"==", "in", "is"}
    spoken = _spoken(evaluator, a, b)
    if spoken is None and not isinstance(b, (list, dict)):
        spoken = _spoken(evaluator, b, a)
    if spoken is not None:
        return spoken == positive
    held = [v.default if isinstance(v, Env) else v for v in (a, b)]
    if not all(is_known(v) for v in held):
        return None
    return _equal(op, held[0], held[1])


def _equal(op: str, left: Value, right: Value) -> bool | None:
    if op in {"in", "not in"}:
        if isinstance(right, str) and isinstance(left, str):
            return (left in right) == (op == "in")
        if isinstance(right, (list, dict)) and not isinstance(left, (list, dict)):
            return (left in right) == (op == "in")
        return None
    return (left == right) == (op in {"==", "is"})


def _spoken(evaluator: Evaluator, value: Value, word: Value) -> bool | None:
    """Whether something that the deployment decides is the environment that `word` (or each of its items) names."""
    if isinstance(value, Env):
        if evaluator.supply(value.variable) is not None:
            return None
    elif not isinstance(value, Unknown):
        return None
    words = word if isinstance(word, list) else [word]
    answers = [evaluator.serves(w) if isinstance(w, str) else None for w in words]
    if True in answers:
        return True
    return False if answers and None not in answers else None


def _in_environment(evaluator: Evaluator, variable: Value, op: str) -> bool | None:
    if not isinstance(variable, str):
        return None
    present = evaluator.supply(variable) is not None or means(variable, evaluator.environment) is True
    return present == (op == "in")
