"""What calls that ask show: `text.startswith("/")`, `isinstance`, `any(...)`, a check of a function or library."""

from __future__ import annotations

from tenfold.dataflow import characters, containers, folding, patterns
from tenfold.dataflow import values as v
from tenfold.dataflow.frame import Split
from tenfold.dataflow.state import Shown, State, merged
from tenfold.dataflow.values import Data, Lit, Ref, Value
from tenfold.dataflow.verdicts import Verdicts
from tenfold.language import facts as f

_PIECES = {("part",), ("character",)}
_WORDS = {
    "isdigit": ("number", ""), "isdecimal": ("number", ""), "isnumeric": ("number", ""), "isalnum": ("word", ""),
    "isalpha": ("word", ""), "isidentifier": ("word", "_"),
}  # fmt: skip
_MATCHING = frozenset({"re.match", "re.fullmatch", "regex.match", "regex.fullmatch"})
PREDICATES = frozenset({
    "startswith", "endswith", "is_relative_to", "match", "fullmatch", "isinstance", "any", "all", *_WORDS,
})  # fmt: skip
LOOKING = frozenset({
    "get", "get_by", "first", "one", "one_or_none", "scalar", "scalar_one_or_none", "exists", "find_one", "count",
    "get_or_none", "fetchone", "find", "get_by_uri", "filter", "filter_by", "lookup",
})  # fmt: skip
ASKING = ("is_", "has_", "check", "valid", "allow", "can_", "in_", "safe", "verify")
ADDRESS_FLAGS = frozenset({
    "is_private", "is_loopback", "is_link_local", "is_reserved", "is_multicast", "is_unspecified", "is_global",
})  # fmt: skip
_NOT_ADDRESSES = ("input.sql", "input.command", "input.path", "input.code", "input.ldap", "input.xpath",
                  "input.redirect", "logging.injection", "xss.escaping", "xss.context", "input.headers")  # fmt: skip
_CONVERTING = frozenset({
    "builtins.int", "builtins.float", "uuid.UUID", "decimal.Decimal", "ipaddress.ip_network",
    "datetime.date.fromisoformat", "datetime.datetime.fromisoformat", "datetime.datetime.strptime",
})  # fmt: skip


class Questions(Verdicts):
    """Reads answers to questions; a part of `Run`."""

    def _truth(self, state: State, test: f.Expr, value: Value) -> Split:
        """Whether something counts as true, which also shows of data whether there is any."""
        if self.ended:
            return state, None
        true = tuple(atom for atom in value if v.truth(atom) is not False)
        false = tuple(atom for atom in value if v.truth(atom) is not True)
        if not value:
            return state, state.copy()
        yes = state if true else None
        no = (state.copy() if yes is not None else state) if false else None
        if isinstance(test, f.Name):
            if yes is not None and test.id in yes.env and len(true) < len(value):
                yes.env[test.id] = true
            if no is not None and test.id in no.env:
                no.env[test.id] = tuple(dict.fromkeys(_emptied(atom) for atom in false))
        elif no is not None:
            # That there is no match, or no such piece, does not make the text empty.
            whole = tuple(a for a in value if not isinstance(a, Data) or a.via[-1:] not in _PIECES)
            no.learn(self.shown(whole, "empty"))
        return yes, no

    @staticmethod
    def shown(value: Value, kind: str, detail: str = "") -> list[Shown]:
        """A fact about every piece of request data in a value."""
        return [(d.root, d.via, kind, detail) for d in v.roots_in(value) if d.root is not None]

    def _asked(self, state: State, index: int) -> Split:
        call = self.file.detail.calls[index]
        name = call.name.rpartition(".")[2]
        if name in {"isinstance", "issubclass"} and len(call.args) == 2:
            return self._instance(state, call)
        if name in {"any", "all"} and len(call.args) == 1 and isinstance(call.args[0], f.Comprehension):
            return self._every(state, name, call.args[0])
        owner = self.evaluate(state, call.func.value) if isinstance(call.func, f.Attr) else v.NEVER
        self.take_verdict()
        value = self.evaluate(state, f.CallRef(index))
        outcome = self.take_verdict()
        if self.ended:
            return state, None
        yes, no = self._truth(state, f.CallRef(index), value)
        if outcome is not None:
            if yes is not None:
                yes.learn(outcome.when_true)
            if no is not None:
                no.learn(outcome.when_false)
        if outcome is None and yes is not None:
            yes.learn(self._looked_up(state, call, name))
        given = [self.evaluate(one, arg) for arg in call.args for one in (yes or no or state,)]
        if isinstance(call.func, f.Attr):
            self._method_shows(name, owner, given, yes, no)
        bare = self._called_name(state, call)
        if bare in _MATCHING and len(given) > 1 and yes is not None:
            yes.learn(patterns.shown(self, given[0], given[1], full=bare.endswith("fullmatch")))
        requirements = self.machine.checking.get(bare, ())
        if requirements and yes is not None:
            keywords = [self.evaluate(yes, k.value) for k in call.keywords[:1]] if not given else []
            for tested in (*given[:1], *keywords, *((owner,) if not given else ())):
                for requirement in requirements:
                    yes.learn(self.shown(tested, "clean", requirement))
        return yes, no

    def _looked_up(self, state: State, call: f.Call, name: str) -> list[Shown]:
        """`if Address.get_by(uri=address):` shows that it is one of those that the app keeps, as far as can be told.

        So does a question to a function that cannot be followed but whose name says that it checks.
        """
        bare = self._called_name(state.copy(), call)
        if bare.startswith("builtins.") or bare in self.machine.transfers:
            return []
        found: list[Shown] = []
        at: f.Call | None = call
        for _ in range(6):
            if at is None:
                break
            if name in LOOKING:
                given = [k.value for k in at.keywords]
            else:
                given = (
                    [*at.args, *(k.value for k in at.keywords)] if name.lstrip("_").lower().startswith(ASKING) else []
                )
            for expr in given:
                value = self.evaluate(state, expr)
                if all(isinstance(atom, Data) for atom in value):
                    found.extend(self.shown(value, "asked"))
            owner = at.func.value if isinstance(at.func, f.Attr) else None
            at = self.file.detail.calls[owner.index] if isinstance(owner, f.CallRef) else None
        return found

    def _called_name(self, state: State, call: f.Call) -> str:
        func = self.evaluate(state.copy(), call.func) if not isinstance(call.func, f.Attr) else v.NEVER
        names = [atom.name for atom in func if isinstance(atom, Ref)]
        if names:
            return names[0].replace("()", "")
        return self.machine.names.qualify(self.file, call.scope, call.func).replace("()", "")

    def _method_shows(self, name: str, owner: Value, given: list[Value], yes: State | None, no: State | None) -> None:
        """What a question to a text shows of it: `text.startswith("/")`, `text.isdigit()`."""
        if name == "issubset" and given and yes is not None:
            self.subset(owner, given[0], yes)
        if not v.roots_in(owner):
            if name in {"match", "fullmatch"} and given and v.roots_in(given[0]) and yes is not None:
                yes.learn(patterns.shown(self, owner, given[0], full=name == "fullmatch"))
            if name in {"issuperset", "__contains__"} and given and yes is not None and not v.is_request(owner):
                yes.learn(self.shown(given[0], "fixed"))
            return
        first = given[0] if given else v.NEVER
        if name in _WORDS and yes is not None:
            yes.learn(self.shown(owner, *_WORDS[name]))
        elif name == "startswith":
            self._begins(owner, first, yes, no)
        elif name == "endswith" and yes is not None:
            for text in _texts(first):
                yes.learn(self.shown(owner, "ends", text))
        elif name == "is_relative_to" and yes is not None and not v.is_request(first):
            yes.learn(self.within(owner, "is_relative_to() is asked before the path is resolved"))
        elif name in {"is_valid", "validate", "validate_on_submit"}:
            return
        elif name in {"__contains__", "find", "count"} and no is not None:
            for text in _texts(first):
                no.learn(self.shown(owner, "lacks", text))

    def _begins(self, owner: Value, prefix: Value, yes: State | None, no: State | None) -> None:
        constant = _texts(prefix)
        request_free = not v.is_request(prefix)
        if yes is not None and request_free:
            if constant:
                for text in constant[:1] if len(constant) == 1 else ():
                    yes.learn(self.shown(owner, "begins", text))
            if not constant or any(len(text) > 1 for text in constant):
                ending = _ends_with_separator(prefix)
                problem = "" if ending else "the prefix has no separator at its end: a folder beside it begins the same"
                yes.learn(self.within(owner, "the prefix is tested before the path is resolved", problem))
        if no is not None:
            for text in constant:
                no.learn(self.shown(owner, "not-begins", text))

    def within(self, value: Value, unresolved: str, problem: str = "") -> list[Shown]:
        """A path was compared with its folder: that counts once it is resolved."""
        found: list[Shown] = []
        for data in v.roots_in(value):
            if data.root is None:
                continue
            if "normalised" not in data.via:
                found.append((data.root, data.via, "weak", unresolved))
            elif problem:
                found.append((data.root, data.via, "beside", problem))
            else:
                found.append((data.root, data.via, "within", ""))
        return found

    def subset(self, a: Value, b: Value, yes: State) -> None:
        """`set(text) <= set(letters)`, `set(mapping) <= set(names)`: each is one of a constant collection."""
        letters = characters.of(b)
        for atom in a:
            for data in atom.rest if isinstance(atom, v.Seq) and atom.kind == "set" else ():
                if isinstance(data, Data) and data.root is not None and not v.is_request(b):
                    if data.via[-1:] != ("character",):
                        yes.learn(self.shown((data,), "fixed"))
                    elif letters is not None:
                        yes.learn([(data.root, data.via[:-1], "word", letters)])

    def _instance(self, state: State, call: f.Call) -> Split:
        value, kind = self.evaluate(state, call.args[0]), self.evaluate(state, call.args[1])
        names = {a.name for a in kind if isinstance(a, Ref)} | {
            a.name for s in kind if isinstance(s, v.Seq) for item in s.items for a in item if isinstance(a, Ref)
        }
        outcomes = {_is_instance(atom, names) for atom in value} or {None}
        yes = state if outcomes != {False} else None
        no = (state.copy() if yes is not None else state) if outcomes != {True} else None
        if yes is not None and names and names <= {"builtins.int", "builtins.float", "builtins.bool", "uuid.UUID"}:
            yes.learn(self.shown(value, "number"))
        target = call.args[0]
        if isinstance(target, f.Name) and len(value) > 1:
            if yes is not None and target.id in yes.env:
                yes.env[target.id] = tuple(a for a in value if _is_instance(a, names) is not False)
            if no is not None and target.id in no.env:
                no.env[target.id] = tuple(a for a in value if _is_instance(a, names) is not True)
        return yes, no

    def _every(self, state: State, name: str, expr: f.Comprehension) -> Split:
        """`any(bad in text for bad in LIST)` and `all(c in ALLOWED for c in text)`."""
        no, yes = state.copy(), state
        loop = expr.loops[0] if expr.loops else None
        if not isinstance(loop, f.Loop) or len(expr.loops) > 1 or loop.conditions:
            return yes, no
        exact, anything = containers.items_of(self.evaluate(state, loop.source))
        if exact is not None and len(exact) <= 16:
            # One after another, as the chain of `or` or `and` that it is.
            leaving: list[State | None] = []
            current: State | None = state.copy()
            for item in exact:
                if current is None:
                    break
                self.bind(current, loop.target, item)
                one, other = self.split(current, expr.elements[0])
                current, left = (one, other) if name == "all" else (other, one)
                leaving.append(left)
            out = merged(leaving)
            return (current, out) if name == "all" else (out, current)
        inner = state.copy()
        self.bind(inner, loop.target, anything or v.ANYTHING)
        holds, fails = self.split(inner, expr.elements[0])
        source = self.evaluate(state, loop.source)
        kept = holds if name == "all" else fails
        if kept is not None and v.roots_in(source):
            self._letters(source, kept, yes if name == "all" else no)
        return yes, no

    def _letters(self, source: Value, kept: State, into: State) -> None:
        """Every letter of a text passed a test: what was shown of one holds of the text."""
        for root, via, kind, detail in kept.shown:
            for data in v.roots_in(source):
                if data.root != root:
                    continue
                if via == (*data.via, "#each"):
                    into.learn([(root, via, kind, detail)])
                elif kind in {"fixed", "word", "number", "clean"}:
                    into.learn([(root, data.via, "word" if kind == "fixed" else kind, detail)])
                    return

    def note_conversion(self, state: State, bare: str, given: tuple[tuple[Value, ...], dict[str, Value]]) -> None:
        """`int(text)` raises unless the text is a number; `relative_to` unless it lies inside."""
        for requirement in self.machine.refusing.get(bare, ()) if given[0] else ():
            state.learn(self.shown(given[0][0], "clean", requirement))
        if bare in _CONVERTING and given[0]:
            state.learn(self.shown(given[0][0], "number"))
        if bare.startswith("ipaddress.ip_address") and given[0]:
            # It is an address, which is text of the client's for nobody but who connects to it.
            for requirement in _NOT_ADDRESSES:
                state.learn(self.shown(given[0][0], "clean", requirement))

    def address_asked(self, state: State, test: f.Attr) -> Split:
        """`ip_address(host).is_private`: which addresses a name leads to was asked, and inner ones are told apart."""
        owner = self.evaluate(state, test.value)
        yes, no = self._truth(state, test, v.BOOL)
        found = [
            (data.root, data.via[: data.via.index("address")], "clean", "input.ssrf")
            for data in v.roots_in(owner)
            if data.root is not None and "address" in data.via
        ]
        good = yes if test.name == "is_global" else no
        if good is not None:
            good.learn(found)
            good.learn([(root, via[:-1], kind, detail) for root, via, kind, detail in found if via[-1:] == ("host",)])
        return yes, no


def _emptied(atom: v.Atom) -> v.Atom:
    return v.HARMLESS if isinstance(atom, Data) and atom.root is not None else atom


def _texts(value: Value) -> list[str]:
    """The constant texts that a value may be, also in a tuple of them; empty when it may be anything else."""
    found: list[str] = []
    for atom in value:
        known, constant = folding.python((atom,))
        for one in constant if isinstance(constant, list) else [constant]:
            if not known or not isinstance(one, str):
                return []
            found.append(one)
    return found


def _ends_with_separator(value: Value) -> bool:
    """Whether a text ends with a slash or `os.sep`."""
    for atom in value:
        last = atom.parts[-1] if isinstance(atom, v.Text) else atom.value if isinstance(atom, Lit) else ""
        if not (isinstance(last, str) and last.endswith(("/", "\\"))):
            return False
    return bool(value)


def _is_instance(atom: v.Atom, names: set[str]) -> bool | None:
    kinds: dict[type, str] = {str: "builtins.str", int: "builtins.int", bool: "builtins.bool", float: "builtins.float",
                              bytes: "builtins.bytes"}  # fmt: skip
    if isinstance(atom, Lit):
        if atom.value is None:
            return False if names else None
        kind = kinds.get(type(atom.value), "")
        if kind in names:
            return True
        return False if names and names <= set(kinds.values()) else None
    if isinstance(atom, v.Text):
        return True if "builtins.str" in names else None
    if (
        isinstance(atom, Data)
        and atom.kind == ""
        and atom.root is not None
        and atom.root.part in {"query", "form", "cookie"}
    ):
        return True if "builtins.str" in names else None
    return None
