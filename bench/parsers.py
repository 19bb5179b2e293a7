"""Speed and agreement of the second Python parser beside `ast.parse`: the standard library or given folders.

    python bench/parsers.py [FOLDER ...]

Prints files and megabytes read, seconds of each parser, their ratio, and the files whose trees differ.
"""

import ast
import sys
import sysconfig
import time
import warnings
from pathlib import Path

from tenfold.language.tolerant import parse


def dumped(module: ast.Module) -> str:
    """The dump of a tree without the places inside f-strings, which differ between 3.11 and later."""
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if part is not node and isinstance(part, ast.expr):
                    part.lineno = part.col_offset = part.end_lineno = part.end_col_offset = 0
                if isinstance(part, ast.Constant):
                    part.kind = None
    return ast.dump(module, include_attributes=True)


def main(folders: list[str]) -> None:
    warnings.simplefilter("ignore")
    files = refused = size = 0
    first = second = slowest = 0.0
    different: list[str] = []
    for folder in folders or [sysconfig.get_paths()["stdlib"]]:
        for path in sorted(Path(folder).rglob("*.py")):
            if "site-packages" in path.parts:
                continue
            source = path.read_bytes()
            begun = time.perf_counter()
            try:
                expected = ast.parse(source)
            except (SyntaxError, ValueError, RecursionError):
                refused += 1
                parse(source)
                continue
            between = time.perf_counter()
            read = parse(source)
            ended = time.perf_counter()
            files, size = files + 1, size + len(source)
            first, second = first + between - begun, second + ended - between
            slowest = max(slowest, ended - between)
            if read.skipped or dumped(expected) != dumped(read.module):
                different.append(str(path))
    print(f"{files} files, {size / 1e6:.1f} MB, {refused} that ast refuses (read by the second parser alone)")
    print(f"ast {first:.2f} s, second parser {second:.2f} s: {second / first:.1f} times; slowest file {slowest:.2f} s")
    print(f"equal trees: {files - len(different)} of {files}")
    for name in different:
        print(f"  differs: {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
