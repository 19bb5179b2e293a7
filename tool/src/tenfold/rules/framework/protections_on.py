from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.calls import CallSite
from tenfold.program.setting import Setting
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.framework._purpose import short_name

if TYPE_CHECKING:
    from tenfold.program.app import App

_BUILT_IN = {
    "django.middleware.security.SecurityMiddleware": "nosniff, Referrer-Policy, HTTPS redirect and HSTS",
    "django.middleware.csrf.CsrfViewMiddleware": "the check of the CSRF token",
    "django.middleware.clickjacking.XFrameOptionsMiddleware": "X-Frame-Options against framing by other sites",
}
_REPLACED = {
    "django.middleware.clickjacking.XFrameOptionsMiddleware": ("csp", "SECURE_CSP", "CONTENT_SECURITY_POLICY"),
}
_MINOR = frozenset({"WTF_CSRF_SSL_STRICT", "SECURE_CROSS_ORIGIN_OPENER_POLICY", "SECURE_REFERRER_POLICY"})
_SWITCHES: dict[str, tuple[tuple[str, object, str], ...]] = {
    "django": (
        ("SECURE_CONTENT_TYPE_NOSNIFF", False, "X-Content-Type-Options: nosniff is no longer sent"),
        ("SECURE_CROSS_ORIGIN_OPENER_POLICY", None, "Cross-Origin-Opener-Policy is no longer sent"),
        ("SECURE_REFERRER_POLICY", None, "Referrer-Policy is no longer sent"),
        ("AUTH_PASSWORD_VALIDATORS", [], "any password is accepted, one letter included"),
        ("SILENCED_SYSTEM_CHECKS", "security", "Django's own security checks are silenced"),
    ),
    "flask": (
        ("WTF_CSRF_ENABLED", False, "forms are accepted without a CSRF token"),
        ("WTF_CSRF_SSL_STRICT", False, "the referrer of an HTTPS form is no longer checked"),
    ),
    "fastapi": (),
}
_HOSTS = (
    "starlette.middleware.trustedhost.TrustedHostMiddleware",
    "fastapi.middleware.trustedhost.TrustedHostMiddleware",
)


class ProtectionsOn(Rule):
    """A framework's built-in protections must stay switched on.

    ## What it finds
    Settings that switch a built-in protection off, Django's security middleware that was taken out of MIDDLEWARE, and
    automatic escaping that is switched off for all templates. Exemptions of single routes are found by the rules of
    each protection.

    ## Why it matters
    The defaults of a framework are the experience of thousands of apps. Whoever switches one off to get something to
    work opens the hole that it was made for, and nobody remembers to switch it on again.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    app.config["WTF_CSRF_ENABLED"] = False
    csrf = CSRFProtect(app)
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    AUTH_PASSWORD_VALIDATORS = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.templating import Jinja2Templates

    app = FastAPI()
    templates = Jinja2Templates(directory="templates", autoescape=False)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    csrf = CSRFProtect(app)
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    ]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.templating import Jinja2Templates

    app = FastAPI()
    templates = Jinja2Templates(directory="templates")
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/howto/deployment/checklist/
    - https://flask.palletsprojects.com/en/stable/web-security/
    - https://cwe.mitre.org/data/definitions/693.html
    """

    requirement = "framework.protections-on"
    severity = "medium"
    cwe = (693,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge every switch that production reads."""
        faults = [*self._switched(app), *self._taken_out(app), *self._unescaped(app)]
        yield from faults
        if not faults:
            yield from self._proofs(app)

    @staticmethod
    def _switched(app: App) -> Iterator[Observation]:
        for name, off, effect in _SWITCHES[app.framework]:
            setting = app.settings.explicit(name)
            if setting is None or setting.place is None or not setting.known():
                continue
            if setting.fallback == off and type(setting.fallback) is type(off):
                yield violated(
                    setting.place,
                    f"{name} is {_shown(setting)}: {effect}.",
                    f"Remove {name}, so that the default holds.",
                    severity="low" if name in _MINOR else None,
                )

    @staticmethod
    def _taken_out(app: App) -> Iterator[Observation]:
        """Django's middleware that every new project has."""
        listed = app.settings.list("MIDDLEWARE") if app.framework == "django" else ()
        setting = app.settings.explicit("MIDDLEWARE")
        if not listed or setting is None or setting.place is None:
            return
        names = [item.value for item in listed]
        with_sessions = any(name.endswith("SessionMiddleware") for name in names)
        for name, effect in _BUILT_IN.items():
            if not with_sessions and "SecurityMiddleware" not in name:
                continue  # no cookie is trusted, so that nobody's name can be misused
            short = name.rpartition(".")[2]
            if any(short.removesuffix("Middleware").lower() in given.lower() for given in names):
                continue
            replaced = any(app.settings.explicit(key) is not None for key in _REPLACED.get(name, ()))
            if not replaced:
                yield violated(
                    setting.place,
                    f"{short} is not in MIDDLEWARE, so {effect} is gone.",
                    f'Put "{name}" back into MIDDLEWARE.',
                    severity="high" if "csrf" in name else "medium",
                )

    @staticmethod
    def _unescaped(app: App) -> Iterator[Observation]:
        """Automatic escaping switched off for all templates."""
        for site in app.calls("fastapi.templating.Jinja2Templates", "starlette.templating.Jinja2Templates"):
            given = site.argument("autoescape")
            if given is not None and app.program.values.of(site.file, site.call.scope, given) is False:
                yield violated(
                    site.place, "Templates are made with autoescape=False.", "Remove autoescape=False.", severity="high"
                )
        templates = app.settings.explicit("TEMPLATES") if app.framework == "django" else None
        found = app.settings.nested("TEMPLATES", 0, "OPTIONS", "autoescape") if templates is not None else None
        if found is not None and found.fallback is False and found.place is not None:
            yield violated(
                found.place, "TEMPLATES switches autoescape off.", 'Remove "autoescape": False.', severity="high"
            )
        for path, file in app.files.items() if app.framework == "flask" else ():
            if "autoescape" not in file.outline.stored:
                continue
            for assign in file.detail.assigns:
                off = assign.value in (f.Const(False), f.Const(None))
                if off and isinstance(assign.target, f.Attr) and assign.target.name == "autoescape":
                    place = CallSite(
                        file, f.Call(assign.target, (), (), assign.at, assign.end, assign.scope, ""), ""
                    ).place
                    yield violated(
                        place,
                        f"autoescape is switched off for all templates of {path}.",
                        "Remove this line.",
                        severity="high",
                    )

    @staticmethod
    def _proofs(app: App) -> Iterator[Observation]:
        if app.framework == "django":
            setting = app.settings.explicit("MIDDLEWARE")
            if setting is None or not app.settings.list("MIDDLEWARE"):
                yield unknown(
                    "MIDDLEWARE could not be read: print django.conf.settings.MIDDLEWARE as production sets it",
                    app.place,
                )
            else:
                yield met(
                    setting.place or app.place,
                    "MIDDLEWARE holds every built-in protection, and no setting switches one off",
                )
            return
        found = [guard for guard in app.protections.app_wide if guard.requirement in {"framework.csrf", "xss.csp"}]
        if found:
            yield met(found[0].place, f"{short_name(found[0].name)} is in force, and no setting switches it off")
            return
        for name in ("add_middleware", "Middleware"):
            for site in app.ending(name):
                if site.call.args:
                    given = app.program.names.qualify(site.file, site.call.scope, site.call.args[0])
                    if given in _HOSTS:
                        yield met(site.place, "TrustedHostMiddleware checks the Host header")
                        return
        yield not_applicable(
            "no built-in protection is switched off (looked for WTF_CSRF_ENABLED, autoescape, wide CORS and host lists)"
        )


def _shown(setting: Setting) -> str:
    return "empty" if setting.fallback == [] else str(setting.fallback)
