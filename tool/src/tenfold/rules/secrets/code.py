"""secrets.code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from tenfold.findings import Confidence, Persona, Severity, Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.secrets._candidates import TRY_OUT, is_judged
from tenfold.rules.secrets._databases import database_passwords
from tenfold.rules.secrets._keys import keys
from tenfold.secrets.candidate import Candidate

_KEY_FILE = re.compile(r"(?:^|/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:ppk|p12|pfx|jks|keystore))$")
_FIX = "take it from the environment or a secrets manager, and change it at its provider: it is known now"


class _Seen(msgspec.Struct):
    """One secret with all of its places."""

    candidate: Candidate
    places: list[Place] = []


class Code(Rule):
    """A secret stands in the source.

    ## What it finds
    Keys and tokens in the formats of their providers (AWS, GitHub, GitLab, Slack, Stripe, Google, SendGrid, npm, PyPI,
    OpenAI, Anthropic, Azure, private keys, ...; checksums are tested), passwords in addresses, random values under
    names such as `API_KEY` or `password`, signing keys that are written into the settings, and key files. Placeholders,
    hashes, UUIDs, lock files, templates' form fields and reads of the environment are silent.

    ## Why it matters
    Source is copied to every laptop, to CI, into images, one day to a public repository; bots find a published cloud
    key within minutes.

    ## Example
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    app.secret_key = "b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYc"
    ```

    ## Use instead
    ```python app.py
    import os

    from flask import Flask

    app = Flask(__name__)
    app.secret_key = os.environ["SECRET_KEY"]
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/798.html
    """

    requirement = "secrets.code"
    severity = "high"
    cwe = (798, 259, 321)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at what the scan of all texts saw, at the apps' keys and at the names of files."""
        found = list(self._texts(program))
        lines = {(o.place.file, o.place.line) for o in found if o.place is not None}
        for observation in found:
            lines.update((step.place.file, step.place.line) for step in observation.related)
        found += [o for o in _literal_keys(program) if o.place and not _holds_any(o.place, lines)]
        found += _key_files(program)
        yield from found
        if not found:
            count = len(program.facts.found.sources)
            yield met(Place("."), f"none of the {count} files read holds what looks like a secret", confidence="medium")

    def _texts(self, program: Program) -> Iterator[Observation]:
        seen: dict[str, _Seen] = {}
        for path, text in sorted(program.facts.texts.items()):
            for candidate in text.secrets:
                if is_judged(program, path, candidate):
                    one = seen.setdefault(candidate.digest, _Seen(candidate))
                    one.places.append(Place(path, candidate.line))
        for one in seen.values():
            one.places.sort(key=lambda place: (program.role(place.file) in TRY_OUT, place))
            yield _observation(program, one)


def _holds_any(place: Place, lines: set[tuple[str, int]]) -> bool:
    """Whether one of the lines, of files by path, is among those of `place`."""
    return any((place.file, line) in lines for line in range(place.line, max(place.end_line, place.line) + 1))


def _observation(program: Program, one: _Seen) -> Observation:
    candidate, place = one.candidate, one.places[0]
    persona: Persona = "pedantic" if program.role(place.file) in TRY_OUT else "regular"
    severity: Severity = "high" if candidate.confidence != "low" else "medium"
    if persona == "pedantic":
        severity = "low"
    under = f" under the name {candidate.name}" if candidate.name else ""
    shown = f" ({candidate.shown}...)" if candidate.kind != "private key" else ""
    confidence: Confidence = "high" if candidate.confidence == "high" else "medium"
    return violated(
        place,
        f"this {candidate.kind} stands in the source{under}{shown}",
        _FIX,
        related=[Step(other, "the same secret") for other in one.places[1:20]],
        severity=severity,
        confidence=confidence if candidate.confidence != "low" else "low",
        persona=persona,
    )


def _literal_keys(program: Program) -> Iterator[Observation]:
    """Signing keys whose value stands in the settings that production uses, however weak."""
    for app in program.apps:
        for key in keys(app):
            if key.signs and key.literal and program.role(key.place.file) in {"production", "script"}:
                yield violated(key.place, f"the signing key {key.name} is written into the source", _FIX)
        for place, host in database_passwords(app):
            if program.role(place.file) in {"production", "script"}:
                yield violated(place, f"the password of the database on {host[:60]} is written into the source", _FIX)


def _key_files(program: Program) -> Iterator[Observation]:
    for path in sorted(program.facts.found.names):
        if _KEY_FILE.search(path) and program.role(path) not in TRY_OUT:
            yield violated(
                Place(path),
                "a file with a private key is part of the repository",
                "take it out of the repository, replace the key, and mount the new one where the app runs",
                confidence="medium",
            )
