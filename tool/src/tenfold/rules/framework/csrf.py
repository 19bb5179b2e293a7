from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import statements
from tenfold.program.names import blocks, qualname
from tenfold.program.route import Guarding, Route
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, serves_nothing
from tenfold.rules.framework._cookies import cookies_before_views, trusted_cookies
from tenfold.rules.framework._looks import Looks, answers_alike, reads_only_json, trusts_cookie
from tenfold.rules.framework._purpose import is_entry, label, short_name

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.csrf"
_BY_HAND = ("flask_wtf.csrf.CSRFProtect.protect", "flask_wtf.CSRFProtect.protect")
_SWITCHES = ("WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT")
_FIX = {
    "flask": "Call CSRFProtect(app) of flask_wtf.csrf for the whole app, and put csrf_token() into each form.",
    "django": 'Put "django.middleware.csrf.CsrfViewMiddleware" back into MIDDLEWARE.',
    "fastapi": "Refuse unsafe requests of other sites in a middleware: app.add_middleware(CSRFMiddleware, secret=...) "
    "of starlette-csrf, or a check of Sec-Fetch-Site and Origin.",
}


class Csrf(Rule):
    """Routes that change state must refuse requests that another site sends.

    ## What it finds
    An app whose routes change state and trust a cookie, while nothing checks where a request comes from: no token, no
    look at Origin or Sec-Fetch-Site. It also finds the one route that was left out where its siblings are protected,
    an extension that is made but never given the app, and a protection that a setting switches off.

    ## Why it matters
    A browser sends your cookies along whichever site asks it to. Any page that your user visits can then post your
    forms in their name, and your log shows an ordinary request.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, redirect, request, session

    app = Flask(__name__)

    @app.post("/email")
    def change_email():
        save(session["user_id"], request.form["email"])
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions"]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.urls import path
    from django.views.decorators.http import require_POST

    @require_POST
    def change_email(request):
        request.user.email = request.POST["email"]
        request.user.save()

    urlpatterns = [path("email", change_email)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/email")
    def change_email(request: Request, email: str):
        save(request.cookies["token"], email)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, redirect, request, session
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    csrf = CSRFProtect(app)

    @app.post("/email")
    def change_email():
        save(session["user_id"], request.form["email"])
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.sessions"]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.urls import path
    from django.views.decorators.http import require_POST

    @require_POST
    def change_email(request):
        request.user.email = request.POST["email"]
        request.user.save()

    urlpatterns = [path("email", change_email)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.middleware("http")
    async def refuse_other_sites(request: Request, call_next):
        if request.method not in {"GET", "HEAD"} and request.headers.get("origin") != "https://app.example.com":
            return JSONResponse({"detail": "refused"}, status_code=403)
        return await call_next(request)

    @app.post("/email")
    def change_email(request: Request, email: str):
        save(request.cookies["token"], email)
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/ref/csrf/
    - https://flask-wtf.readthedocs.io/en/1.2.x/csrf/
    """

    requirement = _ID
    severity = "high"

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the routes that change state."""
        changing = [route for route in app.routes if route.changes_state and route.kind in {"http", "admin"}]
        unsafe = [route for route in changing if not answers_alike(app, route)]
        if not unsafe and serves_nothing(app):
            yield unknown(NO_ROUTES)
            return
        if not unsafe:
            yield not_applicable(f"none of the {len(app.routes)} routes that were found changes state")
            return
        wide = [guard for guard in app.protections.app_wide if guard.requirement == _ID]
        off = (self._switched_off(app) or _by_hand(app)) if wide else None
        if off is not None:
            yield off
        elif wide:
            yield met(wide[0].place, _said(wide[0]))
        else:
            yield from self._by_route(app, unsafe)

    @staticmethod
    def _switched_off(app: App) -> Observation | None:
        for name in _SWITCHES if app.framework == "flask" else ():
            setting = app.settings.explicit(name)
            by_hand = name == "WTF_CSRF_CHECK_DEFAULT" and app.calls(*_BY_HAND)
            if setting is not None and setting.fallback is False and setting.place is not None and not by_hand:
                return violated(
                    setting.place,
                    f"{name} is False, which switches the CSRF check of every route off.",
                    f"Remove {name}, or set it to True outside of tests.",
                )
        return None

    def _by_route(self, app: App, unsafe: list[Route]) -> Iterator[Observation]:
        """No protection reaches the whole app: each route is judged by itself."""
        trusted = trusted_cookies(app)
        if not trusted and app.framework != "django":
            yield not_applicable(
                f"no cookie is trusted: none of the {len(unsafe)} routes that change state reads a session or a cookie "
                "(looked for session, cookies, log-in extensions and session middleware)"
            )
            return
        if app.framework == "django" and not app.settings.list("MIDDLEWARE"):
            yield unknown("MIDDLEWARE could not be read: print django.conf.settings.MIDDLEWARE as production sets it")
            return
        other = _of_another_library(app) or _of_forms(app)
        if other is not None:
            yield other
            return
        looks = Looks(app)
        guarded = [(route, guard) for route in unsafe if (guard := _guard(app, route, looks)) is not None]
        known = {id(route) for route, _ in guarded}
        open_routes = [route for route in unsafe if id(route) not in known and not _is_exempt(route)]
        unattached = app.protections.unattached(_ID)
        if not open_routes and guarded:
            yield met(
                guarded[0][1].place, f"{_said(guarded[0][1])}, and so are all {len(guarded)} routes that change state"
            )
        elif not guarded and unattached:
            yield violated(
                unattached[0].place,
                f"{unattached[0].name} is made here but never given the app, so it checks nothing.",
                "Call its init_app(app) where the app is made.",
                related=trusted,
            )
        elif open_routes and not guarded:
            trusting = [route for route in open_routes if trusts_cookie(route, looks) or looks.filled_by_cookie(route)]
            if not trusting and app.framework == "fastapi" and not cookies_before_views(app):
                yield not_applicable(
                    f"a cookie logs people in, but none of the {len(open_routes)} routes that change state looks at one"
                )
                return
            counted = trusting or open_routes
            shown = [Step(r.place, f"{label(r)} changes state") for r in counted[:5]]
            yield missing(
                app.place,
                f"{len(counted)} routes change state and trust a cookie; nothing checks who sent the request.",
                _FIX[app.framework],
                related=(*trusted[:1], *shown),
            )
        elif open_routes:
            yield from self._left_out(app, open_routes, guarded)

    @staticmethod
    def _left_out(app: App, open_routes: list[Route], guarded: list[tuple[Route, Guarding]]) -> Iterator[Observation]:
        """Routes without a check beside others that have one: one finding for each file."""
        yield met(guarded[0][1].place, _said(guarded[0][1]))
        looks = Looks(app)
        by_file: dict[str, list[Route]] = {}
        for route in open_routes:
            if _is_exposed(route, looks):
                key = route.view_place.file if route.view_place is not None and route.kind != "admin" else route.kind
                by_file.setdefault(key, []).append(route)
        protected = Step(guarded[0][0].place, f"{label(guarded[0][0])} is protected")
        for routes in by_file.values():
            first = routes[0]
            more = f" and {len(routes) - 1} more" if len(routes) > 1 else ""
            yield violated(
                first.view_place or first.place,
                f"{label(first)}{more} changes state and trusts a cookie, but nothing checks which site sent it.",
                _FIX[app.framework],
                related=(protected, *(Step(r.view_place or r.place, label(r)) for r in routes[1:5])),
                severity="medium",
                confidence="medium",
            )


def _is_exposed(route: Route, looks: Looks) -> bool:
    """Whether another site can make a browser send the request: a form can only POST, and sends no JSON."""
    if "POST" not in route.methods or is_entry(route) or reads_only_json(route) or looks.takes_model(route):
        return False
    return route.kind == "admin" or trusts_cookie(route, looks)


def _guard(app: App, route: Route, looks: Looks) -> Guarding | None:
    """What protects a route; a credential in a header does not where the same check takes one from a cookie instead."""
    guard = route.guarded(_ID)
    own = looks.own_check(route, _ID) if guard is None else ""
    if own:
        return Guarding(_ID, route.view, route.view_place or route.place, "route", f"home-made: {own}")
    if guard is None or "header" not in guard.reason:
        return guard
    if looks.demands_cookie(route):
        return None
    for asked in route.guards:
        defined = app.program.names.definition(asked.name) if asked.requirement == "framework.access" else None
        if defined is not None and "cookie" in looks.of(*defined):
            return None
    return guard


def _by_hand(app: App) -> Observation | None:
    """`csrf.protect()` by hand, in a function that is only defined under a condition of the configuration."""
    setting = app.settings.explicit("WTF_CSRF_CHECK_DEFAULT") if app.framework == "flask" else None
    if setting is None or setting.fallback is not False:
        return None
    for site in app.calls(*_BY_HAND):
        parent = site.file.outline.scopes[site.call.scope].parent
        for statement in statements(site.file, max(parent, 0)):
            if isinstance(statement, f.If) and f.Define(site.call.scope) in blocks(statement):
                return unknown(
                    "the CSRF check is made by hand, and only under a condition of the configuration: send a form "
                    "without a token and see whether it is refused",
                    Place(site.file.path, f.line_of(statement.at)),
                )
    return None


def _of_another_library(app: App) -> Observation | None:
    """A CSRF middleware of a library that nothing here declares, in the place of Django's."""
    for item in app.settings.list("MIDDLEWARE") if app.framework == "django" else ():
        module, _, name = item.value.rpartition(".")
        if "csrf" in name.lower() and app.program.modules.find(module, app.place.file) is None:
            return met(item.place, f"{item.value} of another library takes the place of Django's", confidence="medium")
    return None


def _of_forms(app: App) -> Observation | None:
    """A base of WTForms whose `class Meta` switches its CSRF token on: such a form refuses to validate without it."""
    names = app.program.names
    for path, file in app.files.items():
        if "csrf" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            scope = file.outline.scopes[assign.scope]
            owner = file.outline.scopes[scope.parent] if scope.parent > 0 else None
            if assign.target != f.Name("csrf") or scope.name != "Meta" or owner is None:
                continue
            bases = names.ancestors(f"{path}:{qualname(file, scope.parent)}")
            if any(base.startswith("wtforms.") for base in bases) and assign.value != f.Const(False):
                place = Place(path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
                reason = f"forms derived from {owner.name} carry a CSRF token and are refused without it"
                return met(place, reason, confidence="medium")
    return None


def _is_exempt(route: Route) -> bool:
    return any(requirement == _ID for requirement, _ in route.exempt)


def _said(guard: Guarding) -> str:
    short = short_name(guard.name)
    return f"{short} {guard.reason.removeprefix('home-made: ')}" if guard.reason else f"{short} is in force"
