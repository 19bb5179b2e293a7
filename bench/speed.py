"""How fast a check is, beside `ast.parse` of the same files and beside Bandit and Semgrep, in one run.

    python bench/speed.py [--corpus FOLDER] [--lines 100000] [--rounds 5] [--peers] [--growth]

Without a corpus, files of the standard library are copied to a temporary folder, with the bundled Flask example among
them, until they have the wanted number of lines. Every figure is the median of the rounds; the machine may be noisy, so
compare ratios. Peers are used when they are installed in .deps/peers (`make bench` installs them).
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PEERS = REPOSITORY / ".deps" / "peers" / "bin"


def corpus_of(lines: int, folder: Path) -> Path:
    """Copy standard library files (and one web app) into `folder` until there are `lines` lines; repeat them if need be."""
    shutil.copytree(REPOSITORY / "examples" / "flask-notes" / "weak", folder / "web")
    sources = [
        p
        for p in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py"))
        if "test" not in p.parts and "site-packages" not in p.parts
    ]
    total, copy = 0, 0
    while total < lines:
        for source in sources:
            text = source.read_bytes()
            try:
                ast.parse(text)
            except (SyntaxError, ValueError):
                continue
            target = folder / f"part{copy}" / f"{total:08}_{source.name}"
            target.parent.mkdir(exist_ok=True)
            # Copies differ in a comment, so that no cache knows them by their content.
            target.write_bytes(text + (f"\n# copy {copy}\n".encode() if copy else b""))
            total += text.count(b"\n")
            if total >= lines:
                break
        copy += 1
    return folder


def parse_time(folder: Path) -> tuple[float, int]:
    """Seconds of `ast.parse` over all Python files in this process, and their lines."""
    texts = [path.read_bytes() for path in folder.rglob("*.py")]
    started = time.perf_counter()
    for text in texts:
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return time.perf_counter() - started, sum(text.count(b"\n") for text in texts)


def run(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Wall seconds of a command, and the peak memory in MB of its largest process."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} failed with {os.waitstatus_to_exitcode(status)}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, usage.ru_maxrss / scale


def medians(rounds: int, measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Medians of both figures over `rounds` calls."""
    seen = [measure() for _ in range(rounds)]
    return statistics.median(s[0] for s in seen), statistics.median(s[1] for s in seen)


def tenfold(folder: Path, cache: Path) -> Callable[[], tuple[float, float]]:
    env = {**os.environ, "TENFOLD_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "tenfold", "check", str(folder), "--format", "json"]
    return lambda: run(command, env)


def measure(folder: Path, rounds: int, peers: bool) -> None:
    parse, lines = medians(rounds, lambda: parse_time(folder))
    print(f"{int(lines):,} lines; ast.parse in one process {parse:.2f} s")

    def show(name: str, wall: float, memory: float) -> None:
        print(f"  {name:34} {wall:7.2f} s  {wall / parse:7.2f} x ast.parse  {memory:6.0f} MB")

    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(temporary)
        go = tenfold(folder, cache)

        def cold() -> tuple[float, float]:
            for file in cache.glob("*"):
                file.unlink()
            return go()

        show("tenfold check, cold", *medians(rounds, cold))
        show("tenfold check, nothing changed", *medians(rounds, go))
        victim = next(path for path in sorted(folder.rglob("*.py")) if path.stat().st_size > 2000)
        original = victim.read_bytes()

        def edited() -> tuple[float, float]:
            victim.write_bytes(original + f"\nEDITED = {time.monotonic_ns()}\n".encode())
            return go()

        show("tenfold check, one file edited", *medians(rounds, edited))
        victim.write_bytes(original)
    if peers:
        for name, command in (
            ("bandit -r", [str(PEERS / "bandit"), "-q", "-r", str(folder), "-f", "json"]),
            (
                "semgrep, its Python rules",
                [
                    str(PEERS / "semgrep"),
                    "--config",
                    os.environ.get("SEMGREP_RULES", ""),
                    "--metrics=off",
                    "--disable-version-check",
                    "--json",
                    "--quiet",
                    str(folder),
                ],
            ),
        ):
            if not Path(command[0]).exists() or "" in command:
                print(f"  {name:34} not measured: not installed (semgrep needs its rules' folder in SEMGREP_RULES)")
                continue
            show(name, *medians(max(1, rounds // 2), partial(run, command, dict(os.environ))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--growth", action="store_true", help="also measure 10,000 to 1,000,000 lines")
    given = parser.parse_args()
    if given.corpus:
        measure(given.corpus, given.rounds, given.peers)
        return
    for lines in (10_000, 100_000, 300_000, 1_000_000) if given.growth else (given.lines,):
        with tempfile.TemporaryDirectory() as folder:
            measure(corpus_of(lines, Path(folder)), given.rounds if lines <= 100_000 else 2, given.peers)


if __name__ == "__main__":
    main()
