"""Statements that change a part of what a name holds: `X["a"] = ...`, `X += [...]`, `X.append(...)`."""

from __future__ import annotations

from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.program.settings.evaluate import Evaluator
from tenfold.program.settings.traced import (
    Key,
    State,
    Traced,
    entry,
    joined,
    mapping,
    merged,
    pairs,
    parts,
    sequence,
    with_entry,
)
from tenfold.program.values import MAX_SIZE, UNKNOWN, Env, Made, Unknown
from tenfold.project.read import PythonFile

_NAMESPACES = frozenset({"builtins.globals", "builtins.locals", "builtins.vars"})
_MAX_KEYS = 12


class Mutations:
    """Changes the frames of an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def _target(self, file: PythonFile, scope: int, expr: f.Expr) -> tuple[str, tuple[Key, ...]] | None:
        """The name and the keys of `NAME["a"]["b"]`; `globals()["NAME"]` is NAME."""
        keys: list[Key] = []
        while isinstance(expr, f.Item) and len(keys) < _MAX_KEYS:
            key = self.evaluator.of(file, scope, expr.index)
            keys.append(Unknown("key") if isinstance(key, (list, dict)) else key)
            expr = expr.value
        keys.reverse()
        if isinstance(expr, f.Name):
            return expr.id, tuple(keys)
        if self._is_namespace(file, scope, expr) and keys and isinstance(keys[0], str):
            return keys[0], tuple(keys[1:])
        return None

    def _is_namespace(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        return self.evaluator.names.qualify(file, scope, expr).removesuffix("()") in _NAMESPACES

    def _frame(self, file: PythonFile, scope: int, name: str) -> State:
        """The frame of the scope that holds the name; else that of `scope`."""
        at = scope
        while at >= 0:
            frame = self.evaluator.frames.get((file.path, at))
            if frame is not None and name in frame:
                return frame
            at = file.outline.scopes[at].parent
        return self.evaluator.frames.setdefault((file.path, scope), {})

    def change(self, state: State, name: str, keys: tuple[Key, ...], new: Traced, owner: str) -> None:
        """Put `new` under the keys of what `state` holds for a name."""
        placed = replace(new, module=owner)
        before = state.get(name)
        self.evaluator.spent += (before.weight if before is not None else 0) // 10
        if not keys:
            overridden = (*before.overridden, before.place) if before is not None and before.place != new.place else ()
            state[name] = replace(placed, overridden=overridden)
        else:
            state[name] = with_entry(before, keys, placed)

    def put(self, file: PythonFile, scope: int, target: f.Expr, new: Traced, owner: str) -> None:
        """Run `NAME["a"]["b"] = new`."""
        found = self._target(file, scope, target)
        if found is None:
            return
        name, keys = found
        frame = self._frame(file, scope, name)
        if name not in frame:
            held = self.evaluator.held(file, scope, name)
            if held is not None:
                frame[name] = held
        self.change(frame, name, keys, replace(new, place=self.evaluator.place), owner)

    def augment(self, file: PythonFile, scope: int, assign: f.Assign, new: Traced, owner: str) -> None:
        """Run `NAME += new`, `NAME |= new` and the like."""
        before = self.evaluator.traced(file, scope, assign.target)
        whole = augmented(before, assign.kind, new)
        if isinstance(assign.target, f.Name):
            frame = self._frame(file, scope, assign.target.id)
            frame[assign.target.id] = replace(whole, module=before.module or owner)
        else:
            self.put(file, scope, assign.target, whole, owner)

    def call(self, file: PythonFile, scope: int, call: f.Call, owner: str) -> None:
        """Run `NAME.append(x)` and the other methods that change a list or a dict."""
        if not isinstance(call.func, f.Attr):
            return
        method = call.func.name
        if self._is_namespace(file, scope, call.func.value):
            if method == "update":
                frame = self.evaluator.frames[file.path, scope]
                for key, value in pairs(self.evaluator.keywords(file, call)):
                    if isinstance(key, str):
                        self.change(frame, key, (), value, owner)
            return
        found = self._target(file, scope, call.func.value)
        if found is None or method not in METHODS:
            return
        before = self.evaluator.traced(file, scope, call.func.value)
        whole = self.changed(file, call, before)
        if whole is None or whole is before:
            return
        name, keys = found
        frame = self._frame(file, scope, name)
        if not keys:
            frame[name] = whole
        else:
            self.change(frame, name, keys, whole, owner)

    def changed(self, file: PythonFile, call: f.Call, before: Traced) -> Traced | None:
        """What a list or dict is after one of its methods was called; None when nothing is known of it."""
        self.evaluator.spent += before.weight // 10
        assert isinstance(call.func, f.Attr)
        method = call.func.name
        args = [self.evaluator.traced(file, call.scope, arg) for arg in call.args[:3]]
        if isinstance(before.value, list):
            return _list_method(before, method, args)
        if isinstance(before.value, dict):
            if method == "update":
                return merged(before, self.evaluator.keywords(file, call))
            return _dict_method(before, method, args)
        return None


METHODS = frozenset({
    "append", "add", "extend", "insert", "remove", "discard", "pop", "clear", "update", "setdefault", "reverse",
})  # fmt: skip


def augmented(before: Traced, kind: str, new: Traced) -> Traced:
    """`before += new` or `before |= new`; other operators give something unknown."""
    if kind == "+=" and (isinstance(before.value, list) or isinstance(new.value, list)):
        return joined(before, new)
    if kind == "|=" and isinstance(before.value, dict) and isinstance(new.value, dict):
        return merged(before, new)
    if kind == "|=" and isinstance(before.value, list) and isinstance(new.value, list):
        return joined(before, new)
    if kind == "+=" and isinstance(before.value, str) and isinstance(new.value, str):
        text = before.value + new.value
        return replace(before, value=text if len(text) <= MAX_SIZE else UNKNOWN)
    return replace(before, value=UNKNOWN, items=(), entries=(), weight=1)


def _list_method(before: Traced, method: str, args: list[Traced]) -> Traced | None:
    items = parts(before)
    if method == "clear":
        return sequence((), before)
    if method == "reverse":
        return sequence(tuple(reversed(items)), before)
    if method == "pop":
        at = args[0].value if args else -1
        if isinstance(at, int) and -len(items) <= at < len(items):
            kept = list(items)
            del kept[at]
            return sequence(tuple(kept), before)
        return before
    if not args:
        return before
    match method:
        case "append" | "add":
            return sequence((*items, args[0]), before)
        case "extend" | "update":
            return joined(before, args[0])
        case "insert" if len(args) > 1:
            at = args[0].value
            index = at if isinstance(at, int) else len(items)
            ordered = list(items)
            ordered.insert(index, args[1])
            return sequence(tuple(ordered), before)
        case "remove" | "discard":
            at = next((i for i, item in enumerate(items) if item.value == args[0].value), -1)
            return sequence((*items[:at], *items[at + 1 :]), before) if at >= 0 else before
    return before


def _dict_method(before: Traced, method: str, args: list[Traced]) -> Traced | None:
    if method == "clear":
        return mapping((), before)
    if not args:
        return before
    key = args[0].value
    if isinstance(key, (list, dict, Env, Made, Unknown)):
        return before
    if method == "setdefault" and len(args) > 1 and entry(before, key) is None:
        return mapping((*pairs(before), (key, args[1])), before)
    if method == "pop":
        return mapping(tuple(pair for pair in pairs(before) if pair[0] != key), before)
    return before
