"""Over the standard library, the second parser gives the tree that `ast` gives, position for position.

The suite reads every fifth file; TENFOLD_WHOLE_STDLIB=1 reads all.
"""

import ast
import os
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

from tenfold.language.tolerant import parse

ROOT = Path(sysconfig.get_paths()["stdlib"])

DIFFERENT = {
    "test/test_compile.py": "a line inside brackets that stands left of its block ends the block",
    "test/test_future_stmt/badsyntax_future8.py": "`from __future__ import *` fails only in the compiler",
    "test/test_print.py": "`print >>f, x` is read as Python 2 means it",
}


def normalised(module: ast.Module) -> str:
    """The dump of a tree without the two things in which interpreters differ.

    Python 3.11 gives each part of an f-string the place of the whole (3.12 its own, as we do),
    and marks parts of an f-string that begins with a `u` prefixed piece.
    """
    for node in ast.walk(module):
        if not isinstance(node, ast.JoinedStr):
            continue
        for part in ast.walk(node):
            if part is not node and hasattr(part, "lineno"):
                part.lineno = part.col_offset = part.end_lineno = part.end_col_offset = 0
            if isinstance(part, ast.Constant):
                part.kind = None
    return ast.dump(module, include_attributes=True)


def readable() -> list[Path]:
    files = sorted(path for path in ROOT.rglob("*.py") if "site-packages" not in path.parts)
    return files if os.environ.get("TENFOLD_WHOLE_STDLIB") else files[::5]


def test_the_tree_is_the_one_of_ast():
    compared, different = 0, []
    for path in readable():
        source = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                expected = ast.parse(source)
            except (SyntaxError, ValueError, RecursionError):
                continue
        read = parse(source)
        compared += 1
        if read.skipped or normalised(read.module) != normalised(expected):
            different.append(path.relative_to(ROOT).as_posix())
    assert compared > 100
    assert set(different) <= set(DIFFERENT)


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the known differences are those of 3.11's library")
@pytest.mark.parametrize("name", sorted(DIFFERENT))
def test_a_known_difference_is_still_there(name):
    path = ROOT / name
    if not path.exists():
        pytest.skip("this build of Python has no tests")
    source = path.read_bytes()
    assert normalised(parse(source).module) != normalised(ast.parse(source))
