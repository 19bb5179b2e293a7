"""The names that a piece of a tree goes by, in the file's own words."""

from __future__ import annotations

import ast


def dotted(node: ast.expr, imported: dict[str, str]) -> str:
    """The dotted name of a callee, its root written out where it was imported; "?" stands for what has no name.

    >>> dotted(ast.parse("F(x).run", mode="eval").body, {"F": "flask.Flask"})
    '?.run'
    """
    segments: list[str] = []
    if isinstance(node, ast.Subscript) and is_class(node.value):
        node = node.value  # `Users[User, UUID](...)` makes a `Users`
    while isinstance(node, ast.Attribute):
        segments.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        segments.append(imported.get(node.id, node.id))
    else:
        segments.append("?")
    segments.reverse()
    return ".".join(segments)


def is_class(node: ast.expr) -> bool:
    """Whether an expression is written as classes are, in CamelCase: constants are not."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name[:1].isupper() and not name.isupper()


def last_segment(name: str) -> str:
    """The part after the last dot."""
    return name[name.rfind(".") + 1 :]


def stem_of(target: ast.expr) -> str:
    """What an assignment target is called: "DEBUG", "self.limiter", "app.config[]"; "" for a tuple."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Subscript):
        return dotted(target.value, {}) + "[]"
    if isinstance(target, ast.Attribute):
        return dotted(target, {})
    return ""


def import_names(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str, str, str]]:
    """What an import statement binds: (module, name, bound, full name) for each of its names."""
    if isinstance(node, ast.Import):
        return [
            (alias.name, "", alias.asname or alias.name.partition(".")[0], alias.name if alias.asname else "")
            for alias in node.names
        ]
    module = node.module or ""
    return [
        (module, alias.name, alias.asname or alias.name, f"{module}.{alias.name}" if not node.level else "")
        for alias in node.names
    ]
