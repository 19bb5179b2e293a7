"""How many public advisories a check tells before their fix, and is silent about after it.

    python bench/cves.py --pairs FOLDER [--strict] [--peers] [--only ID]

FOLDER holds the sources of each pair of bench/cves.toml, unpacked as ID/before and ID/after. A pair is solved when a finding of its
requirement stands in one of its files before the fix, and none is left after it in the functions where it stood. What stands
outside of the functions that a pair names counts only if it went away with the fix; with --strict, it never counts. Peers (Bandit,
and Semgrep when SEMGREP_RULES names the folder of its Python rules) are used when they are installed in .deps/peers; the CWE of their
findings tells what they are about.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tenfold.catalogue import requirement

REPOSITORY = Path(__file__).parent.parent
PEERS = REPOSITORY / ".deps" / "peers" / "bin"
PROCESSES = 2
VERSIONS = ("before", "after")

Pair = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One finding: the CWEs that it is of, and where it stands."""

    cwe: frozenset[int]
    file: Path
    line: int


@dataclass(frozen=True)
class Outcome:
    before: bool
    after: bool

    @property
    def solved(self) -> bool:
        return self.before and self.after

    def __str__(self) -> str:
        return "solved" if self.solved else "still found after" if self.before else "missed"


def execute(command: list[str]) -> dict[str, Any]:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not run.stdout:
        raise SystemExit(f"{' '.join(command)}: {run.stderr.strip().splitlines()[-1] if run.stderr else 'no output'}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def files(pairs: Path, pair: Pair, version: str) -> Iterator[Path]:
    """The files of a pair that exist in a version."""
    for name in pair["files"]:
        file = pairs / pair["id"] / version / name
        if file.exists():
            yield file


def tenfold(pairs: Path, pair: Pair, version: str) -> Iterator[Found]:
    folder = pairs / pair["id"] / version / pair.get("root", "")
    selected = [part for wanted in pair["requirements"] for part in ("--select", wanted)]
    report = execute([sys.executable, "-m", "tenfold", "check", str(folder), "--format", "json", *selected])
    for finding in report["findings"]:
        if finding["requirement"] in pair["requirements"]:
            yield Found(frozenset(finding["cwe"]), folder / finding["file"], finding["line"])


def bandit(paths: list[str]) -> Iterator[Found]:
    for result in execute([str(PEERS / "bandit"), "-q", "-f", "json", *paths])["results"]:
        yield Found(frozenset({result["issue_cwe"].get("id", 0)}), Path(result["filename"]), result["line_number"])


def semgrep(paths: list[str]) -> Iterator[Found]:
    options = [
        "--metrics=off",
        "--disable-version-check",
        "--json",
        "--quiet",
        "--no-git-ignore",
        f"--jobs={PROCESSES}",
    ]
    for result in execute([str(PEERS / "semgrep"), "--config", os.environ["SEMGREP_RULES"], *options, *paths])[
        "results"
    ]:
        said = str(result["extra"]["metadata"].get("cwe", ""))
        numbers = frozenset(int(number) for number in re.findall(r"CWE-(\d+)", said))
        yield Found(numbers, Path(result["path"]), result["start"]["line"])


def from_peer(tool: Callable[[list[str]], Iterator[Found]], pairs: Path, listed: list[Pair]) -> Judged:
    """The findings of a tool that looks at one file at a time, so that all files of the pairs can be given to it at once."""
    paths = sorted({str(file) for pair in listed for version in VERSIONS for file in files(pairs, pair, version)})
    by_file: dict[Path, list[Found]] = defaultdict(list)
    for found in tool(paths):
        by_file[found.file].append(found)

    def findings(pair: Pair, version: str) -> Iterator[Found]:
        wanted = {number for name in pair["requirements"] for number in requirement(name).cwe}
        for file in files(pairs, pair, version):
            yield from (found for found in by_file[file] if found.cwe & wanted)

    return findings


Judged = Callable[[Pair, str], Iterable[Found]]


def place(source: Path, line: int) -> str:
    """What a line belongs to, so that it can be found again in another version: its function, or else its own text."""
    text = source.read_text("utf-8", "replace")
    lines = text.splitlines()
    own = " ".join(lines[line - 1].split()) if 0 < line <= len(lines) else ""
    if source.suffix != ".py":
        return own
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        above = (re.match(r"\s*(?:async )?def (\w+)", one) for one in reversed(lines[:line]))
        return next((match[1] for match in above if match), own)
    for node in ast.walk(tree):  # from the outside in
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            own = node.name
    return own


def judge(findings: Judged, pairs: Path, strict: bool, pair: Pair) -> Outcome:
    named = {name.rpartition(".")[2] for name in pair["functions"]}
    places: list[set[tuple[Path, str]]] = []
    for version in VERSIONS:
        here = set(files(pairs, pair, version))
        top = pairs / pair["id"] / version
        places.append(
            {(f.file.relative_to(top), place(f.file, f.line)) for f in findings(pair, version) if f.file in here}
        )
    before, after = places
    flaw = {(file, name) for file, name in before if name in named or not named}
    if not flaw and not strict:
        flaw = before - after  # what went away with the fix was of it
    return Outcome(bool(flaw), not flaw & after)


def totals(title: str, outcomes: dict[str, Outcome], groups: dict[str, list[str]]) -> None:
    print(f"\n{title}")
    for name, members in sorted(groups.items()):
        seen = [outcomes[one] for one in members]
        print(
            f"  {name:24} {sum(o.solved for o in seen):3} solved, {sum(o.before for o in seen):3} found before, of {len(seen)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--strict", action="store_true", help="the finding must stand in a named function")
    parser.add_argument("--peers", action="store_true", help="also run Bandit and Semgrep")
    parser.add_argument("--only", action="append", metavar="ID", help="measure only this pair")
    given = parser.parse_args()
    listed: list[Pair] = tomllib.loads((Path(__file__).parent / "cves.toml").read_text("utf-8"))["pair"]
    missing = [p["id"] for p in listed if not (given.pairs / p["id"]).is_dir()]
    listed = [p for p in listed if p["id"] not in missing and (not given.only or p["id"] in given.only)]
    tools: dict[str, Judged] = {"tenfold": partial(tenfold, given.pairs)}
    if given.peers and (PEERS / "bandit").exists():
        tools["bandit"] = from_peer(bandit, given.pairs, listed)
    if given.peers and (PEERS / "semgrep").exists() and os.environ.get("SEMGREP_RULES"):
        tools["semgrep"] = from_peer(semgrep, given.pairs, listed)
    outcomes: dict[str, dict[str, Outcome]] = {}
    with ThreadPoolExecutor(PROCESSES) as pool:
        for name, findings in tools.items():
            seen = pool.map(partial(judge, findings, given.pairs, given.strict), listed)
            outcomes[name] = dict(zip((p["id"] for p in listed), seen, strict=True))
    groups: dict[str, list[str]] = defaultdict(list)
    print(f"{'':28} {'':22} {'':9} " + " ".join(f"{name:18}" for name in tools))
    for pair in listed:
        told = " ".join(f"{by_pair[pair['id']]!s:18}" for by_pair in outcomes.values())
        print(f"{pair['id']:28} {pair['requirements'][0]:22} {pair['depth']:9} {told}")
        for group in (pair["requirements"][0], pair["depth"], pair["framework"], "all"):
            groups[group].append(pair["id"])
    for name, by_pair in outcomes.items():
        totals(name, by_pair, groups)
    if missing:
        print(f"\nnot in {given.pairs}: {', '.join(missing)}")


if __name__ == "__main__":
    main()
