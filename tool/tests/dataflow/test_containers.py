"""Containers: a constant key or place keeps its own value, what is put in comes out, and nothing else does."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

CASES = [
    # Mappings, key by key.
    ("d = {'a': q, 'b': 'x'}", "d['b']", {"x"}),
    ("d = {'a': q, 'b': 'x'}", "d['a']", {"$q"}),
    ("d = {}; d['a'] = q; d['b'] = 'x'", "d['b']", {"x"}),
    ("d = dict(a=q, b='x')", "d['b']", {"x"}),
    ("d = {'a': 'x'}; d['a'] = q", "d['a']", {"$q"}),
    ("d = {'a': q}; d['a'] = 'x'", "d['a']", {"x"}),
    ("d = {'a': q}; d.update(a='x')", "d['a']", {"x"}),
    ("d = {'a': 'x'}; d.update({'a': q})", "d['a']", {"$q"}),
    ("d = {'a': 'x'}; d |= {'a': q}", "d['a']", {"$q"}),
    ("d = {'a': 'x', 'b': q} | {'b': 'y'}", "d['b']", {"y"}),
    ("d = {**{'a': q, 'b': 'x'}, 'a': 'y'}", "d['a']", {"y"}),
    ("d = {'a': q}", "d.get('b', 'x')", {"x"}),
    ("d = {'a': 'x'}", "d.get('b', q)", {"$q"}),
    ("d = {'a': q, 'b': 'x'}; v = d.pop('a')", "v", {"$q"}),
    ("d = {'a': q, 'b': 'x'}; d.pop('a')", "', '.join(d.values())", {"x"}),
    ("d = {'a': q, 'b': 'x'}; del d['a']", "', '.join(d.values())", {"x"}),
    ("d = {}; v = d.setdefault('a', q)", "v + d['a']", {"$q$q"}),
    ("d = {'a': {'b': q, 'c': 'x'}}", "d['a']['c']", {"x"}),
    ("d = {'a': {}}; d['a']['b'] = q; d['a']['c'] = 'x'", "d['a']['b'] + d['a']['c']", {"$qx"}),
    ("d = {'a': 'x', 'b': 'y'}", "d[q]", {"x", "y"}),
    ("d = {k: v for k, v in [('a', q), ('b', 'x')]}", "d['a']", {"$q"}),
    ("d = dict([('a', q), ('b', 'x')])", "d['b']", {"x"}),
    ("d = dict(zip(['a', 'b'], [q, 'x']))", "d['b']", {"x"}),
    ("from collections import defaultdict; d = defaultdict(list); d['a'].append(q)", "d['a'][0]", {"$q"}),
    ("d = {'a': q}; e = d; e['a'] = 'x'", "d['a']", {"x"}),
    ("d = {'a': q}; e = d.copy(); e['a'] = 'x'", "d['a']", {"$q"}),
    # Lists, place by place.
    ("l = ['x', q]", "l[0]", {"x"}),
    ("l = ['x', q]", "l[1]", {"$q"}),
    ("l = ['x', q]", "l[-2]", {"x"}),
    ("l = ['x']; l.append(q)", "l[0]", {"x"}),
    ("l = ['x']; l.append(q)", "l[-1]", {"$q"}),
    ("l = ['x']; l.insert(0, q)", "l[0] + l[1]", {"$qx"}),
    ("l = ['x', q]; v = l.pop()", "v", {"$q"}),
    ("l = ['x', q]; l.pop()", "', '.join(l)", {"x"}),
    ("l = [q, 'x']; l.pop(0)", "', '.join(l)", {"x"}),
    ("l = ['x']; l.extend([q, 'y'])", "'-'.join(l)", {"x-$q-y"}),
    ("l = ['x']; l += [q]", "'-'.join(l)", {"x-$q"}),
    ("l = ['x', q, 'y']", "'-'.join(l[::2])", {"$q"}),
    ("l = ['x', q, 'y']", "'-'.join(l[1:])", {"$q-y"}),
    ("l = ['x', q]; l.reverse()", "l[0]", {"$q"}),
    ("l = [q, 'x']; l[0] = 'y'", "'-'.join(l)", {"y-x"}),
    ("l = [q, 'x']; del l[0]", "l[0]", {"x"}),
    ("l = [q]; l.clear(); l.append('x')", "l[0]", {"x"}),
    ("l = [['x', q], ['y']]", "l[1][0]", {"y"}),
    ("l = ['x', q]", "next(iter(l))", {"x", "$q"}),
    ("l = list(reversed(['x', q]))", "l[0]", {"$q"}),
    ("l = sorted({'b', 'a'})", "', '.join(l)", {"a, b"}),
    ("s = {'x', q}", "', '.join(s)", {"x, $q"}),
    ("from collections import deque; l = deque(['x']); l.appendleft(q)", "l[0]", {"$q"}),
    # Unpacking.
    ("a, b = q, 'x'", "b", {"x"}),
    ("a, b = b, a = q, 'x'", "a + b", {"x$q"}),
    ("a, *b = q, 'x', 'y'", "'-'.join(b)", {"x-y"}),
    ("*a, b = 'x', 'y', q", "'-'.join(a) + b", {"x-y$q"}),
    ("(a, b), c = (q, 'x'), 'y'", "b + c", {"xy"}),
    ("a = [*['x', 'y'], q]", "'-'.join(a)", {"x-y-$q"}),
    ("a = ('x', *[q])", "a[1]", {"$q"}),
    ("a, b = 'x y'.split()", "a + b", {"xy"}),
    # Comprehensions.
    ("l = [x + '!' for x in ['a', q]]", "'-'.join(l)", {"a!-$q!"}),
    ("l = [x for x in ['a', 'b'] if x != 'a']", "'-'.join(l)", {"b"}),
    ("l = [x for x in q.split(',')]", "l[0]", {"$q(lacks ,)"}),
    ("d = {k: q for k in ['a']}", "d['a']", {"$q"}),
    ("l = [a + b for a in ['x', 'y'] for b in [q]]", "l[0]", {"x$q", "y$q"}),
    ("l = [v for k, v in {'a': 'x', 'b': q}.items() if k == 'a']", "l[0]", {"x"}),
    ("l = list(enumerate(['x', q]))", "l[0][1]", {"x"}),
    ("l = sorted(['x', q])", "l[0]", {"x", "$q"}),
    # The request's own mappings.
    ("d = dict(request.args)", "d['a']", {"$a"}),
    ("d = request.args.to_dict()", "d.get('a', 'x')", {"$a", "x"}),
    ("d = {**request.args, 'a': 'x'}", "d['a']", {"x"}),
    ("l = request.args.getlist('a')", "l[0]", {"$a"}),
    ("d = request.get_json()", "d['a']['b']", {"$a.b"}),
]


@pytest.mark.parametrize(("statements", "expression", "expected"), CASES)
def test_what_is_put_in_comes_out(statements: str, expression: str, expected: set[str]) -> None:
    assert reached(f"{statements}\nsink({expression})") == expected


FUNCTIONS = [
    ("def f(**kw): sink(kw['b'])", "f(a=q, b='x')", {"x"}),
    ("def f(**kw): sink(kw['a'])", "f(a=q, b='x')", {"$q"}),
    ("def f(a, b): sink(b)", "f(**{'a': q, 'b': 'x'})", {"x"}),
    ("def f(*args): sink(args[1])", "f(q, 'x')", {"x"}),
    ("def f(*args): sink(args[0])", "f(q, 'x')", {"$q"}),
    ("def f(a, *rest, k='y'): sink(rest[0] + k)", "f(q, 'x')", {"xy"}),
    ("def f(a, b): sink(b)", "f(*[q, 'x'])", {"x"}),
    ("def f(a, b): sink(a)", "f(b=q, a='x')", {"x"}),
    ("def f(a, /, b, *, c): sink(a + b + c)", "f('x', c='z', b=q)", {"x$qz"}),
    ("def f(l): l.append('x')", "l = [q]; f(l); sink(l[1])", {"x"}),
    ("def f(d): d['a'] = 'x'", "d = {'a': q}; f(d); sink(d['a'])", {"x"}),
    ("def f(d, v): d['a'] = v", "d = {}; f(d, q); sink(d['a'])", {"$q"}),
    ("def f(l=[]): sink(l)", "f()", {"[]"}),
]


@pytest.mark.parametrize(("function", "statements", "expected"), FUNCTIONS)
def test_functions_take_and_fill_containers(function: str, statements: str, expected: set[str]) -> None:
    assert reached(statements, function) == expected
