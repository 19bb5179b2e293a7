"""Response headers that the app's own code sets, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import Value
from tenfold.project.read import PythonFile

_SETTERS = frozenset({"setdefault", "add", "set", "append"})


def stores(app: App, file: PythonFile, header: str) -> Iterator[tuple[Place, Value]]:
    """Where a header (lower case) is set by name in a file, and its value."""
    values = app.program.values
    for assign in file.detail.assigns:
        if isinstance(assign.target, f.Item) and assign.kind == "=":
            key = values.of(file, assign.scope, assign.target.index)
            if isinstance(key, str) and key.lower() == header:
                yield Place(file.path, f.line_of(assign.at)), values.of(file, assign.scope, assign.value)
    for call in () if _SETTERS.isdisjoint(file.outline.called) else file.detail.calls:
        if isinstance(call.func, f.Attr) and call.func.name in _SETTERS and len(call.args) > 1:
            key = values.of(file, call.scope, call.args[0])
            if isinstance(key, str) and key.lower() == header:
                yield Place(file.path, f.line_of(call.at)), values.of(file, call.scope, call.args[1])
