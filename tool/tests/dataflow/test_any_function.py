"""Following any function ends within its steps, never raises, and never takes what is constant for request data."""

from __future__ import annotations

from textwrap import indent

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dataflow.reached import flows, in_view, written

from tenfold.dataflow.bounds import MAX_FUNCTION_STEPS

# `a`, `b` and `c` hold constants alone, `x`, `y` and `z` whatever there is; `f` and `g` give back what they are given.
CONSTANT, ANY = ("a", "b", "c"), ("x", "y", "z", "q", "r")
ABOVE = """
def f(u, *rest, **named): return u
def g(u): return [u, 'k'][0] if u else f(u)
class C:
    held = 'k'
    def __init__(self, u): self.u = u
    def get(self): return self.u
"""
TEMPLATES = (
    "{0} + {1}", "{0} % {1}", "f'k{{{0}}}{{{1}}}'", "'{{}}-{{}}'.format({0}, {1})", "'k'.join([{0}, {1}])",
    "[{0}, {1}]", "[{0}, *[{1}]]", "{{'k': {0}, 'l': {1}}}", "{{'k': {0}}}['k']", "[{0}, {1}][0]", "({0}, {1})[1:]",
    "{0} if {1} else {0}", "{0} or {1}", "{0} and {1}", "not {0}", "{0} == {1}", "{0} in ({1}, 'k')", "f({0})",
    "g({0})", "f({0}, {1}, k={1})", "C({0}).get()", "C({0}).u", "C.held", "(lambda u: u)({0})", "{0}.strip()",
    "{0}.split({1})", "{0}.replace('k', {1})", "{0}[1:]", "str({0})", "len({0})", "int({0})", "list({0})", "sorted([{0}])",
    "dict(k={0}).get('k', {1})", "[u for u in [{0}, {1}] if u]", "{{u: {1} for u in {0}}}", "next(iter([{0}]))",
    "{0}.get({1})", "(w := {0})", "max({0}, {1})", "''.join(u for u in {0})", "{0}.startswith({1})",
    "isinstance({0}, str)", "any(u == {1} for u in {0})", "-{0}", "{0} < {1}", "{0} is None", "{0}.k",
)  # fmt: skip
HEADS = ("if {0}:", "while {0}:", "for u in {0}:", "for u, w in [({0}, {0})]:", "with f({0}):", "try:", "def h(u):")


@st.composite
def expressions(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    """An expression over `names` and constants."""
    shown = draw(st.sampled_from((*names, "'k'", "'%s'", "''", "1", "None", "('k', 'l')")))
    for _ in range(draw(st.integers(0, 3))):
        other = draw(st.sampled_from((*names, "'k'", "2")))
        shown = "(" + draw(st.sampled_from(TEMPLATES)).format(shown, other) + ")"
    return shown


@st.composite
def bodies(draw: st.DrawFn, depth: int = 3) -> str:
    """Statements: `a`, `b`, `c` are only ever given what is made of constants and of each other."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.integers(0, 9))
        if kind <= 2:
            names = draw(st.sampled_from((CONSTANT, (*ANY, *CONSTANT))))
            target = draw(st.sampled_from(names[:3]))
            operator = draw(st.sampled_from(("=", "=", "+=", "%=")))
            lines.append(f"{target} {operator} {draw(expressions(names))}")
        elif kind == 3:
            lines.append(f"sink([{draw(expressions(CONSTANT))}])")
        elif kind == 4:
            lines.append(
                draw(st.sampled_from(("pass", "return x", "raise ValueError(q)", "assert q == 'k'", "abort(404)")))
            )
        elif kind == 5:
            lines.append(f"{draw(st.sampled_from(ANY[:3]))} = [{draw(expressions((*ANY, *CONSTANT)))}]")
        elif depth:
            head = draw(st.sampled_from(HEADS))
            lines.append(head.format(draw(expressions((*ANY, *CONSTANT)))))
            lines.append(indent(draw(bodies(depth - 1)), "    "))
            if head == "try:":
                lines.append("except Exception as e:\n    pass\nfinally:\n    y = x")
            elif head.startswith(("if", "while", "for")) and draw(st.booleans()):
                lines.append("else:\n" + indent(draw(bodies(depth - 1)), "    "))
    return "\n".join(lines) or "pass"


@settings(max_examples=60, deadline=None)
@given(bodies())
def test_any_function_ends_and_constants_stay_constant(body: str) -> None:
    start = "a = b = c = 'k'\nx, y, z = q, r, [q]\n"
    seen = flows({"app.py": in_view(f"{start}{body}\nsink([a, b, c])\neval(x)", ABOVE)})
    assert seen.steps <= 10 * MAX_FUNCTION_STEPS
    for _, call, records in seen.calls():
        given_to = [atom for record in records for value in record.args for atom in value]
        assert call.name != "os.system" or not any(atom.request for atom in given_to), list(map(written, given_to))
