"""Objects: what an attribute is given it gives back, through methods, bases, properties and class attributes."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

CASES = {
    "an attribute": ("class C: ...", "c = C(); c.x = q; c.y = 'a'; sink(c.y)", {"a"}),
    "an attribute with data": ("class C: ...", "c = C(); c.x = q; c.y = 'a'; sink(c.x)", {"$q"}),
    "__init__": ("class C:\n    def __init__(self, x): self.x = x", "sink(C(q).x)", {"$q"}),
    "a method reads": ("class C:\n    def __init__(self, x): self.x = x\n    def f(self): return 'a' + self.x",
        "sink(C(q).f())", {"a$q"}),
    "a method sets": ("class C:\n    def f(self, x): self.x = x", "c = C(); c.f(q); sink(c.x)", {"$q"}),
    "methods call each other": ("class C:\n    def f(self, x): return self.g(x)\n    def g(self, x): return x + '!'",
        "sink(C().f(q))", {"$q!"}),
    "a method in a chain": (
        "class C:\n    def __init__(self): self.x = ''\n    def add(self, x):\n        self.x = self.x + x\n        return self",
        "sink(C().add('a').add(q).x)", {"a$q"}),
    "two objects": ("class C:\n    def __init__(self, x): self.x = x", "a, b = C(q), C('b'); sink(b.x)", {"b"}),
    "a class attribute": ("class C:\n    x = 'a'", "sink(C.x + q)", {"a$q"}),
    "a class attribute of an object": ("class C:\n    x = 'a'", "sink(C().x)", {"a"}),
    "a class attribute is hidden": ("class C:\n    x = 'a'\n    def __init__(self): self.x = request.args['i']",
        "sink(C().x)", {"$i"}),
    "a property": ("class C:\n    def __init__(self, x): self._x = x\n    @property\n    def x(self): return 'a' + self._x",
        "sink(C(q).x)", {"a$q"}),
    "a class method": ("class C:\n    p = 'a'\n    @classmethod\n    def f(cls, x): return cls.p + x", "sink(C.f(q))", {"a$q"}),
    "a class method that makes": (
        "class C:\n    def __init__(self, x): self.x = x\n    @classmethod\n    def of(cls, x): return cls(x + '!')",
        "sink(C.of(q).x)", {"$q!"}),
    "a static method": ("class C:\n    @staticmethod\n    def f(x): return 'a' + x", "sink(C.f(q))", {"a$q"}),
    "a static method of an object": ("class C:\n    @staticmethod\n    def f(x): return 'a' + x", "sink(C().f(q))", {"a$q"}),
    "inherited": ("class B:\n    def f(self, x): return x\nclass C(B): ...", "sink(C().f(q))", {"$q"}),
    "overridden": ("class B:\n    def f(self, x): return x\nclass C(B):\n    def f(self, x): return 'a'",
        "sink(C().f(q))", {"a"}),
    "a template method": (
        ("class B:\n    def f(self, x): return self.g(x)\n    def g(self, x): return x\n"
        "class C(B):\n    def g(self, x): return 'a'"), "sink(C().f(q))", {"a"}),
    "super": ("class B:\n    def f(self, x): return 'a' + x\nclass C(B):\n    def f(self, x): return super().f(x) + '!'",
        "sink(C().f(q))", {"a$q!"}),
    "super().__init__": (
        ("class B:\n    def __init__(self, x): self.x = x\n"
        "class C(B):\n    def __init__(self, x): super().__init__('a' + x)"), "sink(C(q).x)", {"a$q"}),
    "two bases": ("class A:\n    def f(self, x): return 'a'\nclass B:\n    def f(self, x): return x\nclass C(A, B): ...",
        "sink(C().f(q))", {"a"}),
    "__call__": ("class C:\n    def __call__(self, x): return 'a' + x", "sink(C()(q))", {"a$q"}),
    "__getitem__": ("class C:\n    def __getitem__(self, k): return 'a' + k", "sink(C()[q])", {"a$q"}),
    "a dataclass": ("from dataclasses import dataclass\n@dataclass\nclass C:\n    x: str\n    y: str = 'a'",
        "c = C(q, y='b'); sink(c.y + c.x)", {"b$q"}),
    "a default of a dataclass": ("from dataclasses import dataclass\n@dataclass\nclass C:\n    x: str\n    y: str = 'a'",
        "sink(C(q).y)", {"a"}),
    "a named tuple": ("from typing import NamedTuple\nclass C(NamedTuple):\n    x: str\n    y: str",
        "sink(C(q, 'a').y)", {"a"}),
    "a named tuple is unpacked": ("from typing import NamedTuple\nclass C(NamedTuple):\n    x: str\n    y: str",
        "x, y = C(q, 'a'); sink(y)", {"a"}),
    "a simple namespace": ("from types import SimpleNamespace", "sink(SimpleNamespace(x=q, y='a').y)", {"a"}),
    "a list in an object": (
        ("class C:\n    def __init__(self): self.l = []\n    def add(self, x): self.l.append(x)\n"
        "    def all(self): return ' '.join(self.l)"), "c = C(); c.add('a'); c.add(q); sink(c.all())", {"a $q"}),
    "an object in an object": (
        ("class A:\n    def __init__(self, x): self.x = x\nclass B:\n    def __init__(self, a): self.a = a\n"
        "    def f(self): return self.a.x"), "sink(B(A(q)).f())", {"$q"}),
    "setattr": ("class C: ...", "c = C(); setattr(c, 'x', q); sink(c.x)", {"$q"}),
    "a method is handed on": ("class C:\n    def f(self, x): return 'a' + x\ndef g(h, x): return h(x)",
        "sink(g(C().f, q))", {"a$q"}),
    "an enumeration": ("from enum import Enum\nclass C(Enum):\n    A = 'a'", "sink(C.A.value)", {"<constant>"}),
    "an enumeration shows its member": ("from enum import Enum\nclass C(Enum):\n    A = 'a'", "sink(C(q).value)",
        {"<constant>"}),
    "with an alias": ("class C: ...", "a = C(); b = a; a.x = q; sink(b.x)", {"$q"}),
    "self of a view": (
        ("from flask.views import MethodView\nclass V(MethodView):\n    p = 'a'\n"
        "    def get(self): sink(self.f(request.args['v']))\n    def f(self, x): return self.p + x\n"
        "app.add_url_rule('/v', view_func=V.as_view('v'))"), "pass", {"a$v"}),
}  # fmt: skip


@pytest.mark.parametrize(("above", "body", "expected"), CASES.values(), ids=CASES)
def test_an_object_keeps_what_it_is_given(above: str, body: str, expected: set[str]) -> None:
    assert reached(body, above) == expected
