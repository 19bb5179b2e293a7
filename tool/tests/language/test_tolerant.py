"""The second Python parser: newer grammar, Python 2, broken and hostile text."""

import ast
import sys
import textwrap
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.language.tolerant import Skipped, parse

OLDER = sys.version_info < (3, 12)


def dumped(source: str | bytes) -> str:
    read = parse(textwrap.dedent(source) if isinstance(source, str) else source)
    assert read.skipped == ()
    return ast.dump(read.module)


def equivalent(newer: str, older: str) -> None:
    assert dumped(newer) == ast.dump(ast.parse(textwrap.dedent(older)))


SAME = [
    "a + b * c ** -d ** e - f @ g // h",
    "a | b ^ c & d ^ e << 1 & f",
    "a & b & c ^ d & (e ^ f)",
    "(a) & b ^ (c)",
    "a < b == c is not d not in e",
    "not a == b and c or not d and (e or f) or g",
    "a if b else c if d else lambda x, *y, z=1, **k: x if y else z",
    (
        "async def f():\n    await x ** 2 ** 3\n    await (x)(1).y\n    await (x) ** -y\n"
        "    [i async for i in a if b if c]\n"
    ),
    "x = *f(), *a.b[0](1), *c + d, e",
    "print(*a or b, *c, k=1, **d, **(e), m=2)",
    "a[*b], a[1:2, ::3, ...], a[:, ], a[b:=1]",
    "x: int\n(y): int = 1\nx.y: Dict[str, A[int] | None] | B = 2\nz: A[1:2, *Ts] = 3\n",
    "a = (b) = c, *d = [e, (f, g)] = yield_\n",
    "def f(a, /, b: int = 1, *c: int, d, e=2, **g: str) -> x: return *a, b\n",
    "def f(*, a): global match, type; nonlocal_ = 1; del a, (b, c), d.e, f[0]\n",
    ("with (a as b, c): pass\nwith (a): pass\nwith (a, b): pass\nwith (a, b) as c: pass\nwith (\n a as b\n): pass\n"),
    "with a as (b, c), d as e[0]: pass;\n",
    ("try:\n    pass\nexcept* A as e: pass\nexcept* (B, C):\n    pass\nelse:\n    pass\nfinally:\n    pass;  # c\n"),
    ("if a:\n    pass\nelif b: pass\nelif c:\n    pass; \nelse:\n    pass\nfor x, in y, *z:\n    pass\nelse: pass\n"),
    (
        "match a, *b:\n    case Foo(1, a=x as y, z=-1) | [1, *_, (2)] if x: pass\n"
        "    case {'a': -1, -1 + 2j: q, A.b: _, **rest}: pass\n"
    ),
    (
        "match a:\n    case -1 | 1 - 2j | 'a' 'b' | None | True | a.b.c(): pass\n"
        "    case (*a,), b: pass\n    case x,: pass\n"
    ),
    (
        "match = type = case = print = exec_ = _ = 1\nmatch(a)\ntype(a).b = c\ntype(a)[0] += 1\n"
        "print (a).b\nmatch[a]: int\n"
    ),
    "@a.b(c)\n# d\n@e\nasync def f(): pass\n@(yield_)\nclass A(B, *C, metaclass=D, **E): x = 1;\n",
    ("from . import (a as b, c,)\nfrom ..a.b import *\nimport a.b as c, d.e\nfrom __future__ import annotations\n"),
    "x = 0xFF_F, 0o17, 0b1_0, 1_000, 1.5e-3, .5, 5., 1e1_0, 3j, 1.5J, 00, 0_0, 1 if a else 2\n",
    (
        "'\\x41\\u00e9\\U0001F600\\N{EN DASH}\\101\\0\\q\\\n' \"b\" r'\\n\\\\' u'c'\n"
        "b'\\x41\\N{EN DASH}\\u0041\\q' rb'\\\\' br''\n"
    ),
    (
        "f'a{x!r:>{w}}b{{c}}{y = }{z=!s:%H}{d:=+5}' 'e' f'' rf'\\d{x}\\\\'\n"
        "f'{ {1: 2}[1] }{lambda_}{(lambda: 1)()}{a != b}'\n"
    ),
    "f'''\n{\na\n:{b}x}\n'''\n",
    "é = 'ü'; ﬁ = é.ﬁ + 'ö' + x\n",
    "if x:\n\tfoo(a,  # c\n\n# d\n\t\tb)\n\n# e\n\\\n\nx = 1 + \\\n  2\n",
    "def f():\n    yield\n    yield a, *b\n    x = yield from c\n    (yield)\n    return (yield d)\n",
    "{**a, 'b': 1}, {a: b for a, b in c}, {a for (a) in b}, {*a, b}\n",
    "[*a], (), [], {}, (a,), f(a for a in b)\n",
    "assert a, b\nraise\nraise A from b\nwhile (x := 1): break\nelse: continue_\nassert (a, b)\n",
    "lambda: (yield)\nlambda *, a, **k: 0\nlambda a, /, b=1: 0\n",
    "class A:\n  '''doc'''\n  def f(self): ...\n\x0c\n  x: 'int' = 1\n",
]


@pytest.mark.parametrize("source", SAME)
def test_known_grammar_gives_the_tree_of_ast_with_positions(source):
    read = parse(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that mean nothing
        expected = ast.parse(source)
    for module in (read.module, expected):
        for node in ast.walk(module):
            if isinstance(node, ast.JoinedStr):
                for part in list(ast.walk(node))[1:]:
                    if hasattr(part, "lineno"):
                        part.lineno = part.col_offset = part.end_lineno = part.end_col_offset = 0
                    if isinstance(part, ast.Constant):
                        part.kind = None
    assert ast.dump(read.module, include_attributes=True) == ast.dump(expected, include_attributes=True)
    assert read.skipped == ()


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfx = 1\r\ny = 2\rz = '''a\r\nb'''\n",
        b"# -*- coding: latin-1 -*-\nx = '\xe9'; y = 2\n",
        b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80' + y\n",
        "x = 'é'; y = 2".encode(),
        b"",
        b"\n\n# only a comment",
        b"x = 1",
    ],
)
def test_bytes_are_decoded_as_python_does(source):
    expected = ast.dump(ast.parse(source), include_attributes=True)
    assert ast.dump(parse(source).module, include_attributes=True) == expected


@pytest.mark.skipif(not OLDER, reason="here `ast` has nodes of its own for these")
@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("type X = int", "X = int"),
        ("type X[T: int, *Ts, **P] = dict[T, int]", "X = dict[T, int]"),
        ("def f[T](x: T) -> T: return x", "def f(x: T) -> T: return x"),
        ("class A[T: (int, str) = int, *Ts = *tuple[int]](B[T]): pass", "class A(B[T]): pass"),
        ("t'a{x!r:>3}'", "f'a{x!r:>3}'"),
    ],
)
def test_newer_grammar_without_a_node_becomes_its_nearest_older_form(newer, older):
    equivalent(newer, older)


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("""f'{a['b']}{", ".join(c)}'""", """f'''{a["b"]}{", ".join(c)}'''"""),
        ("""f"{f"{f"{1 + 1}"}"}" """, 'f"""{f\'\'\'{f"{1 + 1}"}\'\'\'}"""'),
        ("f'{'\\n'.join(a)}'", "nl = 1\n"),
        ("f'{x  # note\n}'", "f'{x}'"),
        ("try: pass\nexcept A, B: pass", "try: pass\nexcept (A, B): pass"),
        ("try: pass\nexcept A, b.C, D: pass", "try: pass\nexcept (A, b.C, D): pass"),
        ("try: pass\nexcept* A, B: pass", "try: pass\nexcept* (A, B): pass"),
    ],
)
def test_newer_grammar_gives_the_tree_of_its_older_form(newer, older):
    if older.startswith("nl"):
        joined = parse(newer).module.body[0].value
        assert ast.unparse(joined.values[0].value.func.value) == r"'\n'"
        return
    equivalent(newer, older)


@pytest.mark.parametrize(
    ("python2", "python3"),
    [
        ("print 'a', b", "print('a', b)"),
        ("print >>f, 'a',", "print('a', file=f)"),
        ("exec code in a, b", "exec(code, a, b)"),
        ("raise E, 'why', tb", "raise E('why')"),
        ("try: pass\nexcept A, e: pass", "try: pass\nexcept A as e: pass"),
        ("x = 0777L + 0xFFL + 10l", "x = 511 + 255 + 10"),
        ("a <> b", "a != b"),
        ("x = ur'a\\n'", "x = r'a\\n'"),
        ("`a`", "repr('a')"),
        ("[x for x in 1, 2]", "[x for x in (1, 2)]"),
    ],
)
def test_python_2_is_read_as_the_python_3_for_it(python2, python3):
    assert ast.dump(parse(python2).module).replace(", kind='u'", "") == ast.dump(ast.parse(python3))


def test_a_tuple_parameter_of_python_2_is_unpacked_in_the_body():
    function = parse("def f(a, (b, c)): return b").module.body[0]
    assert [argument.arg for argument in function.args.args] == ["a", ".1"]
    assert ast.unparse(function.body[0]) == "b, c = .1"


@pytest.mark.parametrize(
    ("broken", "kept", "lost"),
    [
        ("x = 1\ny = $\nz = 2\n", "x = 1\nz = 2", {2}),
        (
            "def f(:\n    x = 1\n\ndef g():\n    return 2\n",
            "def f():\n    x = 1\n\ndef g():\n    return 2",
            {1},
        ),
        ("def f():\n    x = = 2\n    y = 3\n\ndef g(): pass\n", "def f():\n    y = 3\n\ndef g(): pass", {2}),
        ("x = foo(1,\n\ndef g():\n    return 2\n", "def g():\n    return 2", {1}),
        ("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\ndef f(): pass\n", "def f(): pass", {1, 3, 5}),
    ],
)
def test_only_the_broken_lines_are_lost(broken, kept, lost):
    read = parse(broken)
    statements = {ast.unparse(statement) for statement in read.module.body}
    assert {ast.unparse(statement) for statement in ast.parse(kept).body} <= statements
    lines = {line for part in read.skipped for line in range(part.line, part.end_line + 1)}
    assert lost <= lines
    assert len(lines) <= len(lost) + 1


BROKEN = """@app.route('/a')
def a():
    q = request.args['q'
    cursor.execute(q)
    return 'x'

class A:
    x = {
        'a': [1, 2,
    def b(self):
        if x:
            return foo()
        return 1
    y = 3
"""


def test_a_bracket_that_is_never_closed_costs_only_its_statement():
    view, kept = parse(BROKEN).module.body
    assert [ast.unparse(statement) for statement in view.body] == ["pass", "cursor.execute(q)", "return 'x'"]
    assert ast.unparse(view.decorator_list[0]) == "app.route('/a')"
    assert [type(statement).__name__ for statement in kept.body] == ["Pass", "FunctionDef", "Assign"]
    assert [(part.line, part.end_line, part.reason) for part in parse(BROKEN).skipped] == [
        (3, 3, "a bracket is never closed"),
        (8, 9, "a bracket is never closed"),
    ]


def test_a_class_keeps_the_methods_around_a_broken_one():
    source = """class A:
    def a(self): pass
    def b(self):
        x = (1,
        y = 2
    def c(self): return 4

class B:
    def d(self): pass
"""
    read = parse(source)
    assert [statement.name for statement in read.module.body] == ["A", "B"]
    assert [method.name for method in read.module.body[0].body] == ["a", "b", "c"]
    assert [line for part in read.skipped for line in range(part.line, part.end_line + 1)] == [4]


@pytest.mark.parametrize("source", ["(" * 5000, "-" * 5000 + "1", "x = " + "[" * 500 + "]" * 500, "a" + ".b()" * 4000])
def test_what_nests_too_deeply_is_skipped_and_said(source):
    read = parse("before = 1\n" + source + "\n")
    assert read.module.body[0].lineno == 1
    assert read.skipped


def test_text_made_to_be_slow_is_given_up():
    read = parse("x\\\n" * 60_000)
    assert read.skipped == (Skipped(1, 60_001, "takes too long to parse"),)


FRAGMENTS = st.sampled_from(
    [
        *[
            "def",
            "f(x):",
            "class",
            "A:",
            "if",
            "else:",
            "elif",
            "for",
            "in",
            "while",
            "try:",
            "except",
            "finally:",
            "with",
            "as",
            "return",
            "yield",
            "await",
            "async",
        ],
        *[
            "lambda",
            "import",
            "from",
            "match",
            "case",
            "type",
            "print",
            "exec",
            "*",
            "**",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            ";",
            "=",
            ":=",
            "==",
            "+",
            "-",
            "~",
            "not",
            "and",
            "or",
            "is",
        ],
        *[
            "...",
            "->",
            "@",
            "'",
            '"',
            "'''",
            "f'",
            'f"',
            "rb'",
            "t'",
            "u'",
            "{x!r:>3}",
            "\\N{DASH}",
            "\\",
            "#",
            "0x",
            "1e",
            "1_0",
            "0777",
            "99L",
            "a",
            "b_",
            "é",
            "$",
            "?",
            "`",
            "<>",
        ],
        *('"""', "\x00", "\x0c", "\ufeff", "\ud800", "\n", "\n  ", "\n    ", "\t", "\r\n", "\r", " "),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), st.lists(FRAGMENTS, max_size=80).map("".join)))
def test_any_text_gives_a_tree_that_can_be_walked_and_written(source):
    """Invariant: any bytes or text give a Module whose places lie within the text, and nothing is raised."""
    read = parse(source)
    last = (source.encode("utf-8", "replace") if isinstance(source, str) else source).count(b"\n") + 1
    last += source.count("\r") if isinstance(source, str) else source.count(b"\r")
    for node in ast.walk(read.module):
        for name in node._fields:
            assert hasattr(node, name) or name in {"type_comment", "kind"}
        if isinstance(node, ast.stmt | ast.expr):
            assert 1 <= node.lineno <= node.end_lineno <= last
            assert (node.lineno, node.col_offset) <= (node.end_lineno, node.end_col_offset)
    ast.dump(read.module, include_attributes=True)
    for part in read.skipped:
        assert 1 <= part.line <= part.end_line <= last


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SAME), min_size=1, max_size=3), st.data())
def test_honest_code_cut_anywhere_never_raises(pieces, data):
    """Invariant: a text made of valid code with a hole in it is read without raising."""
    source = "\n".join(pieces)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 9)))
    assert isinstance(parse(source[:start] + source[end:]).module, ast.Module)


def test_a_text_of_too_many_nodes_is_given_up_before_they_become_objects():
    assert parse("x = [" + "1," * 760_000 + "]").skipped == (Skipped(1, 1, "too large"),)
