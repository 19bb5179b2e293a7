"""How many public advisories a check tells before their fix, and is silent about after it.

    python bench/cves.py --pairs FOLDER [--strict] [--peers] [--only ID]

FOLDER holds the sources of each pair of bench/cves.toml, unpacked as ID/before and ID/after. A pair is solved when a finding of its
requirement stands in one of its files before the fix, and none is left after it in the functions where it stood. With --strict the
finding must stand in a function that the pair names. Peers (Bandit, and Semgrep when SEMGREP_RULES names the folder of its Python
rules) are used when they are installed in .deps/peers, and count by the CWE of their findings.
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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tenfold.catalogue import requirement

REPOSITORY = Path(__file__).parent.parent
PEERS = REPOSITORY / ".deps" / "peers" / "bin"
PROCESSES = 2


@dataclass(frozen=True)
class Found:
    """One finding: the kinds that it is of (a requirement, or CWEs), and where it stands."""

    kinds: frozenset[str]
    file: str
    line: int


@dataclass(frozen=True)
class Outcome:
    before: bool
    after: bool

    @property
    def solved(self) -> bool:
        return self.before and self.after


def execute(command: list[str]) -> dict[str, Any]:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not run.stdout:
        raise SystemExit(f"{' '.join(command)}: {run.stderr.strip().splitlines()[-1] if run.stderr else 'no output'}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def tenfold(folder: Path, pair: dict[str, Any]) -> Iterator[Found]:
    selected = [part for wanted in pair["requirements"] for part in ("--select", wanted)]
    report = execute([sys.executable, "-m", "tenfold", "check", str(folder), "--format", "json", *selected])
    for finding in report["findings"]:
        yield Found(frozenset({finding["requirement"]}), finding["file"], finding["line"])


def bandit(folder: Path, pair: dict[str, Any]) -> Iterator[Found]:  # noqa: ARG001
    for result in execute([str(PEERS / "bandit"), "-q", "-r", str(folder), "-f", "json"])["results"]:
        kind = f"CWE-{result['issue_cwe'].get('id')}"
        yield Found(frozenset({kind}), os.path.relpath(result["filename"], folder), result["line_number"])


def semgrep(folder: Path, pair: dict[str, Any]) -> Iterator[Found]:
    # Only the files of the pair: its free rules look at one file at a time, so that the rest would cost time alone.
    files = [str(folder / name) for name in here(pair) if (folder / name).exists()]
    options = ["--metrics=off", "--disable-version-check", "--json", "--quiet", "--no-git-ignore", "--jobs=1"]
    command = [str(PEERS / "semgrep"), "--config", os.environ["SEMGREP_RULES"], *options, *files]
    for result in execute(command)["results"] if files else ():
        said = result["extra"]["metadata"].get("cwe", [])
        kinds = frozenset(re.findall(r"CWE-\d+", " ".join([said] if isinstance(said, str) else said)))
        yield Found(kinds, os.path.relpath(result["path"], folder), result["start"]["line"])


def here(pair: dict[str, Any]) -> list[str]:
    """The pair's files as seen from its root."""
    return [os.path.relpath(name, pair.get("root", ".")) for name in pair["files"]]


def place(source: Path, line: int) -> str:
    """What a line belongs to, so that it can be found again in another version: its function, or else its own text."""
    text = source.read_text("utf-8", "replace")
    try:
        tree = ast.parse(text) if source.suffix == ".py" else None
    except (SyntaxError, ValueError):
        tree = None
    lines = text.splitlines()
    if tree is None:
        above = reversed(lines[:line] if source.suffix == ".py" else [])
        own = next((match[1] for one in above if (match := re.match(r"\s*(?:async )?def (\w+)", one))), "")
        return own or " ".join(lines[line - 1].split()) if line else ""
    inner = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            inner = node.name  # the walk goes from the outside in
    return inner or (" ".join(lines[line - 1].split()) if line else "")


def judge(tool: Any, pairs: Path, strict: bool, pair: dict[str, Any]) -> Outcome:
    wanted = set(pair["requirements"])
    if tool is not tenfold:
        wanted = {f"CWE-{number}" for name in wanted for number in requirement(name).cwe}
    named = {name.rpartition(".")[2] for name in pair["functions"]}
    places: list[set[tuple[str, str]]] = []
    for version in ("before", "after"):
        folder = pairs / pair["id"] / version / pair.get("root", "")
        found = [one for one in tool(folder, pair) if one.kinds & wanted and one.file in here(pair)]
        places.append({(one.file, place(folder / one.file, one.line)) for one in found})
    before, after = places
    flaw = {(file, name) for file, name in before if name in named or not named}
    if not flaw and not strict:
        flaw = before
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
    listed = tomllib.loads((Path(__file__).parent / "cves.toml").read_text("utf-8"))["pair"]
    pairs = [p for p in listed if (given.pairs / p["id"]).is_dir() and (not given.only or p["id"] in given.only)]
    tools: dict[str, Any] = {"tenfold": tenfold}
    if given.peers and (PEERS / "bandit").exists():
        tools["bandit"] = bandit
    if given.peers and (PEERS / "semgrep").exists() and os.environ.get("SEMGREP_RULES"):
        tools["semgrep"] = semgrep
    outcomes: dict[str, dict[str, Outcome]] = {}
    with ThreadPoolExecutor(PROCESSES) as pool:
        for name, tool in tools.items():
            seen = pool.map(partial(judge, tool, given.pairs, given.strict), pairs)
            outcomes[name] = dict(zip((p["id"] for p in pairs), seen, strict=True))
    print(f"{'':28} {'':20} {'':9} " + "  ".join(f"{name:20}" for name in tools))
    for pair in pairs:
        told = []
        for seen_by in outcomes.values():
            one = seen_by[pair["id"]]
            told.append("solved" if one.solved else "still found after" if one.before else "missed")
        print(
            f"{pair['id']:28} {pair['requirements'][0]:20} {pair['depth']:9} "
            + "  ".join(f"{word:20}" for word in told)
        )
    by_kind: dict[str, list[str]] = defaultdict(list)
    by_depth: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair["requirements"][0]].append(pair["id"])
        by_depth[pair["depth"]].append(pair["id"])
    for name, by_pair in outcomes.items():
        totals(name, by_pair, by_kind | by_depth | {"all": list(by_pair)})


if __name__ == "__main__":
    main()
