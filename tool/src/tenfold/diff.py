"""Which lines a change touches, as git tells; git runs with what a repository can configure switched off."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tenfold.errors import UsageError
from tenfold.findings import Finding

_SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.external=", "-c", "core.pager=cat",
    "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=false",
)  # fmt: skip
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def changed_lines(root: Path, revision: str) -> dict[str, list[tuple[int, int]]]:
    """The lines that are added or changed since `revision`, by file relative to `root`: (first, last) each.

    Raises:
        UsageError: git is missing, `root` is in no repository, or the revision is unknown.
    """
    if revision.startswith("-"):
        raise UsageError(f"--diff: {revision!r} is no revision")
    git = _quiet_git(root)
    command = [
        *git, "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0",
        "--relative", "--src-prefix=a/", "--dst-prefix=b/", revision, "--",
    ]  # fmt: skip
    run = _run(command)
    if run.returncode:
        reason = run.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"--diff {revision}: {reason[0] if reason else 'git failed'}")
    changed = _parse(run.stdout.decode("utf-8", "replace"))
    listed = _run([*git, "ls-files", "--others", "--exclude-standard", "-z"])
    for name in listed.stdout.decode("utf-8", "replace").split("\0"):
        if name:
            changed[name] = [(1, 2**31)]
    return changed


def _quiet_git(root: Path) -> list[str]:
    """The git command for `root`, with every filter of its configuration emptied: git would run them on files."""
    plain = ["git", *_SAFE, "-C", str(root)]
    listed = _run([*plain, "config", "--list", "--name-only", "-z"]).stdout.decode("utf-8", "replace")
    filters = [key for key in listed.split("\0") if key.startswith("filter.")]
    return [*plain, *(word for key in filters for word in ("-c", f"{key}="))]


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603 - a fixed program
    except FileNotFoundError:
        raise UsageError("--diff needs git, which was not found") from None
    except subprocess.TimeoutExpired:
        raise UsageError("--diff: git took more than 60 s") from None


def _parse(text: str) -> dict[str, list[tuple[int, int]]]:
    changed: dict[str, list[tuple[int, int]]] = {}
    file = ""
    for line in text.split("\n"):
        if line.startswith("+++ "):
            file = line[6:].rstrip("\t") if line.startswith("+++ b/") else ""
        match = _HUNK.match(line)
        if match and file:
            first, count = int(match[1]), int(match[2] or 1)
            changed.setdefault(file, []).append((first, first + max(count, 1) - 1))
    return changed


def touches(finding: Finding, changed: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a finding, or a place that proves it, lies on a changed line."""
    places = [finding.place, *(step.place for step in (*finding.related, *finding.path))]
    return any(
        first <= max(place.line, place.end_line, 1) and place.line <= last
        for place in places
        for first, last in changed.get(place.file, ())
    )
