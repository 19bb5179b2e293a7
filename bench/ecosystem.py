"""Which findings and verdicts a change gains and loses on public apps.

    python bench/ecosystem.py --apps FOLDER [--against main] [--all]

FOLDER holds the apps of bench/apps.toml, each in a folder named like its repository ("CTFd" for CTFd/CTFd). Without
--against, the findings of today are counted; with it, they are set against those of that revision of Tenfold.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent


def check(app: Path, code: Path, persona: str) -> dict[str, Any]:
    """The JSON report on an app, by the Tenfold whose repository is `code`."""
    paths = os.pathsep.join(str(code / part) for part in ("tool/src", "guard/src"))
    command = [sys.executable, "-m", "tenfold", "check", str(app), "--format", "json", "--persona", persona]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths})
    if not run.stdout:
        raise SystemExit(f"{app}: {run.stderr.strip().splitlines()[-1] if run.stderr else 'no output'}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def findings(report: dict[str, Any]) -> set[str]:
    """Each finding as one line that does not change when lines move."""
    return {
        f"{f['severity']:8} {f['rule']:28} {f['file']}: {f['reason']}" if f["line"] else f"{f['rule']} {f['file']}"
        for f in report["findings"]
    }


def verdicts(report: dict[str, Any]) -> dict[str, str]:
    return {requirement["id"]: requirement["verdict"] for requirement in report["requirements"]}


def compare(name: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = findings(old), findings(new)
    changed = [
        f"{key}: {value} -> {verdicts(new).get(key)}"
        for key, value in verdicts(old).items()
        if verdicts(new).get(key) != value
    ]
    print(f"{name}: {len(after - before)} gained, {len(before - after)} lost, {len(changed)} verdicts changed")
    for line in sorted(after - before):
        print(f"  + {line}")
    for line in sorted(before - after):
        print(f"  - {line}")
    for line in changed:
        print(f"  ~ {line}")


def count(name: str, report: dict[str, Any], show: bool) -> tuple[int, int]:
    severe = [f for f in report["findings"] if f["severity"] != "low"]
    kinds = Counter(requirement["verdict"] for requirement in report["requirements"])
    grade = report["grades"]["overall"]
    told = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    print(
        f"{name:45} {grade['letter']} {grade['score']:3}  {len(report['findings']):4} findings, {len(severe):4} medium or higher; {told}"
    )
    if show:
        for line in sorted(findings(report)):
            print(f"    {line}")
    return len(severe), report["lines"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apps", type=Path, required=True)
    parser.add_argument("--against", metavar="REV")
    parser.add_argument("--persona", default="regular")
    parser.add_argument("--all", action="store_true", help="print every finding")
    given = parser.parse_args()
    apps = tomllib.loads((Path(__file__).parent / "apps.toml").read_text("utf-8"))["app"]
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary) / "base"
        if given.against:
            subprocess.run(
                ["git", "-C", str(REPOSITORY), "worktree", "add", "--quiet", "--detach", str(base), given.against],
                check=True,
            )
        try:
            for app in apps:
                folder = given.apps / app["name"].rpartition("/")[2]
                if not folder.is_dir():
                    print(f"{app['name']}: not in {given.apps}")
                    continue
                new = check(folder, REPOSITORY, given.persona)
                if given.against:
                    compare(app["name"], check(folder, base, given.persona), new)
                else:
                    count(f"{app['name']} ({app['kept']})", new, given.all)
        finally:
            if given.against:
                subprocess.run(["git", "-C", str(REPOSITORY), "worktree", "remove", "--force", str(base)], check=True)


if __name__ == "__main__":
    main()
