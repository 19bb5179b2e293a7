"""What a function asks of a value before it uses it: the tests in front of a place, and what they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.bodies import parts, statements
from tenfold.program.names import Names
from tenfold.project.read import PythonFile

_NO_CHECK = frozenset({"len", "isinstance", "print", "str", "bool", "hasattr", "callable"})
_READING = frozenset({"get", "getlist", "strip", "lower", "upper", "encode", "decode", "split", "exists", "is_file",
                      "is_dir", "isfile", "isdir", "filter", "filter_by", "execute", "query", "scalar",
                      "scalars"})  # fmt: skip
_CHECKING = re.compile("check|valid|ensure|assert|verif|sanit|allow|safe|guard|restrict|confine|refuse|reject")
_MAX_ROUNDS = 6


def related(file: PythonFile, scope: int, names: Names, expr: f.Expr) -> frozenset[str]:
    """The local variables that an expression is made of, and those that are made of these."""
    own = names.of(file.path).scopes[scope]
    found = {part.id for part in parts(file, expr) if isinstance(part, f.Name) and part.id in own}
    found -= {"request", "self", "cls"}
    assigns = [a for a in file.detail.assigns if a.scope == scope and a.value is not None]
    if isinstance(expr, f.CallRef):
        # The variable that keeps it is asked in its place.
        kept = (assign.target for assign in assigns if any(part == expr for part in parts(file, assign.value)))
        found |= {part.id for target in kept for part in parts(file, target) if isinstance(part, f.Name)}
    for _ in range(_MAX_ROUNDS):
        before = len(found)
        for assign in assigns:
            targets = {p.id for p in parts(file, assign.target) if isinstance(p, f.Name)}
            used = {p.id for p in parts(file, assign.value) if isinstance(p, f.Name) and p.id in own}
            used -= {"request", "self", "cls"}
            if targets & found:
                found |= used
            elif used & found:
                found |= targets
        if len(found) == before:
            break
    return frozenset(found)


def tests(file: PythonFile, scope: int, before: int) -> Iterator[f.Expr]:
    """Every condition of `scope` that stands in front of a packed position, conditional expressions included."""
    for statement in statements(file, scope):
        match statement:
            case f.If(test=test, at=at) | f.While(test=test, at=at) if at <= before:
                yield test
            case f.Match(subject=subject, at=at) if at <= before:
                yield f.Op("in", (subject, f.Sequence("tuple", ())))
            case f.Evaluate(value=f.CallRef(index=index), at=at) if at < before:
                if _CHECKING.search(file.detail.calls[index].name.rpartition(".")[2].lower()):
                    yield f.CallRef(index)
            case f.Store(assigns=indexes):
                for index in indexes:
                    if file.detail.assigns[index].at <= before:
                        yield from (p.test for p in parts(file, file.detail.assigns[index].value)
                                    if isinstance(p, f.Conditional))  # fmt: skip
            case f.Return(value=value, at=at) if at <= before:
                yield from (p.test for p in parts(file, value) if isinstance(p, f.Conditional))


def checks(file: PythonFile, scope: int, names: Names, expr: f.Expr, before: int) -> Iterator[f.Expr]:
    """The parts of conditions in front of a place that look at what an expression is made of.

    Whether it is empty, how long it is or whether such a file exists is no check of what it holds.
    """
    about = related(file, scope, names, expr)
    same = frozenset(text for part in parts(file, expr) if "request" in (text := _reading(file, part)))
    for test in tests(file, scope, before):
        for part in parts(file, test):
            if _looks_at(file, part, about | same):
                yield part


def _looks_at(file: PythonFile, part: f.Expr, about: frozenset[str]) -> bool:
    match part:
        case f.Attr(name="netloc" | "hostname", value=value):
            return _mentions(file, value, about)
        case f.Op(op="in" | "not in" | "==" | "!=", operands=operands):
            if any(side in (f.Const(None), f.Const("")) for side in operands):
                return False
            return any(_mentions(file, side, about) for side in operands)
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            name = call.name.rpartition(".")[2]
            if name in _NO_CHECK or name in _READING:
                return False
            if isinstance(call.func, f.Attr) and _mentions(file, call.func.value, about):
                return True
            return any(_mentions(file, arg, about) for arg in (*call.args, *(k.value for k in call.keywords)))
    return False


def _mentions(file: PythonFile, expr: f.Expr, about: frozenset[str]) -> bool:
    return any(
        (isinstance(part, f.Name) and part.id in about) or _reading(file, part) in about for part in parts(file, expr)
    )


def _reading(file: PythonFile, expr: f.Expr) -> str:
    """`request.args.get("next")` and `request.form["next"]` as text, to find the same again; "" for others."""
    match expr:
        case f.Item(value=f.Attr(value=owner, name=name), index=f.Const(value=key)):
            return f"{_dotted(owner)}.{name}[{key!r}]"
        case f.CallRef(index=index):
            call = file.detail.calls[index]
            if isinstance(call.func, f.Attr) and call.func.name == "get" and call.args:
                first = call.args[0]
                return f"{_dotted(call.func.value)}[{first.value!r}]" if isinstance(first, f.Const) else ""
    return ""


def _dotted(expr: f.Expr) -> str:
    match expr:
        case f.Name(id=name):
            return name
        case f.Attr(value=value, name=name):
            return f"{_dotted(value)}.{name}"
    return "?"
