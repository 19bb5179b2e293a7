"""Expressions of a settings module while it is run through: names mean what they hold at that point."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from tenfold.frameworks.environment import EnvironmentRead
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.names import Names
from tenfold.program.settings.casts import cast_text, folded_call, kind_of_cast
from tenfold.program.settings.serves import environment_of
from tenfold.program.settings.traced import Key, State, Traced, entry, joined, mapping, merged, pairs, parts, sequence
from tenfold.program.values import REQUIRED, UNKNOWN, Env, Made, Unknown, Value, Values
from tenfold.project.read import PythonFile

Supply = Callable[[str], str | None]
"""The text that production's files give an environment variable; None when they do not set it."""

_COPIES = frozenset({"copy.copy", "copy.deepcopy", "builtins.list", "builtins.tuple", "builtins.dict", "builtins.set",
                     "builtins.sorted", "collections.OrderedDict"})  # fmt: skip
_SAME = frozenset({"get_secret_value", "unicode_string"})
"""Methods of pydantic's types that give the text which they hold."""

SUPER = "builtins.super"

_CASTS_DEFAULT = ("decouple.", "starlette.")
"""Libraries that cast the default too; the others return it as it is."""

MAX_WORK = 150_000
"""Expressions that one run looks at; ten parts of a large value count as one. It bounds what a hostile module costs."""

_MAX_CALLS = 6


class Evaluator(Values):
    """Evaluates with the values that names hold now, each part with its place."""

    def __init__(self, names: Names, supply: Supply, environment: str) -> None:
        super().__init__(names)
        self.names = names
        self.supply = supply
        self.environment = environment
        self.frames: dict[tuple[str, int], State] = {}
        self.place = Place("")
        self.state_of: Callable[[str], State] = lambda _path: {}
        self.run_function: Callable[[PythonFile, int, PythonFile, f.Call], Traced | None] = lambda *_: None
        self.field_of: Callable[[str, str], Traced | None] = lambda _owner, _name: None
        self.spent = 0
        self._calls = 0

    @property
    def exhausted(self) -> bool:
        """Whether the work of one run is done; what is not known by then remains unknown."""
        return self.spent > MAX_WORK

    def _of(self, file: PythonFile, scope: int, expr: f.Expr) -> Value:
        return self.traced(file, scope, expr).value

    def traced(self, file: PythonFile, scope: int, expr: f.Expr) -> Traced:
        """The value of an expression with the place of each part; what has no place of its own stands at `place`."""
        self.spent += 1
        if self.exhausted:
            return Traced(UNKNOWN, self.place)
        result = self._traced(file, scope, expr)
        self.spent += result.weight // 10
        return result

    def _traced(self, file: PythonFile, scope: int, expr: f.Expr) -> Traced:
        match expr:
            case f.Name(id=name):
                held = self.held(file, scope, name)
                if held is not None:
                    return held
            case f.Sequence(items=items, lines=lines):
                return self._sequence(file, scope, items, lines)
            case f.Mapping():
                return self._dict(file, scope, expr)
            case f.Op(op="+" | "|", operands=operands):
                sides = [self.traced(file, scope, side) for side in operands]
                whole = self._combined(expr.op, sides)
                if whole is not None:
                    return whole
            case f.Conditional(test=test):
                judged = self.judge(file, scope, test)
                if judged is not None:
                    return self._chosen(file, scope, expr, judged)
            case f.Item(value=value, index=index):
                found = self._part(file, scope, value, index)
                if found is not None:
                    return found
            case f.CallRef(index=index):
                return self._called(file, file.detail.calls[index])
            case f.Attr(value=value, name=name):
                found = self._module_attribute(file, scope, value, name)
                if found is not None:
                    return found
            case f.Comprehension(kind="list" | "generator" | "set", elements=(element,), loops=(loop,)):
                return self._filtered(file, scope, element, loop)
        return Traced(super()._of(file, scope, expr), self.place)

    def held(self, file: PythonFile, scope: int, name: str) -> Traced | None:
        """What a name holds now: in the frames that are run through, or in the module it is imported from."""
        names = self.names.of(file.path)
        at = scope
        while at >= 0:
            frame = self.frames.get((file.path, at))
            if frame is not None and name in frame:
                return frame[name]
            bindings = names.scopes[at].get(name)
            if bindings:
                imported = next((b for b in bindings if isinstance(b, f.Import)), None)
                return self.imported(file, imported) if imported is not None else None
            at = file.outline.scopes[at].parent
        return None

    def imported(self, file: PythonFile, imported: f.Import) -> Traced | None:
        """What `from module import name` brings, when the module is the project's."""
        source = self.names.imported_module(file, imported) if imported.name else ""
        return self.state_of(source).get(imported.name) if source in self.names.files else None

    def _module_attribute(self, file: PythonFile, scope: int, value: f.Expr, name: str) -> Traced | None:
        base = self.names.qualify(file, scope, value)
        if base.endswith("()") and (":" in base or base == SUPER + "()"):
            return self.field_of(base[:-2], name)
        return self.state_of(base).get(name) if base.endswith(".py") and base in self.names.files else None

    def _sequence(self, file: PythonFile, scope: int, items: tuple[f.Expr, ...], lines: tuple[int, ...]) -> Traced:
        outer = self.place
        result: list[Traced] = []
        for i, item in enumerate(items):
            self.place = Place(file.path, lines[i]) if lines else outer
            if isinstance(item, f.Star):
                spread = self.traced(file, scope, item.value)
                known = isinstance(spread.value, list)
                result.extend(parts(spread) if known else (replace(spread, value=Unknown("*")),))
            else:
                part = self.traced(file, scope, item)
                result.append(replace(part, place=self.place) if lines or not part.items else part)
        self.place = outer
        return sequence(tuple(result), Traced(UNKNOWN, outer))

    def _dict(self, file: PythonFile, scope: int, expr: f.Mapping) -> Traced:
        outer = self.place
        result: list[tuple[Key, Traced]] = []
        for i, (key, value) in enumerate(zip(expr.keys, expr.values, strict=True)):
            self.place = Place(file.path, expr.lines[i]) if expr.lines else outer
            part = self.traced(file, scope, value)
            if key is None:
                known = isinstance(part.value, dict)
                result.extend(pairs(part) if known else ((Unknown("**"), replace(part, value=UNKNOWN)),))
                continue
            name = self.of(file, scope, key)
            if not isinstance(name, (list, dict, Made)):
                result.append((name, replace(part, place=self.place)))
        self.place = outer
        return mapping(tuple(result), Traced(UNKNOWN, outer))

    @staticmethod
    def _combined(op: str, sides: list[Traced]) -> Traced | None:
        if op == "+" and any(isinstance(side.value, list) for side in sides):
            whole = sides[0]
            for side in sides[1:]:
                whole = joined(whole, side)
            return whole
        if op == "|" and all(isinstance(side.value, dict) for side in sides):
            whole = sides[0]
            for side in sides[1:]:
                whole = merged(whole, side)
            return whole
        return None

    def _chosen(self, file: PythonFile, scope: int, expr: f.Conditional, judged: bool) -> Traced:
        """The branch that is taken; what a variable chooses remains decided by that variable."""
        result = self.traced(file, scope, expr.then if judged else expr.other)
        decided = self.of(file, scope, expr.test)
        if isinstance(decided, Env) and isinstance(result.value, bool):
            return replace(result, value=Env(decided.variable, result.value, "bool"))
        variable = self.tested(file, scope, expr.test)
        if variable and not judged:
            return or_else(self.traced(file, scope, expr.then), variable, result)
        return result

    def tested(self, file: PythonFile, scope: int, test: f.Expr) -> str:
        """The environment variable that a test looks at: `os.environ.get("X")`, `"X" in os.environ`; "" for others."""
        match test:
            case f.Op(op="in", operands=(name, mapping)) if self.names.qualify(file, scope, mapping) == "os.environ":
                variable = self.of(file, scope, name)
                return variable if isinstance(variable, str) else ""
            case f.Op(op="is not" | "!=" | "is" | "==", operands=(side, f.Const(value=None | ""))):
                return self.tested(file, scope, side)
            case f.Op(op="not", operands=(side,)):
                return self.tested(file, scope, side)
        decided = self.of(file, scope, test)
        absent = isinstance(decided, Env) and decided.default in (None, "", REQUIRED)
        return decided.variable if isinstance(decided, Env) and absent else ""

    def _part(self, file: PythonFile, scope: int, value: f.Expr, index: f.Expr) -> Traced | None:
        key = self.of(file, scope, index)
        if isinstance(key, (list, dict)):
            return None
        whole = self.traced(file, scope, value)
        return entry(whole, key)

    def _filtered(self, file: PythonFile, scope: int, element: f.Expr, loop: f.Expr) -> Traced:
        """`[m for m in MIDDLEWARE if m != "..."]` of a known list."""
        assert isinstance(loop, f.Loop)
        source = self.traced(file, scope, loop.source)
        if isinstance(source.value, Env) and source.value.cast == "list":
            return self._mapped(file, scope, element, loop, source)
        if not isinstance(loop.target, f.Name) or not isinstance(source.value, list) or len(source.value) > 300:
            return Traced(UNKNOWN, self.place)
        frame = self.frames.setdefault((file.path, scope), {})
        before = frame.get(loop.target.id)
        result: list[Traced] = []
        for part in parts(source):
            frame[loop.target.id] = part
            if all(self.judge(file, scope, condition) is not False for condition in loop.conditions):
                result.append(self.traced(file, scope, element))
        frame.pop(loop.target.id, None)
        if before is not None:
            frame[loop.target.id] = before
        return sequence(tuple(result), Traced(UNKNOWN, self.place))

    def _mapped(self, file: PythonFile, scope: int, element: f.Expr, loop: f.Loop, source: Traced) -> Traced:
        """A comprehension over the list that an environment variable gives: the same of its default."""
        env = source.value
        assert isinstance(env, Env)
        if not isinstance(env.default, list):
            return source
        frame = self.frames.setdefault((file.path, scope), {})
        saved = dict(frame)
        if isinstance(loop.source, f.Name):
            frame[loop.source.id] = replace(source, value=env.default)
            inner = self._filtered(file, scope, element, loop)
        else:
            frame[" items"] = replace(source, value=env.default)
            inner = self._filtered(file, scope, element, f.Loop(loop.target, f.Name(" items"), loop.conditions))
        frame.clear()
        frame.update(saved)
        return replace(inner, value=Env(env.variable, inner.value, "list"), items=(), weight=1)

    def _called(self, file: PythonFile, call: f.Call) -> Traced:
        name = self.names.qualify(file, call.scope, call.func).replace("()", "")
        if name in {"builtins.dict", "collections.OrderedDict"}:
            return self.keywords(file, call)
        if name in _COPIES and len(call.args) == 1:
            whole = self.traced(file, call.scope, call.args[0])
            if isinstance(whole.value, (list, dict)):
                return whole
        if isinstance(call.func, f.Attr) and call.func.name in _SAME and not call.args:
            return self.traced(file, call.scope, call.func.value)
        if isinstance(call.func, f.Attr) and call.func.name in {"copy", "get", "index"}:
            base = self.traced(file, call.scope, call.func.value)
            if isinstance(base.value, list) and call.func.name == "index" and call.args:
                wanted = self.of(file, call.scope, call.args[0])
                if wanted in base.value:
                    return Traced(base.value.index(wanted), self.place)
            if isinstance(base.value, (dict, list)) and call.func.name == "copy":
                return base
            if isinstance(base.value, dict) and call.args:
                key = self.of(file, call.scope, call.args[0])
                found = entry(base, key) if not isinstance(key, (list, dict)) else None
                if found is not None:
                    return found
        if self._calls < _MAX_CALLS and (defined := self.names.definition(name)) is not None:
            self._calls += 1
            try:
                returned = self.run_function(*defined, file, call)
            finally:
                self._calls -= 1
            if returned is not None and not isinstance(returned.value, Unknown):
                return returned
        return Traced(self.call(file, call), self.place)

    def keywords(self, file: PythonFile, call: f.Call) -> Traced:
        """The dict that the positional mapping and the keyword arguments of a call give together."""
        outer = self.place
        whole = mapping((), Traced(UNKNOWN, outer))
        for arg in call.args[:1]:
            given = self.traced(file, call.scope, arg)
            if isinstance(given.value, dict):
                whole = merged(whole, given)
        for keyword in call.keywords:
            self.place = Place(file.path, keyword.line) if keyword.line else outer
            given = self.traced(file, call.scope, keyword.value)
            if keyword.name:
                whole = merged(whole, mapping(((keyword.name, replace(given, place=self.place)),), whole))
            elif isinstance(given.value, dict):
                whole = merged(whole, given)
        self.place = outer
        return whole

    def call(self, file: PythonFile, call: f.Call) -> Value:
        """As `Values.call`, with casts by name folded."""
        value = super().call(file, call)
        if isinstance(value, Made):
            folded = folded_call(value.name, value.args)
            if not isinstance(folded, Unknown):
                return folded
        return value

    def _item(
        self, file: PythonFile, scope: int, value: f.Expr, index: Value, inner: Callable[[f.Expr], Value]
    ) -> Value:
        return self._supplied(super()._item(file, scope, value, index, inner))

    def _environment(self, file: PythonFile, call: f.Call, read: EnvironmentRead) -> Value:
        found = super()._environment(file, call, read)
        if not isinstance(found, Env):
            return found
        kind = kind_of_cast(found.cast)
        variable, default = found.variable or read.implied, found.default
        if read.name.startswith("environ.") and isinstance(call.func, (f.Name, f.Attr)):
            kind, default = self._scheme(file, call, variable, kind, default)
        if isinstance(default, str) and kind and read.name.startswith(_CASTS_DEFAULT):
            default = cast_text(default, kind)
        return self._supplied(Env(variable, default, kind))

    def _scheme(self, file: PythonFile, call: f.Call, variable: str, kind: str, default: Value) -> tuple[str, Value]:
        """What `environ.Env(DEBUG=(bool, False))` says of a variable."""
        owner = call.func.value if isinstance(call.func, f.Attr) else call.func
        made = self.of(file, call.scope, owner)
        said = next((v for k, v in made.keywords if k == variable), None) if isinstance(made, Made) else None
        declared = said[0] if isinstance(said, list) and said else said
        if isinstance(declared, Made):
            kind = kind or kind_of_cast(declared.name)
        elif isinstance(declared, Unknown):
            kind = kind or kind_of_cast(declared.text)  # a builtin such as `bool` has no value of its own
        given = isinstance(said, list) and len(said) > 1 and default == REQUIRED
        return kind, said[1] if given and isinstance(said, list) else default

    def _supplied(self, value: Value) -> Value:
        """A variable that production's files set has their value as its default."""
        if isinstance(value, Env) and value.variable:
            text = self.supply(value.variable)
            if text is not None:
                return Env(value.variable, cast_text(text, value.cast), value.cast)
        return value

    def judge(self, file: PythonFile, scope: int, test: f.Expr) -> bool | None:
        """Whether a test holds in the judged environment; None when the source does not tell."""
        from tenfold.program.settings.judge import judge

        return judge(self, file, scope, test)

    def serves(self, word: str) -> bool | None:
        """Whether a word such as "prod" names the judged environment; None when it names none."""
        spoken = environment_of(word)
        return spoken == self.environment if spoken else None


def or_else(wanted: Traced, variable: str, instead: Traced) -> Traced:
    """What `wanted` reads of a variable that a test found absent, with `instead` as its default; else `instead`."""
    value = wanted.value
    if isinstance(value, Env) and value.variable == variable and not isinstance(instead.value, (Env, Made)):
        return replace(instead, value=Env(variable, instead.value, value.cast), items=(), entries=(), weight=1)
    return instead
