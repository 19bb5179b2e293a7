"""Hostile and huge code: following it ends within the bounds, which are counted in steps, and what was cut is said.

No test looks at a clock: a step is an expression or statement that was evaluated, and each costs about as much as
the next, since values, facts and nesting have bounds of their own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.dataflow.reached import flows, in_view
from tests.project import judged, write

from tenfold.dataflow import machine
from tenfold.dataflow.bounds import MAX_DEPTH, MAX_FUNCTION_STEPS, MAX_RECORDS
from tenfold.dataflow.flows import Flows
from tenfold.rules import rules

BIG, DEEP = "too big to be followed to its end", "nested deeper than is followed"


def lines(*parts: str) -> str:
    return "\n".join(parts)


def indented(count: int, head: str, body: str) -> str:
    """`head` inside `head` inside `head`, with `body` in the middle."""
    return lines(*("    " * level + head.format(level) for level in range(count)), "    " * count + body)


def table(count: int, line: str) -> str:
    """A line for each number: `{0}` is the number, `{1}` the next one."""
    return lines(*(line.format(number, number + 1) for number in range(count)))


# Each is followed to its end: the number is the most steps that it may take.
FOLLOWED = {
    "20,000 statements": (in_view(lines(table(20_000, "x{0} = q + '{0}'"), "sink(x7)")), 90_000),
    "5,000 times the same variable": (in_view(lines("x = q", table(5_000, "x = x + '{0}'"), "sink(x)")), 25_000),
    "3,000 branches": (in_view(lines("x = q", table(3_000, "if r == '{0}': x = '{0}'"), "sink(x)")), 20_000),
    "500 checks": (in_view(lines(table(500, "if '{0}!' in q: abort(400)"), "sink(q)")), 5_000),
    "a chain of 3,000 or": (in_view(f"if {' or '.join(f'q == {i!r}' for i in range(3_000))}: sink(q)"), 10_000),
    "2,000 cases": (in_view(lines("match r:", table(2_000, "    case '{0}': x = q + '{0}'"), "sink(x)")), 20_000),
    "a sum of 5,000": (in_view(f"sink({' + '.join(['q'] * 5_000)})"), 10_000),
    "a chain of 3,000 calls": (in_view(f"sink(q{'.strip()' * 3_000})"), 10_000),
    "a chain of 3,000 attributes": (in_view(f"sink(q{'.a' * 3_000})"), 10_000),
    "80 brackets": (in_view(f"sink({'[' * 80}q{']' * 80})"), 200),
    "80 calls inside each other": (in_view(f"sink({'f(' * 80}q{')' * 80})", "def f(x): return x"), 500),
    "a text that doubles": (in_view(lines("x = q", "x = x + x\n" * 1_000, "sink(x)")), 10_000),
    "a text that triples": (in_view(lines("x = q", "x = f'{x}{r}{x}'\n" * 1_000, "sink(x)")), 10_000),
    "a mapping that doubles": (in_view(lines("x = {'q': q}", "x = {'a': x, 'b': x}\n" * 1_000, "sink(x)")), 10_000),
    "a list that doubles": (in_view(lines("x = [q]", "x = [x, x]\n" * 1_000, "sink(x)")), 10_000),
    "a mapping that holds itself": (in_view(lines("x = {}", table(300, "x['{0}'] = x.copy()"), "sink(x)")), 2_000),
    "an object that doubles": (in_view(lines("x = C(q, r)", "x = C(x, x)\n" * 300, "sink(x)"),
        "class C:\n    def __init__(self, a, b): self.a, self.b = a, b"), 3_000),
    "a huge constant": (in_view("x = 'a' * 10**9\ny = 10**10**10\nz = 'a'.ljust(10**10) + '%999999999d' % 5\nsink(q)"), 100),
    "a constant that explodes": (in_view("x = 'aa'\nfor i in range(20): x = x.replace('a', x)\nsink(x + q)"), 200),
    "5,000 ways to call with constants": (in_view(table(5_000, "f('{0}')"), "def f(x): sink(x)"), 30_000),
    "5,000 ways to call with data": (in_view(table(5_000, "f(request.args['{0}'])"), "def f(x): sink(x)"), 50_000),
    "a list of 20,000": (in_view(f"for x in {[str(i) for i in range(20_000)]}: sink(x + q)"), 30_000),
    "each calls the next twice": (in_view("sink(f0(q))",
        lines(table(40, "def f{0}(x): return f{1}(x + '0') + f{1}(x + '1')"), "def f40(x): return x")), 10_000),
    "functions that call each other": (in_view("sink(f0(q))",
        lines(*(f"def f{i}(x): return f{(i + 1) % 9}(x + '{i}') if x else f{(i + 4) % 9}(x[1:])" for i in range(9)))), 5_000),
    "recursion that grows": (in_view("f(q)", "def f(*a):\n    sink(a)\n    f(*a, *a)"), 500),
    "recursion in two ways": (in_view("sink(f(q, r))", "def f(x, y): return f(y + x, x) + f(x + '1', y) if x else y"), 1_000),
    "60 decorators": (in_view("sink(g(q))", "def d(f):\n    def w(x): return f(x) + f(x + '1')\n    return w\n"
        + "@d\n" * 60 + "def g(x): return x"), 2_000),
    "100 classes above each other": (in_view("sink(C100().f(q))", "class C0:\n    def f(self, x): return x\n"
        + table(100, "class C{1}(C{0}):\n    def f(self, x): return super().f(x)")), 50_000),
    "18 closures": (in_view(indented(18, "def g{0}(x{0}):", "sink(q)")), 100),
    "18 try": (in_view(lines(indented(18, "try:", "sink(q)"), *("    " * i + "finally: pass" for i in reversed(range(18))))), 500),
    "a hostile pattern": (in_view(f"import re\nif re.fullmatch('{'(a|' * 300}b{')' * 300}', q): sink(q)"), 100),
    "a hostile format": (in_view(f"sink('{'%(' * 20_000}' % q)"), 100),
}  # fmt: skip


@pytest.mark.parametrize(("source", "most"), FOLLOWED.values(), ids=FOLLOWED)
def test_it_is_followed_to_its_end(source: str, most: int) -> None:
    seen = flows({"app.py": source})
    assert seen.steps <= most
    records = {call.name: found for _, call, found in seen.calls()}
    assert records["os.system"]
    assert len(records["os.system"]) <= MAX_RECORDS
    assert not any(BIG in limit or DEEP in limit for limit in seen.limits.values())


@pytest.fixture
def fewer_steps(monkeypatch: pytest.MonkeyPatch) -> int:
    """A tenth of the steps for one function, so that to use them up takes a tenth of the time."""
    monkeypatch.setattr(machine, "MAX_FUNCTION_STEPS", MAX_FUNCTION_STEPS // 10)
    return MAX_FUNCTION_STEPS // 10


CUT = {
    "loops inside each other": (in_view(indented(18, "for x{0} in range(10):", "sink(q)")), BIG),
    "while inside each other": (in_view(indented(18, "while r:", "sink(q)")), BIG),
    "tests that ask for earlier ones": (in_view(lines("ok0 = q == 'a'", table(40, "ok{1} = not ok{0} or not ok{0}"),
        "if ok40: sink(q)")), BIG),
    "conditions in each of many functions": (in_view("f0(q)", lines(
        *(indented(20, "if x{0}:", "pass").replace("if x0:", f"def f{i}(x1):") + f"\n{'    ' * 20}f{i + 1}(x1)"
          for i in range(30)), "def f30(x): sink(x)").replace("x2", "x1")), "deeper than is followed"),
    "globals that need each other": (in_view("sink(G1000 + q)", lines("G0 = 'a'", table(1_000, "G{1} = G{0} + 'a'"))), DEEP),
    "classes that need each other": (in_view("sink(C500.a + q)", lines("class C0: a = 'a'",
        table(500, "class C{1}:\n    a = C{0}.a + 'a'"))), DEEP),
    "defaults that need each other": (in_view("sink(f600())", lines("def f0(x='a'): return x",
        table(600, "def f{1}(x=f{0}()): return x"))), DEEP),
    "3,000 attributes": (in_view("sink(C(q).a0)", "class C:\n    def __init__(self, x):\n"
        + table(3_000, "        self.a{0} = x")), "more attributes than are kept apart"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "limit"), CUT.values(), ids=CUT)
def test_what_was_cut_is_said(source: str, limit: str, fewer_steps: int) -> None:
    seen = flows({"app.py": source})
    assert limit in seen.limits["app.py"]
    assert seen.steps <= 2 * fewer_steps


def test_what_calls_deeper_than_the_bound_is_said_and_keeps_its_data() -> None:
    above = lines(table(MAX_DEPTH + 5, "def f{0}(x): return f{1}(x)"), f"def f{MAX_DEPTH + 5}(x): return x")
    seen = flows({"app.py": in_view("sink(f0(q))", above)})
    assert "deeper than is followed" in seen.limits["app.py"]
    assert _request_data_reaches_the_sink(seen)


@pytest.mark.usefixtures("fewer_steps")
def test_one_big_function_does_not_cost_the_others() -> None:
    big = indented(18, "for x{0} in range(10):", "print(q)")
    seen = flows(
        {"app.py": in_view("sink(q)", "def other(q):\n" + lines(*("    " + line for line in big.splitlines())))}
    )
    assert seen.limits == {"app.py": f"other is {BIG}"}
    assert _request_data_reaches_the_sink(seen)


def _request_data_reaches_the_sink(seen: Flows) -> bool:
    return any(
        atom.request
        for _, call, records in seen.calls()
        for record in records
        for value in record.args
        for atom in value
        if call.name == "os.system"
    )


DEPENDENCIES = """
from os import system as sink
from fastapi import Depends, FastAPI
app = FastAPI()
def a(y=Depends(lambda: b)): return y
def b(y=Depends(c)): return y
def c(y=Depends(b)): return y
@app.get("/")
def view(q: str, y=Depends(c)):
    sink(q)
"""


def test_dependencies_that_depend_on_each_other_end() -> None:
    assert _request_data_reaches_the_sink(flows({"main.py": DEPENDENCIES}))


@pytest.mark.usefixtures("fewer_steps")
def test_the_check_says_in_which_file_which_bound_was_hit(tmp_path: Path) -> None:
    """Once for each file, though several rules ask for the same flows; nothing is said of what was followed."""
    folder = write(
        tmp_path,
        {
            "app.py": in_view("sink(q)\nimport big"),
            "big.py": "def other(q):\n" + lines(*("    " + line for line in CUT_BODY.splitlines())),
        },
    )
    asked = [rule for rule in rules() if rule.requirement in {"input.command", "input.sql"}]
    skipped = [(one.kind, one.place.file, one.reason) for one in judged(folder, *asked).skipped]
    assert skipped == [("lines", "big.py", f"request data was not followed through all of it: other is {BIG}")]


CUT_BODY = indented(18, "for x{0} in range(10):", "print(q)")
