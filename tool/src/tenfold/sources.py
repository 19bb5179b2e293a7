"""The text of the lines that a report quotes. Only reporting asks for it: rules see facts alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from tenfold.findings import Finding
from tenfold.place import Place

_MAX_QUOTE = 300


class Sources:
    """Lines of the checked folder's files, each file read once when first quoted."""

    def __init__(self, root: Path) -> None:
        """Quote from files under `root`."""
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def lines(self, file: str) -> list[str]:
        """All lines of a file; empty when it cannot be read any more."""
        known = self._lines.get(file)
        if known is None:
            try:
                known = (self._root / file).read_bytes().decode("utf-8", "replace").splitlines()
            except OSError:
                known = []
            self._lines[file] = known
        return known

    def code(self, place: Place) -> str:
        """The line at a place, stripped and cut to a readable length."""
        lines = self.lines(place.file)
        return lines[place.line - 1].strip()[:_MAX_QUOTE] if 0 < place.line <= len(lines) else ""

    def frame(self, place: Place, around: int = 1) -> tuple[tuple[int, str], ...]:
        """Numbered lines of a place with `around` neighbours on each side; of a long place the first lines."""
        lines = self.lines(place.file)
        if not 0 < place.line <= len(lines):
            return ()
        last = min(max(place.end_line, place.line), place.line + 4) + around
        first = max(1, place.line - around)
        return tuple((n, lines[n - 1][:_MAX_QUOTE]) for n in range(first, min(last, len(lines)) + 1))

    def sign(self, findings: Sequence[Finding]) -> list[Finding]:
        """Give each finding its line of code and its fingerprint."""
        seen: dict[tuple[str, str, str, str], int] = {}
        signed: list[Finding] = []
        for finding in findings:
            code = self.code(finding.place)
            key = (finding.rule, finding.place.file, finding.function, " ".join(code.split()))
            nth = seen[key] = seen.get(key, 0) + 1
            digest = blake2b("\0".join((*key, str(nth))).encode("utf-8", "replace"), digest_size=16).hexdigest()
            signed.append(msgspec.structs.replace(finding, code=code, fingerprint=digest))
        return signed
