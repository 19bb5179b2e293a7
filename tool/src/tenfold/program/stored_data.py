"""Is this expression something out of the database? Told by local reasoning: models, queries, cursors."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec
from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import class_of, qualname, returns
from tenfold.program.stored_fields import field_of, field_type, holds_text, writes
from tenfold.project.read import PythonFile

if TYPE_CHECKING:
    from tenfold.program.app import App

_MAX_DEPTH = 14
_MODELS = (
    "django.db.models.Model", "django.db.models.base.Model", "django.contrib.auth.models.AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser", "sqlalchemy.orm.DeclarativeBase", "sqlmodel.SQLModel",
    "sqlalchemy.ext.declarative.declarative_base", "sqlalchemy.orm.declarative_base", "flask_sqlalchemy.model.Model",
    "flask_sqlalchemy.SQLAlchemy.Model", "peewee.Model", "mongoengine.Document", "wagtail.models.Page",
    "modelcluster.models.ClusterableModel",
)  # fmt: skip
_ROWS = frozenset({"fetchone", "fetchall", "fetchmany", "find_one"})
_SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "get_or_404", "one_or_404"})
_QUERIES = frozenset({
    "query", "get", "scalars", "scalar", "execute", "get_or_404", "one_or_404", "exec", "select", "paginate",
    "first_or_404",
})  # fmt: skip
_CARRYING = frozenset({"builtins.list", "builtins.sorted", "builtins.tuple", "builtins.set", "builtins.str",
                       "builtins.reversed", "builtins.iter", "builtins.next", "builtins.enumerate"})  # fmt: skip
_URL_FIELDS = ("URL", "File", "Image", "HttpUrl")
_KEYS = frozenset({"pk", "id", "uuid", "slug"})


class StoredOrigin(msgspec.Struct, frozen=True):
    """Something out of the database.

    Attributes:
        what: "Note" or "a row of a query".
        model: qualified name of the model; "" for a row.
        place: of the query.
        field: the attribute or column that is read; "" for the object itself.
    """

    what: str
    model: str
    place: Place
    field: str = ""


class StoredData:
    """Answers for one app whether an expression is something stored."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._names = app.program.names
        self._busy: set[tuple[str, int, f.Expr]] = set()

    @cached_property
    def models(self) -> frozenset[str]:
        """The app's model classes, as definitions."""
        wanted = frozenset(_MODELS)
        near = dict.fromkeys(
            path for model in _MODELS for path in self._app.program.reach.files(model.partition(".")[0])
        )
        found: set[str] = set()
        for path in near:
            file = self._app.program.facts.python[path]
            for index, scope in enumerate(file.outline.scopes):
                if scope.kind == "class" and scope.bases:
                    name = f"{file.path}:{qualname(file, index)}"
                    bases = {base.replace("()", "") for base in self._names.ancestors(name)[1:]}
                    if not wanted.isdisjoint(bases):
                        found.add(name)
        return frozenset(found)

    def is_model(self, name: str) -> bool:
        """Whether a qualified name is a model, or an instance of one."""
        bare = name.replace("()", "")
        return bare in self.models or bare == "django.contrib.auth.models.User"

    def model_of(self, file: PythonFile, scope: int) -> str:
        """The model whose method `scope` is; "" when it is none."""
        owner = class_of(file, scope)
        name = f"{file.path}:{qualname(file, owner)}" if owner >= 0 else ""
        return name if name in self.models else ""

    def origin(self, file: PythonFile, scope: int, expr: f.Expr | None, depth: int = 0) -> StoredOrigin | None:
        """What stored thing an expression holds, directly or through local assignments and text building."""
        key = (file.path, scope, expr) if expr is not None else None
        if expr is None or key is None or depth > _MAX_DEPTH or key in self._busy:
            return None
        self._busy.add(key)
        try:
            return self._of(file, scope, expr, depth + 1)
        finally:
            self._busy.discard(key)

    def _any(self, file: PythonFile, scope: int, exprs: tuple[f.Expr, ...], depth: int) -> StoredOrigin | None:
        return next((o for expr in exprs if (o := self.origin(file, scope, expr, depth)) is not None), None)

    def _of(self, file: PythonFile, scope: int, expr: f.Expr, depth: int) -> StoredOrigin | None:
        match expr:
            case f.Name(id=name):
                return self._name(file, scope, name, depth)
            case f.Attr(value=value, name=name):
                return self._attribute(file, scope, value, name, depth)
            case f.Item(value=value, index=index):
                found = self.origin(file, scope, value, depth)
                column = index.value if isinstance(index, f.Const) and isinstance(index.value, str) else ""
                return replace(found, field=found.field or column) if found is not None else None
            case f.CallRef(index=index):
                return self._call(file, scope, file.detail.calls[index], depth)
            case f.Await(value=value) | f.Star(value=value) | f.Field(value=value):
                return self.origin(file, scope, value, depth)
            case f.Format(parts=items) | f.Sequence(items=items):
                return self._any(file, scope, items, depth)
            case f.Op(op="+" | "%" | "or" | "and", operands=items):
                return self._any(file, scope, items, depth)
            case f.Conditional(then=then, other=other):
                return self._any(file, scope, (then, other), depth)
            case f.Comprehension(elements=elements, loops=loops):
                return self._comprehension(file, scope, elements, loops, depth)
        return None

    def _name(self, file: PythonFile, scope: int, name: str, depth: int) -> StoredOrigin | None:
        names = self._names.of(file.path)
        at = scope
        while at > 0:
            bound = names.scopes[at].get(name)
            if bound and (at == scope or file.outline.scopes[at].kind != "class"):
                found: StoredOrigin | None = None
                for binding in bound:
                    if isinstance(binding, f.Assign) and binding.kind in {"=", "for", "+=", ":"}:
                        origin = self.origin(file, at, binding.value, depth)
                        if (
                            origin is None
                            and binding.kind == "="
                            and not isinstance(binding.value, (f.Const, f.Sequence))
                        ):
                            return None
                        found = found or origin
                    elif isinstance(binding, f.Parameter):
                        meaning = self._names.qualify(file, at, f.Name(name))
                        found = found or self._instance(
                            meaning, Place(file.path, f.line_of(file.outline.scopes[at].at))
                        )
                return found
            at = file.outline.scopes[at].parent
        return None

    def _instance(self, name: str, place: Place) -> StoredOrigin | None:
        bare = name.replace("()", "")
        if name.endswith("()") and self.is_model(bare):
            return StoredOrigin(_short(bare), bare, place)
        return None

    def _attribute(self, file: PythonFile, scope: int, value: f.Expr, name: str, depth: int) -> StoredOrigin | None:
        if value == f.Name("self"):
            model = self.model_of(file, scope)
            place = Place(file.path, f.line_of(file.outline.scopes[scope].at))
            return StoredOrigin(_short(model), model, place, name) if model and self.field(model, name) else None
        found = self.origin(file, scope, value, depth)
        return replace(found, field=name) if found is not None else None

    def _call(self, file: PythonFile, scope: int, call: f.Call, depth: int) -> StoredOrigin | None:
        place = Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)
        func = call.func
        short = func.name if isinstance(func, f.Attr) else func.id if isinstance(func, f.Name) else ""
        if short in _ROWS and isinstance(func, f.Attr):
            return StoredOrigin("a row of a query", "", place)
        model = self._model_in(file, scope, call)
        if model and (short in _SHORTCUTS or short in _QUERIES or self._manages(file, func)):
            return StoredOrigin(_short(model), model, place)
        name = self._names.qualify(file, scope, func).replace("()", "")
        if name in _CARRYING:
            return self._any(file, scope, call.args, depth)
        if isinstance(func, f.Attr):
            built = short in {"join", "format"}
            found = self.origin(file, scope, func.value, depth) or (
                self._any(file, scope, (*call.args, *(k.value for k in call.keywords)), depth) if built else None
            )
            if found is not None:
                return found
        return self._returned(self._names.qualify(file, scope, func), depth)

    def _returned(self, name: str, depth: int) -> StoredOrigin | None:
        """What a function of the project returns."""
        defined = self._names.definition(name) if ":" in name and not name.endswith("()") else None
        if defined is None or defined[0].outline.scopes[defined[1]].kind == "class":
            return None
        owner, scope = defined
        return self._any(owner, scope, tuple(returns(owner.detail.bodies[scope]))[:5], depth + 3)

    def _model_in(self, file: PythonFile, scope: int, call: f.Call) -> str:
        """The model that a query names: the root of its chain, or an argument, `select(Model)` included."""
        root = call.func
        for _ in range(12):
            if isinstance(root, f.Attr):
                root = root.value
            elif isinstance(root, f.CallRef):
                inner = file.detail.calls[root.index]
                for arg in inner.args[:2]:
                    name = self._names.qualify(file, scope, arg)
                    if name and self.is_model(name):
                        return name.replace("()", "")
                root = inner.func
            else:
                break
            name = self._names.qualify(file, scope, root)
            if name in self.models or (name and self.is_model(name) and not name.endswith("()")):
                return name
        for arg in call.args[:2]:
            name = self._names.qualify(file, scope, arg)
            if name and not name.endswith("()") and self.is_model(name):
                return name
            if isinstance(arg, f.CallRef):
                found = self._model_in(file, scope, file.detail.calls[arg.index])
                if found:
                    return found
        return ""

    @staticmethod
    def _manages(file: PythonFile, func: f.Expr) -> bool:
        """Whether a chain goes through a manager or a query: `Model.objects.filter`, `Model.query.get`."""
        for _ in range(12):
            if isinstance(func, f.Attr):
                if func.name in {"objects", "query", "select", "_default_manager", "all_objects", "published"}:
                    return True
                func = func.value
            elif isinstance(func, f.CallRef):
                func = file.detail.calls[func.index].func
            else:
                return False
        return False

    def _comprehension(
        self, file: PythonFile, scope: int, elements: tuple[f.Expr, ...], loops: tuple[f.Expr, ...], depth: int
    ) -> StoredOrigin | None:
        """`[f"<li>{u.name}</li>" for u in query]`: the element must use what it loops over."""
        for loop in loops:
            if not isinstance(loop, f.Loop) or not isinstance(loop.target, f.Name):
                continue
            found = self.origin(file, scope, loop.source, depth)
            if found is None:
                continue
            for element in elements:
                used = field_of(file, element, loop.target.id)
                if used is not None:
                    return replace(found, field=used)
        return None

    # -- fields

    def field(self, model: str, name: str) -> tuple[str, Place] | None:
        """The type's name and the place of a model's field; None when the model declares no such field."""
        for base in self._names.ancestors(model):
            defined = self._names.definition(base)
            if defined is None:
                continue
            file, scope = defined
            for assign in file.detail.assigns:
                if assign.scope == scope and assign.stem == name:
                    place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at))
                    return field_type(file, assign), place
        return None

    def staff_only(self, model: str) -> bool:
        """Whether nothing but Django's admin site writes a model: no form, serializer or code of the app makes one."""
        return self._app.framework == "django" and model in self.models and model not in self._written

    @cached_property
    def _written(self) -> frozenset[str]:
        """The models that forms, serializers, generic views or code of the app write."""
        found: set[str] = set()
        for file in self._app.files.values():
            if "admin" in file.path.rpartition("/")[2] or "model" not in file.outline.stored:
                continue
            for assign in file.detail.assigns:
                owner = file.outline.scopes[assign.scope]
                if assign.stem == "model" and owner.kind == "class" and writes(owner):
                    found.add(self._names.qualify(file, assign.scope, assign.value) if assign.value is not None else "")
        for segment in ("create", "get_or_create", "update_or_create", "bulk_create", "acreate"):
            for site in self._app.ending(segment):
                if site.file.path in self._app.files:
                    found.add(self._model_in(site.file, site.call.scope, site.call))
        for model in self.models:
            if any(site.name == model for site in self._app.ending(_short(model))):
                found.add(model)
        return frozenset(found)

    def related_names(self, model: str) -> frozenset[str]:
        """The names under which a model's foreign keys are reached from the other side."""
        defined = self._names.definition(model)
        if defined is None:
            return frozenset()
        file, scope = defined
        return frozenset(
            keyword.value.value
            for call in file.detail.calls
            if call.scope == scope
            for keyword in call.keywords
            if keyword.name in {"related_name", "back_populates", "backref"}
            and isinstance(keyword.value, f.Const)
            and isinstance(keyword.value.value, str)
        )

    def is_text(self, origin: StoredOrigin, name: str) -> bool:
        """Whether a field may hold text that a user wrote; a row's column may."""
        if name in _KEYS or name.endswith(("_id", "_at", "_count", "count", "_date")):
            return False
        declared = self.field(origin.model, name) if origin.model else None
        if declared is None:
            return not origin.model
        return holds_text(declared[0])

    def is_url(self, origin: StoredOrigin, name: str) -> bool:
        """Whether a field only takes web addresses."""
        declared = self.field(origin.model, name) if origin.model else None
        return declared is not None and any(word in declared[0] for word in _URL_FIELDS)


def _short(name: str) -> str:
    return name.rpartition(":")[2].rpartition(".")[2]


_KNOWN: WeakKeyDictionary[App, StoredData] = WeakKeyDictionary()


def stored_data(app: App) -> StoredData:
    """The answers for an app, worked out once."""
    known = _KNOWN.get(app)
    if known is None:
        known = _KNOWN[app] = StoredData(app)
    return known
