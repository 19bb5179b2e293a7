"""Calls: what a function is given arrives in it, what it gives comes back, whichever way Python lets it be called."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import flows, in_view, reached, reaching

from tenfold.dataflow.flows import steps_of
from tenfold.dataflow.values import roots_in

IN_ONE_FILE = {
    "a function passes on": ("def f(x): return x", "sink(f(q))", {"$q"}),
    "each caller gets its own": ("def f(x): return x", "f(q); sink(f('a'))", {"a"}),
    "a function builds": ("def f(x): return f'a{x}'", "sink(f(q))", {"a$q"}),
    "a function drops": ("def f(x): return 'a'", "sink(f(q))", {"a"}),
    "the call stands inside": ("def f(x): sink(x)", "f(q)", {"$q"}),
    "a default": ("def f(x='a'): return x", "sink(f())", {"a"}),
    "a default is replaced": ("def f(x='a'): return x", "sink(f(x=q))", {"$q"}),
    "request data as a default": ("def f(x=None): x = x or request.args['d']; return x", "sink(f())", {"$d"}),
    "two returns": ("def f(x):\n    if r(): return 'a'\n    return x\ndef r(): ...", "sink(f(q))", {"$q"}),
    "a tuple": ("def f(x): return 'a', x", "a, b = f(q); sink(a); sink(b + '!')", {"a", "$q!"}),
    "a flag decides": ("def f(x, safe):\n    if safe: return 'a'\n    return x", "sink(f(q, safe=True))", {"a"}),
    "a closure": ("def f(x):\n    def g(): return x\n    return g", "sink(f(q)())", {"$q"}),
    "a closure of another call": ("def f(x):\n    def g(): return x\n    return g", "h = f('a'); f(q); sink(h())", {"a"}),
    "a lambda": ("", "f = lambda x: 'a' + x\nsink(f(q))", {"a$q"}),
    "a lambda sees around": ("", "f = lambda: q\nsink(f())", {"$q"}),
    "functions in a mapping": ("def a(x): return 'a'\ndef b(x): return x", "sink({'a': a, 'b': b}['a'](q))", {"a"}),
    "a function as an argument": ("def f(g, x): return g(x)", "sink(f(lambda y: y + '!', q))", {"$q!"}),
    "partial": ("from functools import partial\ndef f(a, b): return a + b", "sink(partial(f, 'a')(q))", {"a$q"}),
    "partial by name": ("from functools import partial\ndef f(a, b): return a + b", "sink(partial(f, b=q)('a'))", {"a$q"}),
    "map": ("def f(x): return x + '!'", "sink(list(map(f, ['a', q]))[0])", {"a!"}),
    "map over the request": ("def f(x): return x + '!'", "sink(list(map(f, q.split(',')))[0])", {"$q(lacks ,)!"}),
    "filter": ("", "sink(list(filter(None, [q]))[0])", {"$q"}),
    "sorted by a key": ("", "sink(sorted([q], key=len)[0])", {"$q"}),
    "a generator": ("def f(x):\n    yield 'a'\n    yield x", "for y in f(q): sink(y)", {"a", "$q"}),
    "yield from": ("def f(x): yield from [x]\ndef g(x): yield from f(x)", "for y in g(q): sink(y)", {"$q"}),
    "a generator expression": ("", "sink(''.join(x for x in [q]))", {"$q"}),
    "a context manager": (
        "from contextlib import contextmanager\n@contextmanager\ndef f(x):\n    yield x", "with f(q) as y: sink(y)", {"$q"}),
    "an own context manager": (
        ("class C:\n    def __init__(self, x): self.x = x\n    def __enter__(self): return self.x\n"
        "    def __exit__(self, *a): pass"), "with C(q) as y: sink(y)", {"$q"}),
    "recursion ends": ("def f(x, n): return x if n == 0 else f(x + 'a', n - 1)", "sink(f(q, 2))", {"$qaa"}),
    "recursion by data ends": ("def f(x): return f(x[1:]) if x else 'a'", "sink(f(q))", {"a", "$q"}),
    "mutual recursion ends": ("def f(x): return g(x) if x else 'a'\ndef g(x): return f(x)", "sink(f(q))", {"a", "$q"}),
    "a decorator passes on": (
        ("from functools import wraps\ndef d(f):\n    @wraps(f)\n    def w(*a, **k): return f(*a, **k)\n    return w\n"
        "@d\ndef g(x): return x"), "sink(g(q))", {"$q"}),
    "a decorator changes the argument": (
        "def d(f):\n    def w(x): return f('a')\n    return w\n@d\ndef g(x): return x", "sink(g(q))", {"a"}),
    "a decorator changes what comes back": (
        "def d(f):\n    def w(x): return f(x) + '!'\n    return w\n@d\ndef g(x): return x", "sink(g(q))", {"$q!"}),
    "a decorator with arguments": (
        ("def d(s):\n    def e(f):\n        def w(x): return f(x) + s\n        return w\n    return e\n"
        "@d('!')\ndef g(x): return x"), "sink(g(q))", {"$q!"}),
    "a call never comes back": ("def f(): abort(404)", "f(); sink(q)", set()),
    "a call comes back at times": ("def f(x):\n    if not x: abort(404)", "f(q); sink(q)", {"$q"}),
    "getattr": ("class C:\n    x = 'a'", "sink(getattr(C(), 'x'))", {"a"}),
    "getattr by default": ("class C:\n    x = 'a'", "sink(getattr(C(), 'y', q))", {"$q", "<unknown>"}),
    "a thread": ("import threading\ndef f(x): sink(x)", "threading.Thread(target=f, args=(q,)).start()", {"$q"}),
    "an executor": ("def f(x): sink(x)\nfrom concurrent.futures import ThreadPoolExecutor",
        "ThreadPoolExecutor().submit(f, q)", {"$q"}),
    "a bound method is kept": ("", "f = 'a{}'.format\nsink(f(q))", {"a$q"}),
    "an unknown function of a library": ("import elsewhere", "sink(elsewhere.f(q))", {"<unknown>"}),
}  # fmt: skip


@pytest.mark.parametrize(("above", "body", "expected"), IN_ONE_FILE.values(), ids=IN_ONE_FILE)
def test_a_call_in_one_file(above: str, body: str, expected: set[str]) -> None:
    assert reached(body, above) == expected


OTHER = """
from os import system as sink
from flask import request
PREFIX = 'a'
TABLE = {'a': 'x', 'b': 'y'}
NAMES = ['x', 'y']
EMPTY = {}
def build(x): return PREFIX + x
def read(): return request.args['other']
class Base:
    prefix = 'b'
    def __init__(self, x): self.x = x
    def get(self): return self.prefix + self.x
"""
ACROSS = {
    "a function of another file": ("from other import build", "sink(build(q))", {"a$q"}),
    "the call stands in another file": ("import runner", "runner.run(q)", {"$q"}),
    "the source stands in another file": ("from other import read as load", "sink(load())", {"$other"}),
    "a constant of another file": ("from other import PREFIX", "sink(PREFIX)", {"a"}),
    "a constant by its module": ("import other as o", "sink(o.PREFIX + q)", {"a$q"}),
    "a table of another file": ("from other import TABLE", "sink(TABLE['b'])", {"y"}),
    "a table asked with request data": ("from other import TABLE", "sink(TABLE.get(q, 'z'))", {"x", "y", "z"}),
    "a list of another file": ("from other import NAMES", "sink(NAMES[0])", {"x"}),
    "a star import": ("from other import *", "sink(PREFIX + q)", {"a$q"}),
    "an import in the function": ("", "from other import build\nsink(build(q))", {"a$q"}),
    "a class of another file": ("from other import Base", "sink(Base(q).get())", {"b$q"}),
    "an heir in this file": ("import other\nclass C(other.Base):\n    prefix = 'c'", "sink(C(q).get())", {"c$q"}),
    "a constant that is built": ("from other import PREFIX\nx = PREFIX + '!'", "sink(x)", {"a!"}),
    "a mapping that others fill is not known": ("from other import EMPTY", "sink(EMPTY['a'])", {"<unknown>"}),
}  # fmt: skip


@pytest.mark.parametrize(("above", "body", "expected"), ACROSS.values(), ids=ACROSS)
def test_a_call_across_files(above: str, body: str, expected: set[str]) -> None:
    runner = {"runner": "from os import system as sink\ndef run(x): sink(x)\n"} if "runner" in above else {}
    assert reached(body, above, other=OTHER, **runner) == expected


ASYNC = """
from os import system as sink
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel
app = FastAPI()
class Order(BaseModel):
    name: str
    count: int
async def load(q: str): return 'a' + q
def chosen(q: str = Query()): return {'q': q, 'r': 'x'}
@app.post("/")
async def view(q: str, number: int, order: Order, c: dict = Depends(chosen)):
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("sink(q)", {"$q"}),
        ("sink(await load(q))", {"a$q"}),
        ("sink(f'{number}')", {"<number>"}),
        ("sink(order.name)", {"$name"}),
        ("sink(str(order.count))", {"<number>"}),
        ("sink(c['q'])", {"$q"}),
        ("sink(c['r'])", {"x"}),
        ("import asyncio\n    sink(await asyncio.to_thread(lambda: 'a' + q))", {"a$q"}),
        ("import asyncio\n    a, b = await asyncio.gather(load(q), load('b'))\n    sink(b)", {"ab"}),
    ],
)
def test_a_call_of_fastapi(body: str, expected: set[str]) -> None:
    assert reaching({"main.py": f"{ASYNC}    {body}\n"}) == expected


def test_the_way_begins_where_the_request_is_read_and_names_each_step() -> None:
    """CodeQL's users (#20281) were shown the import of the request instead."""
    seen = flows(
        {"app.py": in_view("x = build(request.args['a'])\nsink(x)", "from other import build"), "other.py": OTHER}
    )
    (record,) = next(records for _, call, records in seen.calls() if call.name == "os.system")
    (data,) = roots_in(record.args[0])
    assert [(step.place.file, step.place.line, step.note) for step in steps_of(data)] == [
        ("app.py", 8, "request.args['a'] is read here"),
        ("app.py", 8, "is given to build() as x"),
        ("app.py", 8, "is kept in x"),
    ]
