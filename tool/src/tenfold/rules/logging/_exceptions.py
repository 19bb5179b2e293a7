"""What an `except` catches, and whether an answer shows the exception."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.program.app import App
from tenfold.program.bodies import parts
from tenfold.program.names import blocks
from tenfold.project.read import PythonFile

BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})
_REVEALING = ("sqlalchemy.exc.", "psycopg2.", "psycopg.", "sqlite3.", "django.db.", "pymysql.", "MySQLdb.", "asyncpg.",
              "subprocess.", "pymongo.errors.", "redis.exceptions.")  # fmt: skip
_OS = frozenset({"builtins.OSError", "builtins.IOError", "builtins.EnvironmentError"})
_TRACES = frozenset({"traceback.format_exc", "traceback.format_exception", "traceback.format_tb", "sys.exc_info"})
_TEXTS = frozenset({"builtins.str", "builtins.repr", "builtins.format"})
_NOT_SHOWN = frozenset({"builtins.type", "builtins.isinstance", "builtins.len", "builtins.getattr", "builtins.hasattr"})
_ANSWERS = frozenset({
    "jsonify", "JSONResponse", "ORJSONResponse", "PlainTextResponse", "HTMLResponse", "HttpResponse", "Response",
    "JsonResponse", "render", "render_template", "render_template_string", "make_response", "HTTPException", "abort",
    "TemplateResponse", "HttpResponseServerError", "HttpResponseBadRequest", "dumps", "join", "dict", "HttpError",
})  # fmt: skip


def is_broad(app: App, file: PythonFile, scope: int, handler: f.Handler) -> bool:
    """Whether a handler catches whatever is raised."""
    return handler.types is None or any(name in BROAD for name in caught(app, file, scope, handler))


def is_revealing(app: App, file: PythonFile, scope: int, handler: f.Handler) -> bool:
    """Whether the exceptions that a handler catches may speak of internals: any at all, or a database's."""
    names = caught(app, file, scope, handler)
    return is_broad(app, file, scope, handler) or any(name.startswith(_REVEALING) or name in _OS for name in names)


def caught(app: App, file: PythonFile, scope: int, handler: f.Handler) -> list[str]:
    """The qualified names of the classes that a handler catches."""
    types = handler.types
    items = types.items if isinstance(types, f.Sequence) else (types,) if types is not None else ()
    return [app.program.names.qualify(file, scope, item) for item in items]


def outputs(file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[tuple[f.Expr, int]]:
    """What a block returns or raises, with its position; what stands under a test of debug mode is left out."""
    pending = list(reversed(body))
    while pending:
        statement = pending.pop()
        if isinstance(statement, f.If) and _tests_debug(file, statement.test):
            pending.extend(reversed(statement.other))
            continue
        if (isinstance(statement, f.Return) and statement.value is not None) or (
            isinstance(statement, f.Raise) and isinstance(statement.value, f.CallRef)
        ):
            yield statement.value, statement.at
        elif isinstance(statement, f.Evaluate) and isinstance(statement.value, f.CallRef):
            call = file.detail.calls[statement.value.index]
            if call.name.rpartition(".")[2] == "abort":
                yield statement.value, statement.at
        pending.extend(reversed(blocks(statement)))


def _tests_debug(file: PythonFile, test: f.Expr) -> bool:
    for part in parts(file, test):
        name = part.id if isinstance(part, f.Name) else part.name if isinstance(part, f.Attr) else ""
        text = part.value if isinstance(part, f.Const) and isinstance(part.value, str) else name
        if "debug" in text.casefold() or text.casefold() in {"development", "local", "is_dev", "is_local"}:
            return True
    return False


class Shows:
    """Finds the exception, or its traceback, in what an answer is made of."""

    def __init__(self, app: App, file: PythonFile, scope: int, name: str, *, own: bool = True) -> None:
        """Look for the exception `name`; its text counts with `own`, a traceback always."""
        self._names = app.program.names
        self._file = file
        self._scope = scope
        self._name = name
        self._own = own
        self._locals = self._derived()

    def _derived(self) -> dict[str, str]:
        """Local names that hold the exception's text: `error = str(e)`."""
        found: dict[str, str] = {}
        for assign in self._file.detail.assigns:
            if assign.scope == self._scope and isinstance(assign.target, f.Name) and assign.value is not None:
                bindings = self._names.of(self._file.path).scopes[self._scope].get(assign.target.id, [])
                if len(bindings) == 1 and assign.kind == "=":
                    what = self._find(assign.value, {}, shown=False)
                    if what:
                        found[assign.target.id] = what
        return found

    def find(self, expr: f.Expr) -> str:
        """What is shown, in words; "" when nothing is."""
        return self._find(expr, self._locals, shown=True)

    def _find(self, expr: f.Expr, known: dict[str, str], *, shown: bool, depth: int = 0) -> str:
        def inner(*exprs: f.Expr | None) -> str:
            found = (self._find(one, known, shown=shown, depth=depth + 1) for one in exprs if one is not None)
            return next(filter(None, found), "")

        if depth > 12:
            return ""
        match expr:
            case f.Name(id=name):
                own = self._own and name == self._name and bool(name) and shown
                return "the text of the exception" if own else known.get(name, "")
            case f.Attr(value=f.Name(id=name), name=attribute):
                said = {"args", "orig"} if self._own else set()
                if name == self._name and attribute in (said | {"original_exception", "__traceback__"}):
                    return "the text of the exception"
            case f.Item(value=value):
                return inner(value)
            case f.Format(parts=inside) | f.Sequence(items=inside) | f.Op(op="+" | "%" | "or", operands=inside):
                return self._inside(inside, known, depth)
            case f.Field(value=value):
                return inner(value)
            case f.Mapping(values=values):
                return self._inside(values, known, depth)
            case f.Conditional(then=then, other=other, test=test):
                return "" if _tests_debug(self._file, test) else inner(then, other)
            case f.CallRef(index=index):
                return self._called(self._file.detail.calls[index], known, depth)
        return ""

    def _inside(self, exprs: tuple[f.Expr, ...], known: dict[str, str], depth: int) -> str:
        found = (self._find(one, known, shown=True, depth=depth + 1) for one in exprs)
        return next(filter(None, found), "")

    def _called(self, call: f.Call, known: dict[str, str], depth: int) -> str:
        name = self._names.qualify(self._file, call.scope, call.func).replace("()", "")
        if name in _TRACES:
            return "the traceback"
        if name in _NOT_SHOWN:
            return ""
        last = call.name.rpartition(".")[2]
        given = (*call.args, *(k.value for k in call.keywords))
        shown = name in _TEXTS or last in _ANSWERS or last == "format" or ":" in name
        bare = [one for one in given if shown or not isinstance(one, f.Name)]
        receiver = (
            call.func.value if isinstance(call.func, f.Attr) and last in {"splitlines", "strip", "replace"} else None
        )
        found = (self._find(one, known, shown=shown and ":" not in name, depth=depth + 1) for one in bare)
        return next(filter(None, found), "") or (
            self._find(receiver, known, shown=True, depth=depth + 1) if receiver else ""
        )
