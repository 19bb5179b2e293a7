"""The text of a header as far as the source tells it, holes included."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.policies.csp import HOLE, MAX_LENGTH
from tenfold.program.names import Names
from tenfold.program.values import Env, Made, Unknown, Value, Values
from tenfold.project.read import PythonFile

_MAX_DEPTH = 12
_KEYWORDS = ("csp.constants.", "django.utils.csp.CSP.", "django.utils.csp.")
Spot = tuple[PythonFile, int, f.Expr]
"""An expression with its file and scope."""


class Texts:
    """Tells the texts of expressions; a part that is not constant is a hole."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values

    def resolve(self, file: PythonFile, scope: int, expr: f.Expr, depth: int = 0) -> Spot:
        """What a name stands for: its only assignment, here or further out, or in the module it comes from."""
        if not isinstance(expr, f.Name) or depth > _MAX_DEPTH:
            return file, scope, expr
        names = self._names.of(file.path)
        at = scope
        while at >= 0:
            bound = names.scopes[at].get(expr.id)
            if bound:
                assigns = [b for b in bound if isinstance(b, f.Assign) and b.kind in {"=", ":"} and b.value is not None]
                if len(assigns) == len(bound) == 1 and isinstance(assigns[0].target, f.Name):
                    return self.resolve(file, at, assigns[0].value or expr, depth + 1)
                imported = bound[0]
                if isinstance(imported, f.Import) and imported.name:
                    source = self._names.files.get(self._names.imported_module(file, imported))
                    return self.resolve(source, 0, f.Name(imported.name), depth + 1) if source else (file, scope, expr)
                return file, scope, expr
            at = file.outline.scopes[at].parent
        return file, scope, expr

    def of(self, file: PythonFile, scope: int, expr: f.Expr | None, depth: int = 0) -> str:
        """The text of an expression; `HOLE` when nothing of it is known."""
        if expr is None or depth > _MAX_DEPTH:
            return HOLE
        file, scope, expr = self.resolve(file, scope, expr)
        return self._of(file, scope, expr, depth + 1)[:MAX_LENGTH]

    def _of(self, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> str:
        match expr:
            case f.Const(value=value):
                return "" if value is None else str(value)
            case f.Format(parts=parts):
                return "".join(self.of(file, scope, part, depth) for part in parts)
            case f.Field(value=value):
                return self.of(file, scope, value, depth)
            case f.Op(op="+", operands=operands):
                return "".join(self.of(file, scope, side, depth) for side in operands)
            case f.Op(op="%", operands=(left, *_)):
                return self.of(file, scope, left, depth).replace("%s", HOLE)
            case f.CallRef(index=index):
                return self._call(file, file.detail.calls[index], depth)
            case f.Mapping() | f.Sequence():
                return join_policy(self._values.of(file, scope, expr))
        known = self._values.of(file, scope, expr)
        return known if isinstance(known, str) else HOLE

    def _call(self, file: PythonFile, call: f.Call, depth: int) -> str:
        func = call.func
        if isinstance(func, f.Attr):
            owner = self.of(file, call.scope, func.value, depth)
            if func.name == "join" and call.args:
                _, scope, items = self.resolve(file, call.scope, call.args[0])
                if isinstance(items, f.Sequence):
                    return owner.join(self.of(file, scope, item, depth) for item in items.items)
                return HOLE
            if func.name in {"format", "strip", "replace", "format_map"} and owner != HOLE:
                return " ".join(owner.split()) if func.name != "format" else owner
            if func.name in {"encode", "decode", "rstrip", "lstrip"}:
                return owner
        return HOLE


def source_text(value: Value) -> str:
    """One source expression, with the constants of django-csp and Django ("csp.constants.SELF")."""
    if isinstance(value, str):
        return value
    if isinstance(value, Made):
        for prefix in _KEYWORDS:
            if value.name.startswith(prefix):
                word = value.name.rpartition(".")[2].lower().replace("_", "-")
                return f"'nonce-{HOLE}'" if word == "nonce" else f"'{word}'"
    if isinstance(value, Env) and isinstance(value.default, str):
        return value.default
    return HOLE


def directive(value: Value) -> tuple[str, ...] | None:
    """The sources of a directive that is given as a text, a list or a flag; None when it is switched off."""
    if value is None or value is False:
        return None
    if value is True:
        return ()
    if isinstance(value, list):
        return tuple(word for item in value for word in source_text(item).split() or [HOLE])
    if isinstance(value, Env):
        return directive(value.default) if not isinstance(value.default, Unknown) else (HOLE,)
    return tuple(source_text(value).split())


def directives(value: Value) -> dict[str, tuple[str, ...]] | None:
    """The directives of a policy that is given as a dict; None when the value is none, or hides a part."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return None
    return {str(key): words for key, given in value.items() if (words := directive(given)) is not None}


def join_policy(value: Value) -> str:
    """The text of a policy that is given as a text, a dict or a list of directives."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(str(item) for item in value)
    known = directives(value)
    return "; ".join(" ".join((name, *words)) for name, words in known.items()) if known is not None else HOLE
