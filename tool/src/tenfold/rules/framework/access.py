from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.findings import Step
from tenfold.program.route import Route
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.framework._accounts import NO_ROUTES, access_guards, has_accounts, serves_nothing
from tenfold.rules.framework._looks import Looks, only_raises, only_redirects, said_to_be_open
from tenfold.rules.framework._purpose import is_administration, is_capability, is_entry, is_public, label, short_name

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.access"
_FIX = {
    "flask": "Write @login_required (flask_login) below the route's decorator, and search the user's own objects.",
    "django": "Write @login_required (django.contrib.auth.decorators) above the view, and look objects up among "
    "the user's own.",
    "fastapi": "Give the route the logged-in user: user: Annotated[User, Depends(current_user)].",
}


class Access(Rule):
    """Routes that change state or administrate must ask who is calling.

    ## What it finds
    A route that changes state, or that belongs to the administration, where nothing demands a logged-in user or a
    permission: no decorator, mixin, dependency, middleware, permission class or check in the view itself, and the view
    never looks at the user. Log-in, sign-up, password reset, webhooks, contact and health routes are left out.

    ## Why it matters
    A route without a check is open to anyone who knows or guesses its address. Nobody notices, because the page that
    links to it is only shown to those who may.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, redirect
    from flask_login import LoginManager, login_required

    app = Flask(__name__)
    login_manager = LoginManager(app)

    @app.post("/notes")
    @login_required
    def add_note():
        return redirect("/")

    @app.post("/notes/<int:note_id>/delete")
    def delete_note(note_id):
        Note.query.filter_by(id=note_id).delete()
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.views import LoginView
    from django.urls import path
    from django.views.decorators.http import require_POST

    @require_POST
    def delete_note(request, pk):
        Note.objects.filter(pk=pk).delete()

    urlpatterns = [path("login", LoginView.as_view()), path("notes/<int:pk>/delete", delete_note)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import Depends, FastAPI
    from fastapi.security import OAuth2PasswordBearer

    app = FastAPI()
    scheme = OAuth2PasswordBearer(tokenUrl="token")

    @app.get("/notes")
    def notes(token: str = Depends(scheme)):
        return find_notes(token)

    @app.delete("/notes/{note_id}")
    def delete_note(note_id: int):
        remove(note_id)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, redirect
    from flask_login import LoginManager, current_user, login_required

    app = Flask(__name__)
    login_manager = LoginManager(app)

    @app.post("/notes/<int:note_id>/delete")
    @login_required
    def delete_note(note_id):
        Note.query.filter_by(id=note_id, owner_id=current_user.id).delete()
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.decorators import login_required
    from django.urls import path
    from django.views.decorators.http import require_POST

    @login_required
    @require_POST
    def delete_note(request, pk):
        Note.objects.filter(pk=pk, owner=request.user).delete()

    urlpatterns = [path("notes/<int:pk>/delete", delete_note)]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import Depends, FastAPI
    from fastapi.security import OAuth2PasswordBearer

    app = FastAPI()
    scheme = OAuth2PasswordBearer(tokenUrl="token")

    @app.delete("/notes/{note_id}")
    def delete_note(note_id: int, token: str = Depends(scheme)):
        remove(note_id, owner=user_of(token))
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/862.html
    """

    requirement = _ID
    severity = "high"
    confidence = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each route that changes state or administrates."""
        routes = [route for route in app.routes if route.kind in {"http", "admin"}]
        if serves_nothing(app):
            yield unknown(NO_ROUTES)
            return
        if not has_accounts(app):
            yield not_applicable(
                f"nobody can log in here: no log-in or sign-up among {len(routes)} routes, no guard for a user"
            )
            return
        looks = Looks(app)
        private = [route for route in routes if _is_private(route)]
        unguarded = [route for route in private if route.guarded(_ID) is None and not _settled(route, looks)]
        guards = [guard for route in private if (guard := route.guarded(_ID)) is not None]
        if not unguarded:
            guards = guards or list(access_guards(app))
        usual = len(private) - len(unguarded) >= len(unguarded)
        beside = {route.view.partition(":")[0] for route in private if route.guarded(_ID) is not None}
        protected = tuple(Step(r.view_place or r.place, f"{label(r)} is protected") for r in private if r.guarded(_ID))[
            :2
        ]
        for route in unguarded:
            # Where most of an app is open, one more open route is likely meant to be.
            left_out = usual or route.view.partition(":")[0] in beside or is_administration(route)
            yield violated(
                route.view_place or route.place,
                _reason(route),
                _FIX[app.framework],
                related=protected,
                function=route.view.rpartition(":")[2],
                severity="medium" if left_out and not route.changes_state else "high" if left_out else "low",
                confidence="medium" if left_out else "low",
                persona="regular" if left_out else "pedantic",
            )
        if guards:
            count = sum(route.guarded(_ID) is not None for route in routes)
            usual_name = Counter(guard.name for guard in guards).most_common(1)[0][0]
            first = next(guard for guard in guards if guard.name == usual_name)
            reach = f"{count} of {len(routes)} routes ask who is calling"
            yield met(first.place, f"{short_name(first.name)} guards here; {reach}")
        elif not unguarded and private:
            yield _by_themselves(private, looks)
        elif not unguarded:
            yield unknown(
                "accounts exist, but no route that changes state was found outside of log-in: call each route without "
                "a session and see what it answers"
            )


def _by_themselves(private: list[Route], looks: Looks) -> Observation:
    """Every route that needs a user looks at who asks in its own body."""
    asking = [r for r in private if "refuses" in looks.at(r) and looks.at(r) & {"user", "session", "cookie", "header"}]
    if len(asking) == len(private):
        first = asking[0]
        reason = f"each of the {len(private)} routes that need a user looks at who asks and may answer 401 or 403"
        return met(first.view_place or first.place, reason, confidence="medium")
    return unknown(
        "no guard stands before the routes that need a user, and their views look at who asks by themselves: call "
        "each without a session and see what it answers",
        private[0].view_place or private[0].place,
    )


def _is_private(route: Route) -> bool:
    if is_entry(route) or is_public(route) or is_capability(route):
        return False
    return route.changes_state or is_administration(route)


def _settled(route: Route, looks: Looks) -> bool:
    """Whether somebody decided that a route is open, or its view itself deals with the user, or cannot be read."""
    if route.file is None or any(requirement == _ID for requirement, _ in route.exempt) or only_redirects(route):
        return True
    if said_to_be_open(route) or only_raises(route):
        return True
    return not looks.at(route).isdisjoint({"user", "session", "cookie", "header", "signature", "refuses"})


def _reason(route: Route) -> str:
    does = "changes state" if route.changes_state else "belongs to the administration"
    return f"{label(route)} {does}, but nothing demands a logged-in user or a permission."
