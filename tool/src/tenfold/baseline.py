"""Accepted findings in a file: keyed by rule, function and normalised code, so that moved lines do not matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tenfold.errors import UsageError
from tenfold.findings import Finding, Ignored

_VERSION = 1


def load(path: Path) -> list[dict[str, Any]]:
    """The entries of a baseline file.

    Raises:
        UsageError: it cannot be read or is not a baseline.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the baseline cannot be read: {error}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: the baseline is not valid JSON: {error}") from None
    entries = document.get("findings") if isinstance(document, dict) else None
    if not isinstance(entries, list) or document.get("version") != _VERSION:
        raise UsageError(f"{path}: is not a baseline of this version; write it anew with 'tenfold baseline'")
    if not all(isinstance(entry, dict) and isinstance(entry.get("fingerprint"), str) for entry in entries):
        raise UsageError(f"{path}: every entry of the baseline needs a fingerprint")
    return entries


def apply(
    findings: Iterable[Finding], entries: Sequence[dict[str, Any]], name: str
) -> tuple[list[Finding], list[Ignored], list[str]]:
    """Take out the findings that the baseline holds.

    Returns:
        The findings that stay, those that are ignored, and a remark when entries no longer reproduce.
    """
    by_fingerprint = {entry["fingerprint"]: entry for entry in entries}
    kept: list[Finding] = []
    ignored: list[Ignored] = []
    for finding in findings:
        entry = by_fingerprint.pop(finding.fingerprint, None)
        if entry is None:
            kept.append(finding)
        else:
            ignored.append(Ignored(finding, "baseline", str(entry.get("reason") or f"in {name}")))
    gone = [f"{entry.get('file', '?')}: {entry.get('rule', '?')}" for entry in by_fingerprint.values()]
    notes = [f"{name}: no longer reproduces: {entry} (run 'tenfold baseline --prune')" for entry in gone]
    return kept, ignored, notes


def dump(findings: Iterable[Finding], known: Sequence[dict[str, Any]] = ()) -> str:
    """The text of a baseline of `findings`; reasons of `known` entries are kept."""
    reasons = {entry["fingerprint"]: entry.get("reason", "") for entry in known}
    entries = [
        {
            "rule": finding.rule,
            "file": finding.place.file,
            "function": finding.function,
            "fingerprint": finding.fingerprint,
            "reason": reasons.get(finding.fingerprint, ""),
        }
        for finding in sorted(findings, key=lambda f: (f.place.file, f.rule, f.fingerprint))
    ]
    return json.dumps({"version": _VERSION, "findings": entries}, indent=2) + "\n"
