"""What answers a route: a function, a class, a class's `as_view()`, or one of these wrapped."""

from __future__ import annotations

from tenfold.frameworks import view_bases
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import Names, qualname
from tenfold.program.routes.graph import Spot, View
from tenfold.program.values import Values
from tenfold.project.read import PythonFile

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_MAX_WRAPPERS = 8


class Views:
    """Resolves view expressions and what classes answer."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values

    @staticmethod
    def name(file: PythonFile, scope: int) -> str:
        """The qualified name of a definition."""
        return f"{file.path}:{qualname(file, scope)}"

    @staticmethod
    def place(file: PythonFile, scope: int) -> Place:
        """Where a definition stands."""
        definition = file.outline.scopes[scope]
        return Place(file.path, f.line_of(definition.at), f.column_of(definition.at), definition.end)

    def of(self, file: PythonFile, scope: int, expr: f.Expr | None) -> View:
        """The view that an expression gives.

        Args:
            file: where the expression stands.
            scope: the scope that it stands in.
            expr: `view`, `module.view`, `View.as_view()`, `login_required(view)`, `require_POST(csrf_exempt(view))`.
        """
        wrappers: list[Spot] = []
        keywords: tuple[f.Keyword, ...] = ()
        for _ in range(_MAX_WRAPPERS):
            file, scope, expr = self.value(file, scope, expr)
            if not isinstance(expr, f.CallRef):
                break
            call = file.detail.calls[expr.index]
            if isinstance(call.func, f.Attr) and call.func.name in {"as_view", "as_asgi", "as_wsgi"}:
                keywords, expr = call.keywords, call.func.value
                break
            inner = next((arg for arg in call.args if not isinstance(arg, (f.Const, f.Star))), None)
            called = self._names.qualify(file, call.scope, call.func)
            if self._is_class(called):
                expr = call.func
                break
            if inner is None or not called:
                break
            place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
            if called.rpartition(".")[2] != "partial":
                wrappers.append(Spot(file, call.scope, call.func, place))
            expr = inner
        return self._named(file, scope, expr, tuple(wrappers), keywords)

    def _is_class(self, name: str) -> bool:
        defined = self._names.definition(name) if not name.endswith("()") else None
        return name in view_bases() or (defined is not None and defined[0].outline.scopes[defined[1]].kind == "class")

    def value(self, file: PythonFile, scope: int, expr: f.Expr | None) -> tuple[PythonFile, int, f.Expr | None]:
        """Follow a name to the expression that it is assigned, in its own file or the one it is imported from."""
        for _ in range(6):
            found = self._assigned(file, scope, expr.id) if isinstance(expr, f.Name) else None
            if found is None:
                break
            file, scope, expr = found
        return file, scope, expr

    def _assigned(self, file: PythonFile, scope: int, name: str) -> tuple[PythonFile, int, f.Expr] | None:
        names = self._names.of(file.path)
        while scope >= 0:
            for binding in names.scopes[scope].get(name, ()):
                if isinstance(binding, f.Import) and binding.name:
                    source = self._names.imported_module(file, binding)
                    if source not in self._names.files:
                        return None
                    other = self._names.files[source]
                    return self._assigned(other, 0, binding.name) if other is not file else None
                if isinstance(binding, f.Assign) and binding.kind == "=" and binding.value is not None:
                    return file, scope, binding.value
                return None
            scope = file.outline.scopes[scope].parent
        return None

    def _named(
        self, file: PythonFile, scope: int, expr: f.Expr | None, wrappers: tuple[Spot, ...],
        keywords: tuple[f.Keyword, ...],
    ) -> View:  # fmt: skip
        if isinstance(expr, f.Function):
            return View(self.name(file, expr.scope), file, expr.scope, wrappers)
        name = self._names.qualify(file, scope, expr) if expr is not None else ""
        defined = self._names.definition(name)
        if defined is None:
            return View(name.replace("()", ""), wrappers=wrappers, keywords=keywords)
        return View(name.replace("()", ""), defined[0], defined[1], wrappers, keywords=keywords)

    def definitions(self, view: View) -> list[tuple[PythonFile, int]]:
        """The classes of the project that a class view consists of, nearest first."""
        if view.file is None or not view.is_class:
            return []
        found = (self._names.definition(name) for name in self._names.ancestors(self.name(view.file, view.scope)))
        return [one for one in found if one is not None]

    def bases(self, view: View) -> list[str]:
        """The qualified names of a class view and all its bases, nearest first."""
        if view.file is None or view.scope < 0:
            return [view.name]
        return [base.replace("()", "") for base in self._names.ancestors(self.name(view.file, view.scope))]

    def member(self, view: View, name: str) -> tuple[PythonFile, int] | None:
        """The method `name` of a class view: its file and scope."""
        for file, scope in self.definitions(view):
            for binding in self._names.of(file.path).scopes[scope].get(name, ()):
                if isinstance(binding, int):
                    return file, binding
        return None

    def attribute(self, view: View, name: str) -> tuple[PythonFile, int, f.Assign] | None:
        """The class attribute `name` of a class view: its file, class scope and assignment."""
        for file, scope in self.definitions(view):
            for binding in self._names.of(file.path).scopes[scope].get(name, ()):
                if isinstance(binding, f.Assign) and binding.value is not None:
                    return file, scope, binding
        return None

    def class_methods(self, view: View) -> tuple[str, ...]:
        """The HTTP methods that a class view answers."""
        limited = self._limited(view)
        found = {verb.upper() for verb in VERBS[:5] if self.member(view, verb) is not None}
        if limited and not found:
            return tuple(sorted(limited))
        known = view_bases()
        for base in self.bases(view):
            if base in known:
                found.update(known[base].methods)
        return tuple(sorted(found & limited if limited else found))

    def _limited(self, view: View) -> set[str]:
        """What `methods = [...]` or `http_method_names = [...]` leaves."""
        for name in ("http_method_names", "methods"):
            found = self.attribute(view, name)
            if found is not None:
                value = self._values.of(found[0], found[1], found[2].value)
                if isinstance(value, list):
                    return {item.upper() for item in value if isinstance(item, str)}
        return set()
