"""Whether what looks at a value in front of its use confines it, can be got round, or cannot be judged."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

from tenfold import frameworks
from tenfold.language import facts as f
from tenfold.program.bodies import parts, statements
from tenfold.project.read import PythonFile
from tenfold.rules.input._guards import checks, tests
from tenfold.rules.input._trace import Trace
from tenfold.rules.input._uses import Use

Soundness = Literal["sound", "weak", "unclear"]
_PLAIN_TEXT = frozenset({"isalnum", "isdigit", "isdecimal", "isnumeric", "isidentifier", "isalpha"})
_MATCHING = frozenset({"re.match", "re.fullmatch"})
_CONFINING = frozenset({"is_relative_to", "relative_to", "commonpath"})
_RESOLVING = frozenset({"resolve", "realpath", "abspath", "normpath"})
_PARSING = frozenset({"urlparse", "urlsplit", "url_parse", "URL"})
_MAX_DEPTH = 3
_HOST = frozenset({"netloc", "hostname", "host"})


class Checks:
    """Judges the checks of one app for one requirement."""

    def __init__(self, trace: Trace, requirement: str) -> None:
        self._trace = trace
        self._requirement = requirement
        self._declared = frameworks.sanitizers(requirement)
        self._inside: dict[tuple[str, int], Soundness] = {}

    def of(self, use: Use, expr: f.Expr) -> Soundness | None:
        """The best of what is asked of a value before its use, or by a function of the project; None when nothing."""
        found = [
            self.judge(use.file, use.scope, part)
            for part in checks(use.file, use.scope, self._trace.names, expr, use.site.call.at)
        ]
        found += [self.inside(name) for name in self._passed_through(use, expr)]
        if self._requirement == "input.path" and self._confined(use):
            found.append("sound")
        order: tuple[Soundness, ...] = ("sound", "unclear", "weak")
        return next((kind for kind in order if kind in found), None)

    def judge(self, file: PythonFile, scope: int, part: f.Expr) -> Soundness:
        """One comparison or call."""
        match part:
            case f.Op(op="in" | "not in", operands=(left, right)):
                return self._membership(file, scope, left, right)
            case f.Op(op="==" | "!="):
                return "sound" if self._names_host(file, part) or _with_constant(part) else "unclear"
            case f.CallRef(index=index):
                return self._call(file, scope, file.detail.calls[index])
            case f.Attr(name="netloc" | "hostname"):
                return "sound" if self._requirement == "input.redirect" else "unclear"
        return "unclear"

    def _membership(self, file: PythonFile, scope: int, left: f.Expr, right: f.Expr) -> Soundness:
        """A value in a collection is confined by it; a piece of text in a value says little."""
        if isinstance(left, f.Const):
            return "unclear" if self._requirement == "input.path" else "weak"
        return "sound" if self._trace.safe(self._requirement, file, scope, right) else "unclear"

    def _names_host(self, file: PythonFile, part: f.Expr) -> bool:
        return any(isinstance(p, f.Attr) and p.name in _HOST for p in parts(file, part))

    def _call(self, file: PythonFile, scope: int, call: f.Call) -> Soundness:
        name = self._trace.names.qualify(file, scope, call.func).replace("()", "")
        last = call.name.rpartition(".")[2]
        declared = self._declared.get(name)
        if declared is not None:
            return "sound"
        if self._requirement == "input.path":
            if last in _CONFINING or (last == "startswith" and self._resolves(file, scope)):
                return "sound"
            if last == "startswith":
                return "weak"
        if last == "startswith":
            return self._prefix(file, scope, call)
        if last in _PARSING:
            return "sound" if self._compares_host(file, scope) else "unclear"
        if last in _PLAIN_TEXT or name in _MATCHING:
            return "sound" if last in _PLAIN_TEXT or self._requirement in {"input.path", "input.sql"} else "unclear"
        return self.inside(name) if ":" in name else "unclear"

    def _prefix(self, file: PythonFile, scope: int, call: f.Call) -> Soundness:
        """`startswith`: a whole host with a slash behind it confines; "/" or "https" does not."""
        value = self._trace.app.program.values.of(file, scope, call.args[0]) if call.args else None
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) for text in texts):
            return "unclear"
        if "/" in texts and self._requirement == "input.redirect":
            return "sound" if self._compares_host(file, scope) or self._refuses_two_slashes(file, scope) else "weak"
        whole = all(isinstance(text, str) and "://" in text and text.endswith("/") and len(text) > 9 for text in texts)
        return (
            "sound" if whole else "unclear" if any(isinstance(t, str) and t.startswith("//") for t in texts) else "weak"
        )

    def _refuses_two_slashes(self, file: PythonFile, scope: int) -> bool:
        consts = (p.value for test in tests(file, scope, 1 << 62) for p in parts(file, test) if isinstance(p, f.Const))
        return any(isinstance(text, str) and text.startswith(("//", "/\\")) for text in consts)

    def _compares_host(self, file: PythonFile, scope: int) -> bool:
        return any(self._names_host(file, test) for test in (*tests(file, scope, 1 << 62), *_returned(file, scope)))

    def _resolves(self, file: PythonFile, scope: int) -> bool:
        return any(call.scope == scope and call.name.rpartition(".")[2] in _RESOLVING for call in file.detail.calls)

    def inside(self, name: str, depth: int = 0) -> Soundness:
        """A function of the project that is given the value: it is sound when it, or one it asks, tests soundly."""
        known = self._inside.get((name, depth))
        if known is None:
            known = self._inside[name, depth] = self._tested(name, depth)
        return known

    def _tested(self, name: str, depth: int) -> Soundness:
        defined = self._trace.names.definition(name) if name else None
        if defined is None:
            return "unclear"
        file, scope = defined
        kinds = {
            self._call(file, scope, file.detail.calls[part.index]) if isinstance(part, f.CallRef) else
            self.judge(file, scope, part)
            for test in (*tests(file, scope, 1 << 62), *_returned(file, scope))
            for part in parts(file, test)
            if self._worth(file, part)
        }  # fmt: skip
        if depth < _MAX_DEPTH and "sound" not in kinds:
            asked = [p.index for e in _returned(file, scope) for p in parts(file, e) if isinstance(p, f.CallRef)]
            called = {self._trace.names.qualify(file, scope, file.detail.calls[index].func) for index in asked}
            kinds |= {self.inside(one, depth + 1) for one in called if ":" in one and one != name}
        return "sound" if "sound" in kinds else "weak" if kinds == {"weak"} else "unclear"

    def _worth(self, file: PythonFile, part: f.Expr) -> bool:
        """Whether a part of a condition inside a checking function says anything."""
        match part:
            case f.CallRef(index=index):
                name = file.detail.calls[index].name.rpartition(".")[2]
                known = name in _CONFINING or name in _PLAIN_TEXT or name in _PARSING or name == "startswith"
                return known or any(n.rpartition(".")[2] == name for n in self._declared)
            case f.Op(op="in" | "not in") | f.Attr(name="netloc" | "hostname"):
                return True
            case f.Op(op="==" | "!="):
                return self._names_host(file, part)
        return False

    def _passed_through(self, use: Use, expr: f.Expr) -> Iterator[str]:
        """The project's functions that an argument went through, each name followed once: `q = q.where(...)`."""
        names = self._trace.names
        followed: set[str] = set()
        pending: deque[tuple[f.Expr, int]] = deque([(expr, 0)])
        while pending:
            current, depth = pending.popleft()
            for part in parts(use.file, current):
                if isinstance(part, f.CallRef):
                    call = use.file.detail.calls[part.index]
                    name = names.qualify(use.file, call.scope, call.func)
                    if ":" in name and (call.args or call.keywords):
                        yield name
                elif isinstance(part, f.Name) and depth < 4 and part.id not in followed:
                    followed.add(part.id)
                    bound = names.of(use.file.path).scopes[use.scope].get(part.id, ())
                    pending.extend((b.value, depth + 1) for b in bound if isinstance(b, f.Assign) and b.value)

    def _confined(self, use: Use) -> bool:
        """`path.relative_to(base)` as a statement of its own raises outside the folder."""
        return any(
            use.file.detail.calls[statement.value.index].name.endswith(".relative_to")
            for statement in statements(use.file, use.scope)
            if isinstance(statement, f.Evaluate)
            and isinstance(statement.value, f.CallRef)
            and statement.at < use.site.call.at
        )


def _with_constant(part: f.Expr) -> bool:
    return isinstance(part, f.Op) and any(isinstance(side, f.Const) for side in part.operands)


def _returned(file: PythonFile, scope: int) -> list[f.Expr]:
    return [s.value for s in statements(file, scope) if isinstance(s, f.Return) and s.value is not None]
