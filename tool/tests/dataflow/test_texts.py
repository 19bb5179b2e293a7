"""Texts built in every way that Python has: each constant and each piece of request data stands where it was put."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

EXPRESSIONS = [
    ("q", "$q"),
    ("'a' + q", "a$q"),
    ("'a' + q + 'b' + r", "a$qb$r"),
    ("'a' 'b' + q", "ab$q"),
    ("'a=%s' % q", "a=$q"),
    ("'%s-%s' % (q, r)", "$q-$r"),
    ("'%s-%s' % ('a', r)", "a-$r"),
    ("'%(a)s%(b)s' % {'a': q, 'b': 'x'}", "$qx"),
    ("'100%% %s' % q", "100% $q"),
    ("'%d' % q", "<constant>"),
    ("'%r' % q", "$q(clean)"),
    ("'%5.2f|%s' % (r, q)", "<constant>|$q"),
    ("'a {} b'.format(q)", "a $q b"),
    ("'{1}{0}'.format(q, r)", "$r$q"),
    ("'{a}{b}'.format(a='x', b=q)", "x$q"),
    ("'{{{}}}'.format(q)", "{$q}"),
    ("'{0[k]}'.format({'k': q, 'l': r})", "$q"),
    ("'{:d}'.format(q)", "<constant>"),
    ("'{:>10}'.format(q)", "$q"),
    ("'{a}'.format(**{'a': q})", "$q"),
    ("'{a} {b}'.format_map({'a': q, 'b': 'x'})", "$q x"),
    ("f'a{q}b'", "a$qb"),
    ("f'{q!r:>10}'", "$q(clean)"),
    ("f'{q:d}'", "<constant>"),
    ("f'{q}{r}'", "$q$r"),
    ("f'''{q + f'{r}'}'''", "$q$r"),
    ("', '.join(['a', q])", "a, $q"),
    ("', '.join([])", ""),
    ("''.join((q, r))", "$q$r"),
    ("' '.join(x for x in ['a', 'b', q])", "a b $q"),
    ("b'a%s' % q.encode()", "a$q"),
    ("(b'a' + q.encode()).decode()", "a$q"),
    ("str(q)", "$q"),
    ("'a' * 3 + q", "aaa$q"),
    ("q.strip().lower()", "$q"),
    ("('  A' + q).lower()", "  a$q"),
    ("('  A' + q).strip()", "A$q"),
    ("'abc'[1:] + q", "bc$q"),
    ("('abc' + q)[1:]", "bc$q"),
    ("('abc' + q)[:2]", "ab"),
    ("('abc' + q)[0]", "a"),
    ("(q + 'abc')[-2:]", "bc"),
    ("q[1:]", "$q"),
    ("(q + 'abc')[-3:-1]", "ab"),
    ("len(q)", "<number>"),
    ("str(len(q)) + 'x'", "<number>x"),
    ("'abc'.replace('b', q)", "a$qc"),
    ("'a%s'.replace('%s', q) + r", "a$q$r"),
    ("(q + 'abc').replace('b', 'x')", "$q(lacks b)axc"),
    ("'a,b'.split(',')[1] + q", "b$q"),
    ("q.split(',')[0]", "$q(lacks ,)"),
]


@pytest.mark.parametrize(("expression", "text"), EXPRESSIONS)
def test_an_expression_gives(expression: str, text: str) -> None:
    assert reached(f"sink({expression})") == {text}


STATEMENTS = [
    ("x = 'a'; x += q; x += 'b'", "a$qb"),
    ("x = q; x *= 2", "$q"),
    ("x = 'a%s'; x %= q", "a$q"),
    ("y = []; y.append('a'); y.append(q); x = '-'.join(y)", "a-$q"),
    ("import io; b = io.StringIO(); b.write('a'); b.write(q); x = b.getvalue()", "a$q"),
    ("import io; b = io.StringIO('a'); x = b.read() + q", "a$q"),
    ("from string import Template; x = Template('a $v').substitute(v=q)", "a $q"),
    ("from string import Template; x = Template('a ${v}$$').safe_substitute({'v': q})", "a $q$"),
    ("form = 'a {}'.format; x = form(q)", "a $q"),
    ("import os; x = os.path.join('a', q)", "a/$q"),
    ("from pathlib import Path; x = Path('a') / q / 'b'", "a/$q/b"),
    ("from pathlib import Path; x = str(Path('a').joinpath(q))", "a/$q"),
    ("from urllib.parse import quote; x = 'a' + quote(q)", "a$q(clean)"),
    ("import json; x = json.dumps({'a': q})", "$q(clean)"),
    ("x = 'a' if r else q", "a|$q"),
]


@pytest.mark.parametrize(("statements", "text"), STATEMENTS)
def test_statements_leave(statements: str, text: str) -> None:
    assert reached(f"{statements}\nsink(x)") == set(text.split("|"))
