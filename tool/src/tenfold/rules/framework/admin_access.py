from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.program.bodies import expressions, nested
from tenfold.program.route import Guarding, Route
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._purpose import is_administration, label

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.access"
_ONLY_LOGGED_IN = frozenset({
    "django.contrib.auth.decorators.login_required", "django.contrib.auth.mixins.LoginRequiredMixin",
    "django.contrib.auth.middleware.LoginRequiredMiddleware", "flask_login.login_required",
    "flask_login.utils.login_required", "rest_framework.permissions.IsAuthenticated",
})  # fmt: skip
_RIGHTS = (
    "admin",
    "staff",
    "superuser",
    "perm",
    "role",
    "owner",
    "can_",
    "allow",
    "right",
    "privilege",
    "group",
    "is_",
)
_FIX = {
    "flask": "Write a decorator that aborts with 403 unless current_user.is_admin, below the route's decorator.",
    "django": "Use @permission_required(...) or @staff_member_required instead of @login_required.",
    "fastapi": "Give the route the dependency that refuses whoever is no administrator.",
}


class AdminAccess(Rule):
    """Administration must be open to administrators only, not to everyone with an account.

    ## What it finds
    A route of the administration that demands no more than a log-in, where a sibling asks for an administrator, and
    whose view never looks at roles or permissions.

    ## Why it matters
    Anyone can make an account. A log-in alone then opens the administration to everybody.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, abort
    from flask_login import LoginManager, current_user, login_required

    app = Flask(__name__)
    login_manager = LoginManager(app)

    @app.get("/admin/users")
    @login_required
    def users():
        if not current_user.is_admin:
            abort(403)
        return all_users()

    @app.post("/admin/users/<int:user_id>/delete")
    @login_required
    def delete_user(user_id):
        remove(user_id)
        return "gone"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.decorators import login_required, permission_required
    from django.urls import path

    @permission_required("auth.view_user")
    def users(request): ...

    @login_required
    def import_users(request):
        load(request.FILES["users"])

    urlpatterns = [path("admin/users", users), path("admin/import", import_users)]
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, abort
    from flask_login import LoginManager, current_user, login_required

    app = Flask(__name__)
    login_manager = LoginManager(app)

    @app.post("/admin/users/<int:user_id>/delete")
    @login_required
    def delete_user(user_id):
        if not current_user.is_admin:
            abort(403)
        remove(user_id)
        return "gone"
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.decorators import permission_required
    from django.urls import path

    @permission_required("auth.add_user")
    def import_users(request):
        load(request.FILES["users"])

    urlpatterns = [path("admin/import", import_users)]
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/863.html
    """

    requirement = _ID
    severity = "high"
    confidence = "medium"
    frameworks = frozenset({"flask", "django"})
    cwe = (863,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Compare the routes of the administration with each other."""
        routes = [r for r in app.routes if r.kind == "http" and r.file is not None and is_administration(r)]
        strict = [route for route in routes if _asks_for_rights(route)]
        if not strict:
            return
        for route in routes:
            guards = [guard for guard in route.guards if guard.requirement == _ID]
            if route in strict or not guards or not all(guard.name in _ONLY_LOGGED_IN for guard in guards):
                continue
            yield violated(
                route.view_place or route.place,
                f"{label(route)} belongs to the administration, but every logged-in user may call it.",
                _FIX[app.framework],
                related=(
                    Step(strict[0].view_place or strict[0].place, f"{label(strict[0])} asks for an administrator"),
                ),
                function=route.view.rpartition(":")[2],
                severity="high" if route.changes_state else "medium",
            )


def _asks_for_rights(route: Route) -> bool:
    """Whether a guard beyond the log-in, or the view itself, looks at rights."""
    guards = [guard for guard in route.guards if guard.requirement == _ID]
    return any(_more_than_login(guard) for guard in guards) or _looks_at_rights(route)


def _more_than_login(guard: Guarding) -> bool:
    return guard.name not in _ONLY_LOGGED_IN and any(word in guard.name.lower() for word in _RIGHTS)


def _looks_at_rights(route: Route) -> bool:
    if route.file is None or route.scope < 0:
        return False
    for index in nested(route.file, route.scope):
        for expr in expressions(route.file, index):
            name = expr.name if isinstance(expr, f.Attr) else expr.id if isinstance(expr, f.Name) else ""
            if name != "is_authenticated" and any(word in name.lower() for word in _RIGHTS if word != "is_"):
                return True
    return False
