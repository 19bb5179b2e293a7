from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.route import Route
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._looks import Looks, trusts_cookie
from tenfold.rules.framework._purpose import is_entry, label

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.csrf"


class CsrfExempt(Rule):
    """A route that trusts a cookie must not be exempt from the CSRF check.

    ## What it finds
    A route that changes state, is taken out of the CSRF check (`csrf_exempt`, `csrf.exempt`), and yet trusts the
    session or the logged-in user. An exempt route that reads a header, checks a signature or knows no user stays
    silent: no other site can make use of the browser's cookies there.

    ## Why it matters
    The exemption was written to make one request work. Any other site can now send it in your user's name.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, request
    from flask_login import LoginManager, current_user, login_required
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    csrf = CSRFProtect(app)
    login_manager = LoginManager(app)

    @app.post("/email")
    @csrf.exempt
    @login_required
    def change_email():
        current_user.email = request.form["email"]
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    @csrf_exempt
    def change_email(request):
        request.user.email = request.POST["email"]
        request.user.save()

    urlpatterns = [path("email", change_email)]
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request
    from flask_login import LoginManager, current_user, login_required
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    csrf = CSRFProtect(app)
    login_manager = LoginManager(app)

    @app.post("/email")
    @login_required
    def change_email():
        current_user.email = request.form["email"]
        return "ok"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.urls import path

    def change_email(request):
        request.user.email = request.POST["email"]
        request.user.save()

    urlpatterns = [path("email", change_email)]
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/howto/csrf/
    - https://flask-wtf.readthedocs.io/en/1.2.x/csrf/
    """

    requirement = _ID
    severity = "high"
    confidence = "medium"
    frameworks = frozenset({"flask", "django"})

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each exemption once, with the routes that it reaches."""
        looks = Looks(app)
        reached: dict[Place, list[Route]] = {}
        for route, place in app.protections.exempt(_ID):
            if not route.changes_state or is_entry(route) or _is_api(app, route, looks):
                continue
            if trusts_cookie(route, looks):
                reached.setdefault(place, []).append(route)
        for place, routes in reached.items():
            more = f" and {len(routes) - 1} more" if len(routes) > 1 else ""
            yield violated(
                place,
                f"{label(routes[0])}{more} is exempt from the CSRF check, but trusts the cookie of its user.",
                "Take the exemption away and send the token along (in a script: the X-CSRFToken header).",
                related=[Step(r.view_place or r.place, label(r)) for r in routes[1:4]],
                function=routes[0].view.rpartition(":")[2],
            )


def _is_api(app: App, route: Route, looks: Looks) -> bool:
    """Whether a view of Django REST framework leaves the session alone: its own log-in by session checks the token."""
    names = app.program.names
    bases = names.ancestors(route.view) if ":" in route.view else []
    made = any(base.startswith("rest_framework.") for base in bases)
    if route.definition is not None and route.file is not None:
        parent = route.definition.parent
        for decorator in route.definition.decorators:
            inner = route.file.detail.calls[decorator.index].func if isinstance(decorator, f.CallRef) else decorator
            made = made or names.qualify(route.file, parent, inner).startswith("rest_framework.")
    return made and "cookie" not in looks.at(route)
