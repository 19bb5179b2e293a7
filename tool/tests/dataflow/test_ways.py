"""Ways through a function: only what a possible way brings to a call is said to reach it."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

CASES = {
    "a constant test takes one way": ("x = q if False else 'a'; sink(x)", {"a"}),
    "a constant variable decides": ("debug = False\nx = 'a'\nif debug:\n    x = q\nsink(x)", {"a"}),
    "both ways meet": ("x = 'a'\nif r:\n    x = q\nsink(x)", {"a", "$q"}),
    "elif": ("if r == '1':\n    x = 'a'\nelif r == '2':\n    x = q\nelse:\n    x = 'b'\nsink(x)", {"a", "$q", "b"}),
    "what is done after an early return": ("if r:\n    return ''\nsink('a')", {"a"}),
    "nothing is done after a return": ("return ''\nsink(q)", set()),
    "nothing is done after abort": ("x = 'a'\nif r:\n    x = q\n    abort(404)\nsink(x)", {"a"}),
    "nothing is done after raise": ("x = 'a'\nif r:\n    x = q\n    raise ValueError\nsink(x)", {"a"}),
    "both ways return": ("if r:\n    return ''\nelse:\n    return 'a'\nsink(q)", set()),
    "a variable is given up": ("x = q\nx = 'a'\nsink(x)", {"a"}),
    "walrus": ("if (x := q):\n    sink(x)", {"$q"}),
    "walrus in a call": ("sink(x := q)\nsink(x + 'a')", {"$q", "$qa"}),
    "or gives the default": ("sink('' or q)", {"$q"}),
    "or does not ask further": ("sink('a' or q)", {"a"}),
    "or keeps both": ("sink(q or 'a')", {"$q", "a"}),
    "and": ("sink('' and q)", {""}),
    "and asks further": ("sink('a' and q)", {"$q"}),
    "none": ("x = None\nx = x or q\nsink(x)", {"$q"}),
    "none is replaced": ("x = None\nif x is None:\n    x = 'a'\nsink(x)", {"a"}),
    "conditional": ("sink(q if r else 'a')", {"$q", "a"}),
    "for one by one": ("x = ''\nfor y in ['a', q, 'b']:\n    x += y\nsink(x)", {"a$qb"}),
    "for over nothing": ("x = 'a'\nfor y in []:\n    x = q\nsink(x)", {"a"}),
    "for over what the client sends": ("x = 'a'\nfor y in q.split(','):\n    x = y\nsink(x)", {"a", "$q(lacks ,)"}),
    "for and break": ("x = 'a'\nfor y in ['b', q]:\n    if y == 'b':\n        x = y\n        break\nsink(x)", {"b"}),
    "for and else": ("x = 'a'\nfor y in ['b']:\n    pass\nelse:\n    x = q\nsink(x)", {"$q"}),
    "break leaves else out": ("x = 'a'\nfor y in ['b']:\n    break\nelse:\n    x = q\nsink(x)", {"a"}),
    "continue": ("x = 'a'\nfor y in ['b']:\n    continue\n    x = q\nsink(x)", {"a"}),
    "while": ("x = 'a'\nwhile r:\n    x = q\nsink(x)", {"a", "$q"}),
    "while false": ("x = 'a'\nwhile False:\n    x = q\nsink(x)", {"a"}),
    "while true and break": ("x = 'a'\nwhile True:\n    x = q\n    break\nsink(x)", {"$q"}),
    "while and else": ("x = 'a'\nwhile r:\n    pass\nelse:\n    x = q\nsink(x)", {"$q"}),
    "a value goes round a loop": ("x, y, z = 'a', 'b', q\nwhile r:\n    x, y = y, z\nsink(x)", {"$q", "<constant>"}),
    "try ends": ("try:\n    x = q\nexcept ValueError:\n    x = 'a'\nsink(x)", {"$q", "a"}),
    "a handler sees what was done before": (
        "x = 'a'\ntry:\n    x = q\n    int(r)\nexcept ValueError:\n    sink(x)", {"a", "$q"}),
    "try else": ("try:\n    int(r)\nexcept ValueError:\n    return ''\nelse:\n    x = q\nsink(x)", {"$q"}),
    "finally always": ("x = 'a'\ntry:\n    pass\nfinally:\n    x = q\nsink(x)", {"$q"}),
    "finally after return": ("try:\n    return ''\nfinally:\n    sink(q)", {"$q"}),
    "a handler that raises": ("try:\n    x = 'a'\nexcept ValueError:\n    x = q\n    raise\nsink(x)", {"a"}),
    "with": ("with open('a') as f:\n    x = q\nsink(x)", {"$q"}),
    "match takes one case": ("match 'a':\n    case 'a':\n        x = 'b'\n    case _:\n        x = q\nsink(x)", {"b"}),
    "match on data": ("match r:\n    case 'a':\n        x = 'b'\n    case _:\n        x = q\nsink(x)", {"b", "$q"}),
    "match binds": ("match q:\n    case y:\n        sink(y)", {"$q"}),
    "match a list": ("match ['a', q]:\n    case [x, y]:\n        sink(x + y)", {"a$q"}),
    "match or": ("match 'b':\n    case 'a' | 'b':\n        sink('c')\n    case _:\n        sink(q)", {"c"}),
    "match guard": ("match r:\n    case y if y == 'a':\n        sink(y)", {"$r(fixed)"}),
    "assert": ("assert q in ('a', 'b')\nsink(q)", {"$q(fixed)"}),
    "del": ("x = q\ndel x\nx = 'a'\nsink(x)", {"a"}),
    "chained": ("x = y = q\nsink(x + y)", {"$q$q"}),
    "isinstance decides": ("x = 'a' if isinstance('b', str) else q\nsink(x)", {"a"}),
    "comparison of constants": ("x = 'a' if 1 < 2 else q\nsink(x)", {"a"}),
    "len of a constant": ("x = 'a' if len('b') == 1 else q\nsink(x)", {"a"}),
    "a mapping picks": ("x = {'a': 'b', 'c': q}['a']\nsink(x)", {"b"}),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_only_possible_ways_count(body: str, expected: set[str]) -> None:
    assert reached(body) == expected
