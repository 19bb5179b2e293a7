"""What a function does to text on its way into HTML: cleans it, escapes it, or calls it safe as it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import calls as calls_in
from tenfold.program.bodies import nested, parts
from tenfold.program.names import qualname, returns
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

Treatment = Literal["cleans", "escapes", "marks", ""]
_MAX_DEPTH = 3
_REGISTERING = frozenset({"filter", "app_template_filter", "template_filter", "stringfilter", "add_template_filter",
                          "add_app_template_filter"})  # fmt: skip
_BUILDERS = frozenset({"django.utils.html.format_html", "django.template.loader.render_to_string",
                       "django.utils.html.format_html_join", "flask.render_template"})  # fmt: skip


class HtmlSafety:
    """Judges calls and template filters of one app by what is declared of the functions that they lead to."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._protections = frameworks.protections()
        self._sinks = frameworks.html_sinks()
        self._known: dict[tuple[str, int], Treatment] = {}

    def of_name(self, name: str) -> Treatment:
        """What a declared function does."""
        bare = name.replace("()", "")
        if bare in _BUILDERS:
            return "escapes"
        wanted = {p.requirement for p in self._protections.get(bare, ()) if p.how == "call"}
        if "input.sanitized" in wanted:
            return "cleans"
        return "escapes" if "xss.escaping" in wanted else ""

    def of_call(self, file: PythonFile, call: f.Call, depth: int = 0) -> Treatment:
        """What a call does to its argument, looked at through functions of the project."""
        name = self._names.qualify(file, call.scope, call.func)
        direct = self.of_name(name)
        if direct:
            return direct
        defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
        return self.of_function(*defined, depth + 1) if defined is not None else ""

    def of_function(self, file: PythonFile, scope: int, depth: int = 0) -> Treatment:
        """What a function of the project does to its argument: cleaning anywhere in it counts, marking at its end."""
        key = (file.path, scope)
        if file.outline.scopes[scope].kind == "class":
            return ""
        if key not in self._known:
            self._known[key] = ""
            if depth <= _MAX_DEPTH:
                self._known[key] = self._of_function(file, scope, depth)
        return self._known[key]

    def _of_function(self, file: PythonFile, scope: int, depth: int) -> Treatment:
        treatments = {
            self.of_call(file, call, depth) for index in nested(file, scope) for call in calls_in(file, index)
        }
        if "cleans" in treatments:
            return "cleans"
        marked = any(self.marks(file, value) for value in returns(file.detail.bodies[scope]))
        if "escapes" in treatments:
            return "escapes"
        return "marks" if marked or "marks" in treatments else ""

    def marks(self, file: PythonFile, expr: f.Expr) -> bool:
        """Whether an expression calls a text of data safe: `Markup(text)`, `mark_safe(f"<b>{text}</b>")`."""
        if not isinstance(expr, f.CallRef):
            return False
        call = file.detail.calls[expr.index]
        sink = self._sinks.get(self._names.qualify(file, call.scope, call.func).replace("()", ""))
        return sink is not None and sink.kind == "markup" and bool(call.args) and not isinstance(call.args[0], f.Const)

    def safe_expr(self, file: PythonFile, scope: int, expr: f.Expr) -> bool:
        """Whether an expression is the result of cleaning or escaping, directly or by a local assignment."""
        if isinstance(expr, f.CallRef):
            return self.of_call(file, file.detail.calls[expr.index]) in {"cleans", "escapes"}
        if isinstance(expr, f.Name):
            bound = self._names.of(file.path).scopes[scope].get(expr.id, [])
            assigns = [b for b in bound if isinstance(b, f.Assign) and b.value is not None]
            return bool(assigns) and all(
                isinstance(a.value, f.Const) or (a.value != expr and self.safe_expr(file, scope, a.value))
                for a in assigns
                if a.value is not None
            )
        return False

    # -- template filters

    @cached_property
    def filters(self) -> dict[str, tuple[PythonFile, int]]:
        """The app's own template filters: name -> the function."""
        found: dict[str, tuple[PythonFile, int]] = {}
        for file in self._app.files.values():
            for index, scope in enumerate(file.outline.scopes):
                for decorator in scope.decorators:
                    name = self._registered(file, decorator, scope.name)
                    if name:
                        found[name] = (file, index)
            if "filters[]" in file.outline.stored:
                self._assigned(file, found)
        return found

    @staticmethod
    def _registered(file: PythonFile, decorator: f.Expr, own: str) -> str:
        call = file.detail.calls[decorator.index] if isinstance(decorator, f.CallRef) else None
        func = call.func if call is not None else decorator
        if not isinstance(func, f.Attr) or func.name not in _REGISTERING:
            return ""
        given = next((k.value for k in call.keywords if k.name == "name"), None) if call is not None else None
        given = given or (call.args[0] if call is not None and call.args else None)
        return given.value if isinstance(given, f.Const) and isinstance(given.value, str) else own

    def _assigned(self, file: PythonFile, found: dict[str, tuple[PythonFile, int]]) -> None:
        """`app.jinja_env.filters["name"] = function`."""
        for assign in file.detail.assigns:
            if assign.stem.endswith("filters[]") and isinstance(assign.target, f.Item) and assign.value is not None:
                key = assign.target.index
                defined = self._names.definition(self._names.qualify(file, assign.scope, assign.value))
                if defined is not None and isinstance(key, f.Const) and isinstance(key.value, str):
                    found[key.value] = defined

    def of_filter(self, name: str) -> Treatment:
        """What one of the app's own template filters does; "" for others."""
        function = self.filters.get(name)
        return self.of_function(*function) if function is not None else ""

    # -- writing

    @cached_property
    def cleaned(self) -> dict[str, Place]:
        """Names of the attributes and fields that are given cleaned text somewhere in the app, with the place."""
        found: dict[str, Place] = {}
        cleaners = [name for name in self._protections if self.of_name(name) == "cleans"]
        if not self._app.calls(*cleaners):
            return found
        for file in self._app.files.values():
            for assign in file.detail.assigns:
                if isinstance(assign.target, f.Attr) and assign.value is not None and self._cleans(file, assign.value):
                    found.setdefault(assign.target.name, Place(file.path, f.line_of(assign.at), f.column_of(assign.at)))
            for call in file.detail.calls:
                for keyword in call.keywords:
                    if keyword.name and self._cleans(file, keyword.value):
                        found.setdefault(keyword.name, Place(file.path, f.line_of(call.at), f.column_of(call.at)))
            for index, scope in enumerate(file.outline.scopes):
                if scope.kind in {"function", "async"} and self._validates(file, index):
                    found.setdefault(_field(file, index), Place(file.path, f.line_of(scope.at), f.column_of(scope.at)))
        return found

    def _cleans(self, file: PythonFile, expr: f.Expr) -> bool:
        return any(
            isinstance(part, f.CallRef) and self.of_call(file, file.detail.calls[part.index]) == "cleans"
            for part in parts(file, expr)
        )

    def _validates(self, file: PythonFile, scope: int) -> bool:
        """`clean_body`, `validate_body`, or a property or validator that cleans."""
        return bool(_field(file, scope)) and self.of_function(file, scope) == "cleans"


def _field(file: PythonFile, scope: int) -> str:
    """The field that a method of a form, serializer or model speaks of; "" when it is no method."""
    definition = file.outline.scopes[scope]
    if file.outline.scopes[definition.parent].kind != "class":
        return ""
    name = qualname(file, scope).rpartition(".")[2]
    for prefix in ("clean_", "validate_", "sanitize_"):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    for decorator in definition.decorators:
        if isinstance(decorator, f.CallRef):
            call = file.detail.calls[decorator.index]
            if call.name.rpartition(".")[2] in {"field_validator", "validator", "validates"} and call.args:
                first = call.args[0]
                return str(first.value) if isinstance(first, f.Const) else ""
    return name


_KNOWN: WeakKeyDictionary[App, HtmlSafety] = WeakKeyDictionary()


def html_safety(app: App) -> HtmlSafety:
    """The judgement for an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = HtmlSafety(app)
    return known
