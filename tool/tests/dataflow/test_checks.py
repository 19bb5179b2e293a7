"""Checks: what each shows of the data that it lets pass, wherever it stands and however it is written."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

# What `sink(q)` is given where the test holds, and where it does not.
TESTS = [
    ("q == 'a'", "$q(fixed)", "$q(differs)"),
    ("'a' == q", "$q(fixed)", "$q(differs)"),
    ("q != 'a'", "$q(differs)", "$q(fixed)"),
    ("not q == 'a'", "$q(differs)", "$q(fixed)"),
    ("q in ('a', 'b')", "$q(fixed)", "$q"),
    ("q in {'a': 1}", "$q(fixed)", "$q"),
    ("q not in ['a', 'b']", "$q", "$q(fixed)"),
    ("not (q not in ['a', 'b'])", "$q(fixed)", "$q"),
    ("q in TABLE", "$q(fixed)", "$q"),
    ("q in TABLE.keys()", "$q(fixed)", "$q"),
    ("q.isdigit()", "$q(number)", "$q"),
    ("q.isalnum()", "$q(word)", "$q"),
    ("q.isidentifier()", "$q(word)", "$q"),
    ("q.startswith('/')", "$q(begins)", "$q(not-begins)"),
    ("q.endswith('.png')", "$q(ends)", "$q"),
    ("';' in q", "$q(weak)", "$q(lacks ;)"),
    ("';' not in q", "$q(lacks ;)", "$q(weak)"),
    ("re.fullmatch('[a-z0-9_]+', q)", "$q(word)", "$q"),
    ("re.match('^[a-z]+$', q)", "$q(word)", "$q"),
    ("PATTERN.fullmatch(q)", "$q(word)", "$q"),
    ("isinstance(q, int)", "$q(number)", "$q"),
    ("q == 'a' and r", "$q(fixed)", "$q(differs)|$q(fixed)"),
    ("r and q == 'a'", "$q(fixed)", "$q|$q(differs)"),
    ("q == 'a' or q == 'b'", "$q(fixed)|$q(differs, fixed)", "$q(differs)"),
    ("q == 'a' or r", "$q(differs)|$q(fixed)", "$q(differs)"),
    ("(q == 'a' or r) and q.isdigit()", "$q(differs, number)|$q(fixed, number)", "$q(differs)|$q(fixed)"),
    ("any(c in q for c in [';', '|'])", None, "$q(lacks ;, lacks |)"),
    ("not any(c in q for c in ';|')", "$q(lacks ;, lacks |)", None),
    ("all(c in 'abc_' for c in q)", "$q(word)", "$q"),
    ("all(c.isalnum() for c in q)", "$q(word)", "$q"),
    ("set(q) <= set('abc_')", "$q(word)", "$q"),
    ("allowed(q)", "$q(fixed)", "$q"),
    ("not allowed(q)", "$q", "$q(fixed)"),
    ("other.allowed(q)", "$q(fixed)", "$q"),
    ("other.kept(q)", "$q(fixed)", "$q"),
    ("other.long(q)", "$q(fixed)", "$q"),
    ("other.Checker(['a']).allowed(q)", "$q(fixed)", "$q"),
    ("other.refused(q) is None", "$q(fixed)", "$q"),
    ("other.refused(q) is not None", "$q", "$q(fixed)"),
    ("not set(q) - set('abc_')", "$q", "$q"),
    ("set(q).issubset('abc_')", "$q(word)", "$q"),
    ("q", "$q", "<constant>"),
    ("len(q) < 5", "$q", "$q"),
]
ABOVE = """
import re, other
TABLE = {'a': 'x', 'b': 'y'}
PATTERN = re.compile(r"[a-z]+")
def allowed(x):
    return x in ('a', 'b')
"""
OTHER = """
NAMES = ("a", "b")
def allowed(x): return x in NAMES
def kept(x):
    ok = x in NAMES
    return ok
def long(x):
    if x in NAMES:
        return True
    return False
class Checker:
    def __init__(self, names): self.names = names
    def allowed(self, x): return x in self.names
def refused(x):
    if x not in NAMES:
        return "not known"
    return None
def check(x):
    if x not in NAMES:
        raise ValueError(x)
def checked(x):
    check(x)
    return x
def number(x): return int(x)
"""


def told(found: set[str]) -> str:
    return "|".join(sorted(found))


@pytest.mark.parametrize(("test", "holds", "fails"), TESTS)
def test_a_check_shows(test: str, holds: str | None, fails: str | None) -> None:
    if holds is not None:
        assert told(reached(f"if {test}:\n    sink(q)", ABOVE, other=OTHER)) == told(set(holds.split("|")))
    if fails is not None:
        assert told(reached(f"if {test}:\n    return ''\nsink(q)", ABOVE, other=OTHER)) == told(set(fails.split("|")))


# However the same check is written, what it shows holds behind it.
SHAPES = {
    "abort": "if q not in NAMES:\n    abort(404)\nsink(q)",
    "raise": "if q not in NAMES:\n    raise ValueError(q)\nsink(q)",
    "assert": "assert q in NAMES\nsink(q)",
    "kept in a variable": "ok = q in NAMES\nif ok:\n    sink(q)",
    "kept and turned round": "bad = q not in NAMES\nif bad:\n    return ''\nsink(q)",
    "nested": "if r:\n    if q in NAMES:\n        sink(q)",
    "continue": "for x in [q]:\n    if x not in NAMES:\n        continue\n    sink(x)",
    "while": "while q in NAMES:\n    sink(q)",
    "conditional expression": "sink(q if q in NAMES else 'a')",
    "in a comprehension": "sink(''.join([x for x in [q] if x in NAMES]))",
    "match": "match q:\n    case 'a' | 'b':\n        sink(q)",
    "helper that raises": "other.check(q)\nsink(q)",
    "helper that hands it on": "sink(other.checked(q))",
    "helper in try": "try:\n    other.check(q)\nexcept ValueError:\n    return ''\nsink(q)",
    "read twice": "if request.args['q'] in NAMES:\n    sink(request.args['q'])",
    "walrus": "if (x := q) in NAMES:\n    sink(x)",
    "used in a text": "if q in NAMES:\n    sink(f'{q}')",
    "a function that is called in it": "def f(): sink(q)\nif q in NAMES:\n    f()",
    "a problem that is kept": "e = other.refused(q)\nif e:\n    return e\nsink(q)",
    "a problem that is kept and compared": "e = other.refused(q)\nif e is not None:\n    return e\nsink(q)",
    "filter": "sink(next(x for x in [q] if x in NAMES))",
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_a_check_holds_behind_it(body: str) -> None:
    found = reached(body, "import other\nNAMES = ('a', 'b')", other=OTHER)
    assert found
    assert all("fixed" in one or "$" not in one for one in found), found


NOT_BEHIND = {
    "it does not leave": "if q not in NAMES:\n    pass\nsink(q)",
    "of something else": "if r in NAMES:\n    sink(q)",
    "on one way alone": "if r:\n    assert q in NAMES\nsink(q)",
    "the variable changed since": "if q in NAMES:\n    q = request.args['q2']\n    sink(q)",
    "the kept outcome is of an older value": "ok = q in NAMES\nq = r\nif ok:\n    sink(q)",
    "the collection is the client's": "if q in r.split(','):\n    sink(q)",
    "a text is no collection of names": "if q in r:\n    sink(q)",
    "the handler goes on": "try:\n    other.check(q)\nexcept ValueError:\n    pass\nsink(q)",
    "the verdict is thrown away": "other.allowed(q)\nsink(q)",
    "behind the call": "sink(q)\nassert q in NAMES",
    "before decoding": "from urllib.parse import unquote\nif ';' not in q:\n    sink(unquote(q))",
}


@pytest.mark.parametrize("body", NOT_BEHIND.values(), ids=NOT_BEHIND)
def test_a_check_does_not_hold(body: str) -> None:
    found = reached(body, "import other\nNAMES = ('a', 'b')", other=OTHER)
    assert any("$" in one and "fixed" not in one and "lacks" not in one for one in found), found


OF_ONE_PIECE = {
    "an entry and its key": ("for k, v in request.args.items():\n    if k in NAMES:\n        sink(v)", "$request.args"),
    "the key itself": ("for k, v in request.args.items():\n    if k in NAMES:\n        sink(k)", "$request.args(fixed)"),
    "an entry by a checked key": ("for k in request.form:\n    if k in NAMES:\n        sink(request.form[k])", "$request.form"),
    "another piece of a text": ("a, b = q.split(',')\nif a in NAMES:\n    sink(b)", "$q(lacks ,)"),
    "the same piece": ("a, b = q.split(',')\nif b in NAMES:\n    sink(b)", "$q(fixed, lacks ,)"),
    "the same piece, cut out twice": ("if q.split(',')[1] in NAMES:\n    sink(q.split(',')[1])", "$q(fixed, lacks ,)"),
    "what stands in front": ("a, _, b = q.partition(':')\nif b in NAMES:\n    sink(a)", "$q"),
    "the ending of a name": ("if q.rsplit('.', 1)[1] not in NAMES:\n    abort(400)\nsink(q)", "$q"),
    "the stem of a name": ("a, b = q.rsplit('.', 1)\nif b not in NAMES:\n    abort(400)\nsink(a)", "$q"),
    "the rest of a text": ("if q[:4] == 'http':\n    sink(q[4:])", "$q"),
    "its first letter": ("if q[0] == '/':\n    sink(q)", "$q(begins)"),
    "another of a list": ("a, b = request.args.getlist('l')\nif a in NAMES:\n    sink(b)", "$l"),
    "every key": ("d = request.get_json()\nfor k in d:\n    if k not in NAMES:\n        abort(400)\nsink(', '.join(d))",
        "$request.get_json(fixed)"),
    "every key, left at the first": (
        "d = request.get_json()\nfor k in d:\n    if k not in NAMES:\n        break\nsink(', '.join(d))", "$request.get_json"),
    "all keys": ("if not all(k in NAMES for k in request.form):\n    abort(400)\nsink(', '.join(request.form))",
        "$request.form(fixed)"),
    "all keys, but not what stands under them": (
        "if not all(k in NAMES for k in request.form):\n    abort(400)\nsink(', '.join(request.form.values()))", "$request.form"),
    "all keys as a set": ("if not set(request.form) <= set(NAMES):\n    abort(400)\nsink(', '.join(request.form.keys()))",
        "$request.form(fixed)"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), OF_ONE_PIECE.values(), ids=OF_ONE_PIECE)
def test_a_check_of_one_piece_says_nothing_of_the_others(body: str, text: str) -> None:
    assert told(reached(body, "NAMES = ('a', 'b')")) == text


CONVERSIONS = [
    ("int(q)\nsink(q)", "$q(number)"),
    ("x = int(q)\nsink(str(x))", "<number>"),
    ("import uuid\nuuid.UUID(q)\nsink(q)", "$q(number)"),
    ("import ipaddress\nx = ipaddress.ip_address(q)\nsink(str(x))", "<number>"),
    ("import other\nsink(str(other.number(q)))", "<number>"),
    ("try:\n    int(q)\nexcept ValueError:\n    return ''\nsink(q)", "$q(number)"),
    ("try:\n    int(q)\nexcept ValueError:\n    pass\nsink(q)", "$q|$q(number)"),
    ("from datetime import datetime\ndatetime.strptime(q, '%Y')\nsink(q)", "$q(number)"),
]


@pytest.mark.parametrize(("body", "text"), CONVERSIONS)
def test_a_conversion_that_succeeds_shows(body: str, text: str) -> None:
    assert told(reached(body, other=OTHER)) == told(set(text.split("|")))
