"""What the fields of a model hold, and which field of a variable a text shows: pure looks at facts."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.project.read import PythonFile

_MAX_DEPTH = 14
SAFE_FIELDS = (
    "Integer", "Decimal", "Float", "Boolean", "Date", "Time", "UUID", "Auto", "Numeric", "Duration", "Interval",
    "Enum", "IPAddress", "Slug",
)  # fmt: skip
"""Parts of the names of field types that hold no text of a user's."""

_SAFE_WORDS = frozenset({"int", "bool", "float", "date", "datetime"})
_RELATIONS = ("Foreign", "relationship", "ManyToMany", "OneToOne")


def holds_text(kind: str) -> bool:
    """Whether a field of a type ("CharField", "Mapped str") may hold text that a user wrote."""
    if any(word in kind for word in _RELATIONS):
        return False
    words = kind.split()
    return _SAFE_WORDS.isdisjoint(words) and not any(safe in word for word in words for safe in SAFE_FIELDS)


def field_type(file: PythonFile, assign: f.Assign) -> str:
    """The words of a field's type, from its annotation and its value."""
    texts: list[str] = []
    if assign.annotation is not None:
        texts.extend(named(assign.annotation))
    if isinstance(assign.value, f.CallRef):
        call = file.detail.calls[assign.value.index]
        texts.append(call.name.rpartition(".")[2])
        for arg in (*call.args[:2], *(k.value for k in call.keywords if k.name in {"type_", "sa_type"})):
            inner = file.detail.calls[arg.index].func if isinstance(arg, f.CallRef) else arg
            texts.extend(named(inner))
    return " ".join(texts)


def writes(owner: f.Scope) -> bool:
    """Whether a class with a `model` writes it: a form's or serializer's Meta, a view that creates or changes."""
    bases = " ".join(name for base in owner.bases for name in named(base))
    return owner.name == "Meta" or any(word in bases for word in ("Create", "Update", "Form", "ViewSet", "Serializer"))


def named(expr: f.Expr) -> list[str]:
    """The last segments of the names in a type: "Mapped" and "str" of `Mapped[str]`."""
    match expr:
        case f.Name(id=name):
            return [name]
        case f.Attr(name=name):
            return [name]
        case f.Item(value=value, index=index):
            return [*named(value), *named(index)]
        case f.Sequence(items=items) | f.Op(operands=items):
            return [name for item in items[:4] for name in named(item)]
    return []


def field_of(file: PythonFile, expr: f.Expr, name: str, depth: int = 0) -> str | None:
    """The attribute or column of variable `name` that a text shows; "" for the variable itself, None without it.

    What is given to a function is that function's, but for `str.format` and `str.join`.
    """
    if depth > _MAX_DEPTH:
        return None
    inner: tuple[f.Expr, ...] = ()
    match expr:
        case f.Name(id=found):
            return "" if found == name else None
        case f.Attr(value=value, name=attribute):
            return attribute if value == f.Name(name) else field_of(file, value, name, depth + 1)
        case f.Item(value=value, index=index):
            column = index.value if isinstance(index, f.Const) else ""
            return str(column) if value == f.Name(name) else field_of(file, value, name, depth + 1)
        case f.Format(parts=inner) | f.Sequence(items=inner) | f.Op(op="+" | "%" | "or", operands=inner):
            pass
        case f.Field(value=value) | f.Await(value=value):
            inner = (value,)
        case f.Conditional(then=then, other=other):
            inner = (then, other)
        case f.CallRef(index=at):
            call = file.detail.calls[at]
            if isinstance(call.func, f.Attr):
                built = call.func.name in {"format", "join"}
                inner = (call.func.value, *(call.args if built else ()), *(k.value for k in call.keywords if built))
    return next((field for part in inner if (field := field_of(file, part, name, depth + 1)) is not None), None)
