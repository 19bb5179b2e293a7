"""Passwords, secrets and kept data that are digested with MD5 or SHA-1."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dataflow.flows import Flows, flows_of, request_data
from tenfold.dataflow.values import Data
from tenfold.findings import CONFIDENCES, Persona
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._digests import Digest, digests
from tenfold.rules.framework._hashing import fast_hashes
from tenfold.rules.way import confidence, further, way

_FIX = (
    "Store a password with a slow hash, sign with `hmac.new(key, data, hashlib.sha256)`, digest other data with "
    "`hashlib.sha256`; say `usedforsecurity=False` where it is only a checksum."
)


class PasswordsDigest(Rule):
    """A broken digest (MD5, SHA-1) protects a password, a secret or data that is kept.

    ## What it finds
    Digests with MD5, SHA-1 and older of hashlib, PyCryptodome and cryptography, also where a constant names the
    algorithm. What the names around call a password or a secret is a finding, and so is data of a request whose digest
    is stored, compared or sent. Checksums, cache keys, ETags, avatars, digests of files and `usedforsecurity=False`
    stay silent; a digest whose purpose nothing tells is a low finding where a view stores it, and elsewhere shown to
    the pedantic.

    ## Why it matters
    A graphics card tries many billions of MD5 digests a second, so whoever sees the digest of a password, a telephone
    number or a code reads what it was made of. For MD5 and SHA-1 two texts with the same digest can be made at will:
    what was checked or signed is swapped for something else.

    ## Example
    ### Flask
    ```python app.py
    import hashlib
    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/card")
    def card():
        digest = hashlib.new("md5")
        digest.update(request.form["number"].encode())
        save(number=digest.hexdigest())
        return "ok"
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import hashlib
    import hmac
    import os
    from flask import Flask, request

    app = Flask(__name__)
    KEY = os.environ["CARD_KEY"].encode()

    @app.post("/card")
    def card():
        save(number=hmac.new(KEY, request.form["number"].encode(), hashlib.sha256).hexdigest())
        return "ok"
    ```

    ## References
    - https://cwe.mitre.org/data/definitions/328.html
    - https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html
    - https://www.rfc-editor.org/rfc/rfc6151
    """

    requirement = "framework.passwords"
    severity = "medium"
    cwe = (327, 328)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each weak digest by what is digested and by what becomes of it."""
        flows = flows_of(app)
        elsewhere = {found.place for found in fast_hashes(app)}
        views = {(route.file.path, route.scope) for route in app.routes if route.file is not None}
        for digest in digests(app):
            in_view = (digest.file.path, digest.scope) in views
            if (
                digest.place not in elsewhere
                and (seen := _judged(app, self, digest, flows, in_view=in_view)) is not None
            ):
                yield seen


def _judged(app: App, rule: Rule, digest: Digest, flows: Flows, *, in_view: bool) -> Observation | None:
    with_what = digest.algorithm
    if digest.signs:
        reason = f"a signature rests on {with_what}, for which two texts with one digest can be made"
        return violated(digest.place, reason, _FIX, function=digest.function, severity="high")
    if digest.is_checksum:
        return None
    if digest.secret:
        return violated(
            digest.place,
            f"what is called {digest.secret} is digested with {with_what}, which is broken and fast to guess",
            _FIX,
            function=digest.function,
            severity="high" if digest.of_password and digest.stays else "medium",
            confidence="high" if digest.of_password and digest.stays else "medium",
        )
    data = _brought(digest, flows)
    if data and digest.kept:
        return violated(
            digest.place,
            f"data of the request is kept or sent as its {with_what} digest, which is broken and fast to guess",
            _FIX,
            path=way(data[0], digest.place, f"is digested with {with_what}"),
            related=further(data[1:]),
            function=digest.function,
            confidence=min("medium", confidence(app, rule, data), key=CONFIDENCES.index),
        )
    # What a view stores may come from its request by ways that are not followed.
    persona: Persona = "regular" if in_view and digest.persists else "pedantic"
    return violated(
        digest.place,
        f"{with_what} is broken, and nothing here tells that it is only a checksum",
        _FIX,
        function=digest.function,
        severity="low",
        confidence="low",
        persona=persona,
    )


def _brought(digest: Digest, flows: Flows) -> list[Data]:
    """The request data that is digested, once for each source."""
    given = [
        value
        for call in digest.fed
        for record in flows.at(digest.file, call)
        for value in (*record.args, *record.keywords.values())
    ]
    return list({data.root: data for value in given for data in request_data(value)}.values())
