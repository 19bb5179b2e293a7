"""Whether log-in and its neighbours are limited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.frameworks.limiters import DJANGO_AXES
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import AccountRoute, account_routes
from tenfold.program.app import App
from tenfold.program.route import Guarding
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, serves_nothing
from tenfold.rules.rate._limiters import allauth_limits, app_wide, axes_backend, edge_limits, in_use, own_limit
from tenfold.rules.rate._lockouts import home_made

_ENOUGH = 60
"""Requests a minute above which a limit of everything does not slow down guessing of passwords."""
_RATE = re.compile(r"(\d{1,7})\s*(?:/|per)\s*(\d{0,5})\s*(second|minute|hour|day|s|m|h|d)")
_MINUTES = {"s": 1 / 60, "m": 1.0, "h": 60.0, "d": 1440.0}
_FIXES = {
    "flask": '`@limiter.limit("10 per minute")` under the route\'s decorator (Flask-Limiter).',
    "django": 'django-axes for log-in, `@ratelimit(key="ip", rate="10/m", method="POST")` for the others.',
    "fastapi": '`@limiter.limit("10/minute")` under the route\'s decorator (SlowApi).',
}


class LoginLimit(Rule):
    """A route that checks a password, signs up or resets a password has no rate limit.

    ## What it finds

    The routes that log in, sign up, reset a password or check a one-time code, by what their views call and by
    their paths, and the limit that covers each: a decorator, dependency or throttle of its own, django-axes,
    allauth's limits, nginx's `limit_req` where it surely matches the path, or a limit on everything of at most 60
    requests a minute.

    ## Why it matters

    Lists with billions of leaked passwords are free, and a program tries thousands a minute. A six-digit code falls
    in minutes. Open sign-up and reset forms send mails and fill the database as fast as somebody likes.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask, request
    from werkzeug.security import check_password_hash

    app = Flask(__name__)
    HASH = "scrypt:..."

    @app.post("/login")
    def login():
        return "ok" if check_password_hash(HASH, request.form["password"]) else ("no", 401)
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address)
    app.state.limiter = limiter

    @app.post("/login")
    @limiter.limit("10/minute")
    def login(request: Request, password: str):
        return "ok"

    @app.post("/signup")
    def signup(request: Request, email: str, password: str):
        return "ok"
    ```

    ## Use instead

    ### Flask
    ```python app.py
    from flask import Flask, request
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    from werkzeug.security import check_password_hash

    app = Flask(__name__)
    limiter = Limiter(get_remote_address, app=app, storage_uri="redis://cache:6379")
    HASH = "scrypt:..."

    @app.post("/login")
    @limiter.limit("10 per minute")
    def login():
        return "ok" if check_password_hash(HASH, request.form["password"]) else ("no", 401)
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address)
    app.state.limiter = limiter

    @app.post("/login")
    @limiter.limit("10/minute")
    def login(request: Request, password: str):
        return "ok"

    @app.post("/signup")
    @limiter.limit("10/hour")
    def signup(request: Request, email: str, password: str):
        return "ok"
    ```

    ## References

    - https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#protect-against-automated-attacks
    - https://flask-limiter.readthedocs.io/
    - https://django-axes.readthedocs.io/
    """

    requirement = "rate.login"
    severity = "medium"
    cwe = (307, 799)

    def judge(self, app: App) -> Iterable[Observation]:
        """Find what covers each account route."""
        accounts = account_routes(app)
        if not accounts:
            nothing = not_applicable("no route logs in, signs up, resets a password or checks a code")
            yield unknown(NO_ROUTES) if serves_nothing(app) else nothing
            return
        covers = [(account, _cover(app, account)) for account in accounts]
        open_routes = [account for account, cover in covers if cover is None]
        proofs: dict[Place, list[str]] = {}
        words: dict[Place, str] = {}
        for account, cover in covers:
            if cover is not None:
                proofs.setdefault(cover[0], []).append(account.route.path)
                words[cover[0]] = cover[1]
        for place, paths in proofs.items():
            yield met(place, f"{words[place]} {', '.join(dict.fromkeys(paths))}")
        if not open_routes:
            return
        fix = f"Limit {'it' if len(open_routes) == 1 else 'each'}: {_FIXES[app.framework]}"
        if proofs:
            for account in open_routes:
                yield violated(account.place, f"{_said(account)} has no limit of its own, others have", fix,
                               related=_general(app))  # fmt: skip
            return
        first = next((a for a in open_routes if a.purpose == "log-in"), open_routes[0])
        others = [a for a in open_routes if a is not first]
        listed = f", and neither has {', '.join(dict.fromkeys(a.route.path for a in others))}" if others else ""
        yield missing(first.place, f"{_said(first)} has no rate limit{listed}", fix,
                      related=[*(Step(a.place, a.purpose) for a in others[:8]), *_general(app)])  # fmt: skip


def _said(account: AccountRoute) -> str:
    path = account.route.path
    return f"{path if path.startswith('/') else '/' + path} ({account.purpose})"


def _general(app: App) -> list[Step]:
    return [Step(guard.place, "limits everything, but lets too many tries through") for guard in app_wide(app)[:1]]


def _cover(app: App, account: AccountRoute) -> tuple[Place, str] | None:
    """What limits an account route: its place, and words that the path is put after."""
    route = account.route
    own = own_limit(route)
    if own is not None:
        return own.place, f"{_short(own)} limits"
    if account.purpose == "log-in" and app.framework == "django" and _by_axes(app):
        place = axes_backend(app)
        assert place is not None
        return place, f"{DJANGO_AXES.library} locks out who fails too often at"
    by_project = home_made(app, account)
    if by_project is not None:
        return by_project, "a limit of the project's own holds for"
    limited = allauth_limits(app)
    if limited is not None and any(b.startswith("allauth.") for b in app.program.names.ancestors(route.view)):
        return limited, "allauth's own limits hold for"
    path = route.path if route.path.startswith("/") else "/" + route.path
    path += "login/" if route.kind == "admin" else ""
    for limit in edge_limits(app, path):
        if limit.per_minute <= _ENOUGH:
            return limit.place, f"{limit.by} limits"
    for guard in app_wide(app):
        rate = _per_minute(app, guard)
        if rate is None or rate <= _ENOUGH:
            return guard.place, f"{_short(guard)} limits everything, and so"
    return None


def _by_axes(app: App) -> bool:
    setting = app.settings.explicit("AXES_ENABLED")
    return axes_backend(app) is not None and (setting is None or setting.fallback is not False)


def _short(guard: Guarding) -> str:
    return guard.name.rpartition(":")[2] if ":" in guard.name else ".".join(guard.name.split(".")[-2:])


def _per_minute(app: App, guard: Guarding) -> float | None:
    """The requests a minute that a limit on everything lets through; None when it is not told."""
    texts: list[str] = []
    for one in in_use(app):
        if one.site is not None and one.limiter is not None and guard.name == one.limiter.name:
            for name in ("default_limits", "application_limits"):
                given = one.site.argument(name)
                value = app.program.values.of(one.site.file, one.site.call.scope, given) if given is not None else None
                texts.extend(v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
    for name in ("RATELIMIT_DEFAULT", "RATELIMIT_APPLICATION"):
        setting = app.settings.explicit(name)
        if setting is not None and isinstance(setting.fallback, str) and "imiter" in guard.name:
            texts.append(setting.fallback)
    if ":" in guard.name or guard.name.startswith("django_ratelimit"):
        texts.extend(_written(app, guard))
    rates = [rate for text in texts for part in re.split(r"[;,|]", text[:300]) if (rate := _rate(part)) is not None]
    return min(rates, default=None)


def _written(app: App, guard: Guarding) -> list[str]:
    """The texts in a function of the project's own that look like rates."""
    defined = app.program.names.definition(guard.name)
    if defined is None:
        return []
    file, scope = defined
    scopes = file.outline.scopes
    found: list[str] = []
    for call in file.detail.calls:
        at = call.scope
        while at > 0 and at != scope:
            at = scopes[at].parent
        if at == scope:
            values = (*call.args, *(k.value for k in call.keywords))
            found.extend(v.value for v in values if isinstance(v, f.Const) and isinstance(v.value, str))
    return [text for text in found if _rate(text) is not None]


def _rate(text: str) -> float | None:
    """Requests a minute of "200 per day", "10/minute", "300/m", "5/15minutes"."""
    match = _RATE.search(text.lower())
    if match is None:
        return None
    window = _MINUTES[match[3][0]] * (int(match[2]) if match[2] else 1)
    return int(match[1]) / window if window else None
