from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from packaging.version import Version

from tenfold.program.calls import CallSite
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.framework._tokens import (
    DECODES,
    ENCODES,
    MANAGED,
    TIMED,
    algorithms,
    checked_by_jwcrypto,
    keys_of,
    names_its_own,
    only_peeks,
    option,
    payload,
)

if TYPE_CHECKING:
    from tenfold.program.app import App

_FIX = (
    'Write jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp"]}), with the one algorithm you use.'
)
_EXPLICIT = Version("2.0")
"""PyJWT before it takes the algorithm that the token itself names (PyJWT's changelog, 2.0.0)."""


class Tokens(Rule):
    """A signed token must be checked: its signature, with fixed algorithms, and its expiry.

    ## What it finds
    Tokens that are read without a check of the signature, with `none` among the algorithms, with the algorithm that
    the token itself names, with shared-secret and public-key algorithms mixed, or with the check of expiry switched
    off.

    ## Why it matters
    A token that is not checked is a note that says "I am the admin". With `none`, or with a public key used as a shared
    secret, anybody writes a valid one.

    ## Example
    ### Flask
    ```python app.py
    import jwt
    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/me")
    def me():
        return jwt.decode(request.headers["Authorization"], options={"verify_signature": False})
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    import jwt

    def me(request):
        return jwt.decode(request.headers["Authorization"], KEY, algorithms=["HS256", "none"])
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from jose import jwt

    app = FastAPI()

    @app.get("/me")
    def me(token: str):
        return jwt.decode(token, KEY, algorithms=["HS256", "RS256"])
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import jwt
    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/me")
    def me():
        token = request.headers["Authorization"]
        return jwt.decode(token, KEY, algorithms=["HS256"], audience="notes", options={"require": ["exp", "aud"]})
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    import jwt

    def me(request):
        return jwt.decode(request.headers["Authorization"], KEY, algorithms=["HS256"])
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from jose import jwt

    app = FastAPI()

    @app.get("/me")
    def me(token: str):
        return jwt.decode(token, KEY, algorithms=["RS256"])
    ```

    ## References
    - https://www.rfc-editor.org/rfc/rfc8725
    - https://pyjwt.readthedocs.io/en/stable/usage.html
    """

    requirement = "framework.tokens"
    severity = "high"
    cwe = (347,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each call that checks a token."""
        decodes = app.calls(*DECODES)
        others = [*app.calls(*MANAGED, *TIMED), *checked_by_jwcrypto(app)]
        unchecked: list[CallSite] = []
        proofs: list[Observation] = []
        for site in decodes:
            faults = list(self._faults(app, site))
            yield from faults
            if not faults:
                proofs.append(self._proof(app, site, unchecked))
        proofs.extend(
            met(site.place, f"{site.name.removesuffix('.as_view').rpartition('.')[2]} signs tokens and checks them")
            for site in others
        )
        checked = [proof for proof in proofs if proof.kind == "met"]
        yield from checked[:3]
        if checked or any(proof.kind == "unknown" for proof in proofs):
            yield from [proof for proof in proofs if proof.kind == "unknown"][:1]
        elif not decodes and not others:
            yield from self._issued_only(app)

    @staticmethod
    def _issued_only(app: App) -> Iterator[Observation]:
        issued = app.calls(*ENCODES)
        if issued:
            endless = [site for site in issued if (claims := keys_of(app, site, payload(site))) and "exp" not in claims]
            if not endless:
                yield met(
                    issued[0].place, "tokens are issued with an end, for somebody else to check", confidence="medium"
                )
            yield unknown("tokens are issued here but checked elsewhere: look at who reads them", issued[0].place)
        else:
            yield not_applicable("no signed tokens: no call of PyJWT, python-jose, joserfc, Authlib or ItsDangerous")

    @staticmethod
    def _proof(app: App, site: CallSite, unchecked: list[CallSite]) -> Observation:
        accepted = algorithms(app, site)
        if accepted:
            return met(site.place, f"{site.name} accepts {' and '.join(accepted)} only")
        if site.name.startswith(("authlib", "joserfc")):
            return met(site.place, f"{site.name} checks the signature with the library's default algorithms")
        unchecked.append(site)
        return met(
            site.place, f"{site.name} checks the signature; its algorithms come from elsewhere", confidence="medium"
        )

    @staticmethod
    def _faults(app: App, site: CallSite) -> Iterator[Observation]:
        values = app.program.values
        given = site.argument("verify")
        legacy = given is not None and values.of(site.file, site.call.scope, given) is False
        peeks = _also_checked(app, site) or only_peeks(app, site)
        if option(app, site, "verify_signature") is False or (legacy and _is_old(app, site)):
            yield violated(
                site.place,
                f"{site.name} reads the token without checking its signature: anybody can write one.",
                _FIX,
                function=site.function,
                severity="low" if peeks else "critical",
                confidence="low" if peeks else "high",
                persona="pedantic" if peeks else None,
            )
            return
        accepted = algorithms(app, site)
        if names_its_own(site):
            yield violated(
                site.place,
                f"{site.name} accepts the algorithm that the token itself names.",
                _FIX,
                function=site.function,
                severity="medium",
            )
        elif accepted is not None and any(name.lower() == "none" for name in accepted):
            yield violated(
                site.place,
                f'{site.name} accepts the algorithm "none": anybody can write a valid token.',
                _FIX,
                function=site.function,
                severity="critical",
            )
        elif (
            accepted
            and {name[:2] for name in accepted} >= {"HS"}
            and any(name[:2] in {"RS", "ES", "PS"} for name in accepted)
        ):
            yield violated(
                site.place,
                f"{site.name} accepts {' and '.join(accepted)}: the public key can be used as a shared secret.",
                _FIX,
                function=site.function,
            )
        elif accepted == [] and (_is_old(app, site) or site.name.startswith("jose.")):
            yield violated(
                site.place,
                f"{site.name} names no algorithms, so this version takes the one that the token names.",
                _FIX,
                function=site.function,
                severity="medium",
            )
        elif option(app, site, "verify_exp") is False:
            yield violated(
                site.place,
                f"{site.name} does not check the expiry: a stolen token works for ever.",
                _FIX,
                function=site.function,
                severity="medium",
            )


def _is_old(app: App, site: CallSite) -> bool:
    version = app.version("pyjwt")
    return site.name.startswith("jwt.") and version is not None and version < _EXPLICIT


def _also_checked(app: App, site: CallSite) -> bool:
    """Whether the same function checks the token too: it is read first to learn which key it was signed with."""
    return any(
        other.file.path == site.file.path
        and other.call.scope == site.call.scope
        and other.call.at != site.call.at
        and option(app, other, "verify_signature") is not False
        for other in app.calls(*DECODES)
    )
