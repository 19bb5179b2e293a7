"""How many of OWASP BenchmarkPython's tests a check judges rightly, by category.

    python bench/benchmarkpython.py CHECKOUT [--misses] [--category NAME ...] [--peers]

CHECKOUT is a clone of OWASP-Benchmark/BenchmarkPython. A test is one file, and its category says what may be wrong with
it; it is found when a finding in that file carries a CWE number of that category. As the benchmark scores, a category's
score is the rate of true positives less the rate of false ones: 1 is perfect, 0 is guessing. Peers are used when they are
installed in .deps/peers (`make bench` installs them).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).parent.parent
PEERS = REPOSITORY / ".deps" / "peers" / "bin"

ACCEPTED = {
    "cmdi": {77, 78},
    # Bandit files eval and exec under 78.
    "codeinj": {74, 78, 94, 95, 96},
    "deserialization": {502},
    "hash": {326, 327, 328, 916},
    "ldapi": {90},
    "pathtraver": {22, 23, 36, 73},
    "redirect": {601},
    "securecookie": {311, 319, 614, 1004, 1275},
    "sqli": {89},
    "trustbound": {501},
    "weakrand": {330, 331, 338, 340},
    "xpathi": {91, 643},
    "xss": {79, 80},
    "xxe": {611, 776},
}
"""The CWE numbers under which a finding of each category may go."""


class Test(NamedTuple):
    """One file of the benchmark, and what is true about it."""

    name: str
    category: str
    real: bool


class Report(NamedTuple):
    """What a tool said: the CWE numbers by test name, and the files that it could not read whole."""

    found: dict[str, set[int]]
    unread: list[str]


def tests(checkout: Path) -> list[Test]:
    """The tests as the newest list of expected results has them."""
    listed = max(checkout.glob("expectedresults-*.csv"), default=None)
    if listed is None:
        raise SystemExit(f"{checkout} holds no expectedresults-*.csv: is it a clone of BenchmarkPython?")
    with listed.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    return [Test(row[0], row[1], row[2] == "true") for row in rows]


def output(command: list[str]) -> dict[str, Any]:
    """The JSON that a command prints; checkers end with 1 when they find something."""
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not run.stdout:
        raise SystemExit(f"{' '.join(command)} printed nothing: {run.stderr.strip()[-400:]}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def gathered(pairs: Iterable[tuple[str, Iterable[int]]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for file, numbers in pairs:
        found[Path(file).stem].update(numbers)
    return found


def tenfold(checkout: Path) -> Report:
    report = output([sys.executable, "-m", "tenfold", "check", str(checkout), "--format", "json"])
    unread = [f"{s['file']}: {s['reason']}" for s in report["skipped"] if s["file"].endswith(".py")]
    return Report(gathered((f["file"], f["cwe"]) for f in report["findings"] if f["file"]), unread)


def bandit(checkout: Path) -> Report:
    report = output([str(PEERS / "bandit"), "-q", "-r", str(checkout), "-f", "json"])
    pairs = ((r["filename"], [r["issue_cwe"]["id"]]) for r in report["results"] if r["issue_cwe"])
    return Report(gathered(pairs), [f"{e['filename']}: {e['reason']}" for e in report["errors"]])


def semgrep(checkout: Path) -> Report:
    switches = ["--metrics=off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet"]
    report = output([str(PEERS / "semgrep"), "--config", os.environ["SEMGREP_RULES"], *switches, str(checkout)])

    def numbers(result: dict[str, Any]) -> list[int]:
        return [int(number) for number in re.findall(r"CWE-(\d+)", str(result["extra"]["metadata"].get("cwe", "")))]

    unread = [f"{e['path']}: {e['type']}" for e in report["errors"] if str(e.get("path", "")).endswith(".py")]
    return Report(gathered((r["path"], numbers(r)) for r in report["results"]), unread)


def show(name: str, report: Report, known: list[Test], misses: bool) -> None:
    """Print the table of one tool."""
    print(f"\n{name}\n  {'':16}{'TP':>5}{'FP':>5}{'TN':>5}{'FN':>5}{'TPR':>8}{'FPR':>8}{'score':>8}")
    scores: list[float] = []
    for category in sorted({test.category for test in known}):
        here = [test for test in known if test.category == category]
        said = {test: bool(report.found.get(test.name, set()) & ACCEPTED[category]) for test in here}
        tp, fp, tn, fn = (
            [test.name for test in here if (said[test], test.real) == kind]
            for kind in ((True, True), (True, False), (False, False), (False, True))
        )
        tpr, fpr = len(tp) / max(1, len(tp) + len(fn)), len(fp) / max(1, len(fp) + len(tn))
        scores.append(tpr - fpr)
        counts = "".join(f"{len(part):5}" for part in (tp, fp, tn, fn))
        print(f"  {category:16}{counts}{tpr:8.3f}{fpr:8.3f}{tpr - fpr:8.3f}")
        if misses and (fn or fp):
            print(f"    missed: {' '.join(fn) or '-'}\n    false alarms: {' '.join(fp) or '-'}")
    print(f"  {'average':16}{'':36}{sum(scores) / max(1, len(scores)):8.3f}")
    if report.unread:
        print(f"  {len(report.unread)} files could not be read" + (":" if misses else " (--misses names them)"))
    for line in report.unread if misses else ():
        print(f"    {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--misses", action="store_true", help="name the tests that were judged wrongly")
    parser.add_argument("--category", action="append", choices=sorted(ACCEPTED), help="only this one; may be repeated")
    parser.add_argument("--peers", action="store_true", help="run Bandit and Semgrep too")
    given = parser.parse_args()
    known = [test for test in tests(given.checkout) if not given.category or test.category in given.category]
    show("tenfold check", tenfold(given.checkout), known, given.misses)
    peers: tuple[tuple[str, str, bool, Callable[[Path], Report]], ...] = (
        ("bandit -r", "bandit", True, bandit),
        ("semgrep, its Python rules", "semgrep", bool(os.environ.get("SEMGREP_RULES")), semgrep),
    )
    for name, program, ready, run in peers if given.peers else ():
        if ready and (PEERS / program).exists():
            show(name, run(given.checkout), known, given.misses)
        else:
            print(f"\n{name}: not measured: not installed (semgrep needs its rules' folder in SEMGREP_RULES)")


if __name__ == "__main__":
    main()
