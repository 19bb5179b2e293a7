from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.program.calls import CallSite
from tenfold.program.values import Env, Value
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.framework._cookies import trusted_cookies

if TYPE_CHECKING:
    from tenfold.program.app import App

_MIDDLEWARE = ("starlette.middleware.cors.CORSMiddleware", "fastapi.middleware.cors.CORSMiddleware",
               "fastapi.middleware.CORSMiddleware")  # fmt: skip
_BASIC = ("fastapi.security.HTTPBasic", "flask_httpauth.HTTPBasicAuth")
"""A browser sends these credentials along as it does cookies."""
_FLASK = (
    "flask_cors.CORS",
    "flask_cors.extension.CORS",
    "flask_cors.cross_origin",
    "flask_cors.decorator.cross_origin",
)
_EVERY_REGEX = frozenset({".*", "^.*$", ".+", "^.+$", "https?://.*", "^https?://.*$", "http.*", "https://.*"})


class CorsCredentials(Rule):
    """Other sites must not be let in with cookies, whoever they are.

    ## What it finds
    Cross-origin sharing that admits every site together with credentials: Starlette's CORSMiddleware, Flask-CORS and
    django-cors-headers all then answer with the asking site's own origin.

    ## Why it matters
    Any page that your user visits may then call your app with the user's cookies and read the answers: profile,
    messages, tokens.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask
    from flask_cors import CORS

    app = Flask(__name__)
    CORS(app, supports_credentials=True)
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth", "corsheaders"]
    MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
    CORS_ALLOW_ALL_ORIGINS = True
    CORS_ALLOW_CREDENTIALS = True
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask
    from flask_cors import CORS

    app = Flask(__name__)
    CORS(app, origins=["https://www.example.com"], supports_credentials=True)
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth", "corsheaders"]
    MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
    CORS_ALLOWED_ORIGINS = ["https://www.example.com"]
    CORS_ALLOW_CREDENTIALS = True
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["https://www.example.com"], allow_credentials=True)
    ```

    ## References
    - https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
    - https://fastapi.tiangolo.com/tutorial/cors/
    - https://cwe.mitre.org/data/definitions/942.html
    """

    requirement = "framework.protections-on"
    severity = "high"
    cwe = (942,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge where other sites are let in."""
        if app.framework == "django":
            yield from self._django(app)
        elif app.framework == "flask":
            yield from self._flask(app)
        yield from self._starlette(app)

    @staticmethod
    def _django(app: App) -> Iterator[Observation]:
        every = app.settings.explicit("CORS_ALLOW_ALL_ORIGINS") or app.settings.explicit("CORS_ORIGIN_ALLOW_ALL")
        credentials = app.settings.explicit("CORS_ALLOW_CREDENTIALS")
        if every is None or every.fallback is not True or credentials is None or credentials.fallback is not True:
            return
        by_default = isinstance(every.value, Env)
        yield violated(
            every.place or app.place,
            f"{every.name} admits every site, and CORS_ALLOW_CREDENTIALS sends the user's cookies along.",
            'Name the sites: CORS_ALLOWED_ORIGINS = ["https://www.example.com"].',
            severity="medium" if by_default else None,
        )

    def _flask(self, app: App) -> Iterator[Observation]:
        for site in app.calls(*_FLASK):
            credentials = site.argument("supports_credentials")
            if credentials is None or site.spreads or site.argument("resources") is not None:
                continue
            origins = site.argument("origins")
            everyone = origins is None and app.settings.explicit("CORS_ORIGINS") is None
            if _value(app, site, credentials) is True and (everyone or _admits_all(_value(app, site, origins))):
                yield _let_in(app, site, 'origins=["https://www.example.com"]')

    def _starlette(self, app: App) -> Iterator[Observation]:
        for name in ("add_middleware", "Middleware", "CORSMiddleware"):
            for site in app.ending(name):
                if _is_cors(app, site):
                    yield from self._let_in_by(app, site)

    @staticmethod
    def _let_in_by(app: App, site: CallSite) -> Iterator[Observation]:
        credentials = site.argument("allow_credentials")
        origins = _value(app, site, site.argument("allow_origins"))
        regex = _value(app, site, site.argument("allow_origin_regex"))
        wide = _admits_all(origins) or (isinstance(regex, str) and regex in _EVERY_REGEX)
        with_cookies = credentials is not None and _value(app, site, credentials) is True
        if wide and with_cookies:
            yield _let_in(app, site, 'allow_origins=["https://www.example.com"]')
        elif not wide and not site.spreads:
            yield met(
                site.place,
                "CORSMiddleware admits named origins only" if with_cookies else "CORSMiddleware sends no cookies along",
            )


def _let_in(app: App, site: CallSite, cure: str) -> Observation:
    sent = bool(trusted_cookies(app) or app.calls(*_BASIC))
    return violated(
        site.place,
        "Every site is admitted, with the user's cookies"
        + (": any page may read the answers in the user's name." if sent else "; the app trusts none of them so far."),
        f"Name the sites: {cure}, or leave credentials out.",
        function=site.function,
        severity=None if sent else "low",
    )


def _is_cors(app: App, site: CallSite) -> bool:
    if site.name in _MIDDLEWARE:
        return True
    given = app.program.names.qualify(site.file, site.call.scope, site.call.args[0]) if site.call.args else ""
    return given in _MIDDLEWARE


def _value(app: App, site: CallSite, expr: object) -> Value:
    from tenfold.language import facts as f

    if expr is None:
        return None
    value = app.program.values.of(site.file, site.call.scope, expr)  # type: ignore[arg-type]
    if isinstance(expr, f.Attr) and not isinstance(value, (bool, list, str)):
        setting = app.settings.explicit(expr.name)
        return setting.fallback if setting is not None else value
    return value.default if isinstance(value, Env) else value


def _admits_all(value: Value) -> bool:
    return value == "*" or (isinstance(value, list) and "*" in value)
