"""Nothing that is read may crash a check: run it over whole installations of packages, and report the slowest files.

    python bench/robustness.py [FOLDER ...]

Without folders, the standard library and the packages installed beside this Python are read. Every file is read alone
and timed; then each folder is checked as a project. The exit code is 1 when a check crashes or a file takes over 5 s.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import sysconfig
import time
from collections import Counter
from pathlib import Path

from tenfold.project.kinds import kind_of
from tenfold.project.reading import read_one

SLOW = 5.0


def read_all(folder: Path) -> list[tuple[float, str]]:
    """Seconds that each file took, and its path; what could not be read is counted by its reason."""
    taken: list[tuple[float, str]] = []
    reasons: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        kind = kind_of(path.relative_to(folder).as_posix())
        if kind is None or not path.is_file():
            continue
        content = path.read_bytes()
        started = time.perf_counter()
        encoded = read_one(kind, path.name, content)
        taken.append((time.perf_counter() - started, str(path)))
        if encoded.reason:
            reasons[encoded.reason] += 1
    print(f"{folder}: {len(taken):,} files read; not read: {dict(reasons) or 'none'}")
    return taken


def main() -> int:
    folders = [Path(name) for name in sys.argv[1:]] or [
        Path(sysconfig.get_path("stdlib")),
        Path(sysconfig.get_path("purelib")),
    ]
    failed = False
    for folder in folders:
        slowest = sorted(read_all(folder), reverse=True)[:3]
        for seconds, path in slowest:
            print(f"  {seconds:6.2f} s  {path}")
            failed |= seconds > SLOW
        command = [sys.executable, "-m", "tenfold", "check", str(folder), "--format", "json", "--no-cache"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        crashed = run.returncode not in {0, 1} or "fault of Tenfold" in run.stderr or "Traceback" in run.stderr
        failed |= crashed
        print(f"  checked as a project: exit code {run.returncode}{'  CRASH ' + run.stderr[-300:] if crashed else ''}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(f"peak memory of reading: {peak:.0f} MB")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
