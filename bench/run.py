"""Every figure of the documentation, measured here and now: `make bench`.

Bandit and Semgrep are installed into .deps/peers for the comparison. Semgrep's rules are not part of its package: name a
checkout's folder of Python rules in SEMGREP_RULES, or its row says that it was not measured. OWASP BenchmarkPython is scored
when BENCHMARKPYTHON names a checkout of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PEERS = REPOSITORY / ".deps" / "peers"


def main() -> int:
    if not (PEERS / "bin" / "bandit").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(PEERS / "bin" / "pip"), "install", "--quiet", "bandit", "semgrep"], check=True)
    benchmark = os.environ.get("BENCHMARKPYTHON")
    for title, command in (
        ("Speed beside ast.parse, Bandit and Semgrep", ["speed.py", "--peers"]),
        ("Growth", ["speed.py", "--growth", "--rounds", "1"]),
        ("The two parsers", ["parsers.py"]),
        ("Robustness", ["robustness.py"]),
        *([("OWASP BenchmarkPython", ["benchmarkpython.py", benchmark, "--peers"])] if benchmark else []),
    ):
        print(f"\n{title}\n", flush=True)
        subprocess.run([sys.executable, str(REPOSITORY / "bench" / command[0]), *command[1:]], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
