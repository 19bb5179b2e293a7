"""Questions about the expression trees of templates; iterative, so that no tree is too deep to ask."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import template_facts as t

_SAFE_FILTERS = {"safe", "safeseq"}
_MARKUP = {"Markup", "mark_safe"}


def children(tree: t.Expr) -> tuple[t.Expr, ...]:
    """The expressions inside one, in the order in which they are written (nearly: a condition follows its value)."""
    match tree:
        case t.Attr(value=value):
            return (value,)
        case t.Item(value=value, index=index):
            return (value, index)
        case t.Call(func=func, args=args, keywords=keywords):
            return (func, *args, *[keyword.value for keyword in keywords])
        case t.Filter(value=value, args=args, keywords=keywords):
            return (value, *args, *[keyword.value for keyword in keywords])
        case t.Test(value=value, args=args):
            return (value, *args)
        case t.Concat(parts=parts) | t.Op(operands=parts) | t.Sequence(items=parts):
            return parts
        case t.Conditional(test=test, then=then, other=other):
            return (then, test) if other is None else (then, test, other)
        case t.Mapping(keys=keys, values=values):
            return tuple([part for pair in zip(keys, values, strict=False) for part in pair])
        case t.Slice(lower=lower, upper=upper, step=step):
            return tuple([part for part in (lower, upper, step) if part is not None])
    return ()


def walk(tree: t.Expr) -> Iterator[t.Expr]:
    """The tree and all expressions in it, outer ones first."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def depth_of(tree: t.Expr) -> int:
    """How many nodes stand inside each other."""
    deepest = 0
    pending = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        deepest = max(deepest, depth)
        pending.extend([(child, depth + 1) for child in children(node)])
    return deepest


def roots_of(tree: t.Expr) -> tuple[str, ...]:
    """The variables that an expression reads, function names included, in order of appearance."""
    node = tree
    while isinstance(node, t.Attr):
        node = node.value
    if isinstance(node, t.Name):
        return (node.id,)
    names: dict[str, None] = {}
    for node in walk(tree):
        if isinstance(node, t.Name):
            names[node.id] = None
        elif isinstance(node, t.Opaque):
            names.update(dict.fromkeys(node.names))
    return tuple(names)


def path_of(tree: t.Expr) -> str:
    """The dotted path of a name, attribute or constant item, below filters and calls; "" for anything else."""
    parts: list[str] = []
    while True:
        match tree:
            case t.Name(id=name):
                return ".".join([name, *reversed(parts)])
            case t.Attr(value=value, name=name):
                parts.append(name)
                tree = value
            case t.Item(value=value, index=t.Const(value=index)) if index is not None:
                parts.append(str(index))
                tree = value
            case t.Call(func=value) | t.Filter(value=value) if not parts:
                tree = value
            case _:
                return ""


def is_safe(tree: t.Expr) -> bool:
    """Whether the value, or a part that is joined into it, is declared safe HTML."""
    pending = [tree]
    while pending:
        match pending.pop():
            case t.Filter(value=value, name=name):
                if name in _SAFE_FILTERS:
                    return True
                pending.append(value)
            case t.Call(func=func):
                if path_of(func).rpartition(".")[2] in _MARKUP:
                    return True
            case t.Conditional(then=then, other=other):
                pending.extend([then] if other is None else [then, other])
            case t.Concat(parts=parts):
                pending.extend(parts)
            case t.Op(op="+" | "or" | "and" | "%", operands=parts):
                pending.extend(parts)
    return False


def constant_names(tree: t.Expr) -> list[str]:
    """The template names that an expression may give; "" stands for a computed one."""
    match tree:
        case t.Const(value=str(name)):
            return [name]
        case t.Sequence(items=items) if items:
            return [name for item in items for name in constant_names(item)]
        case t.Conditional(then=then, other=other):
            return [*constant_names(then), *(constant_names(other) if other is not None else [])]
    return [""]
