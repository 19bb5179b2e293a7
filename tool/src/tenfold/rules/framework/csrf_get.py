from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.bodies import calls, expressions, nested
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._looks import Looks, trusts_cookie
from tenfold.rules.framework._purpose import label, words

if TYPE_CHECKING:
    from tenfold.program.app import App

_DELETING = frozenset({"delete", "remove", "destroy", "del", "erase", "purge"})
_OTHER_STORES = re.compile(r"cache|redis|cookie|storage|bucket|client|requests|http|file|image|photo", re.IGNORECASE)
_ASKS = frozenset({"method", "form", "POST", "validate_on_submit", "is_valid", "is_submitted"})
_FIX = {
    "flask": 'Take POST alone, methods=["POST"], and send it from a form that holds csrf_token().',
    "django": "Put @require_POST above the view, and send it from a form with {% csrf_token %}.",
}


class CsrfGet(Rule):
    """A link must delete nothing.

    ## What it finds
    A view for logged-in users that answers GET, is named for deleting, and deletes a row without asking for the method
    or for a form.

    ## Why it matters
    CSRF protection checks unsafe methods only. Any page that your user visits can hold an image with the address of
    such a link, and the browser sends their cookies along. Prefetching browsers and crawlers follow it as well.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, redirect
    from flask_login import LoginManager, current_user, login_required
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    LoginManager(app)
    CSRFProtect(app)

    @app.route("/notes/<int:note_id>/delete")
    @login_required
    def delete_note(note_id):
        note = Note.query.filter_by(id=note_id, owner_id=current_user.id).first_or_404()
        db.session.delete(note)
        db.session.commit()
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.decorators import login_required
    from django.shortcuts import get_object_or_404, redirect
    from django.urls import path

    @login_required
    def delete_note(request, pk):
        get_object_or_404(Note, pk=pk, owner=request.user).delete()
        return redirect("/")

    urlpatterns = [path("notes/<int:pk>/delete", delete_note)]
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, redirect
    from flask_login import LoginManager, current_user, login_required
    from flask_wtf.csrf import CSRFProtect

    app = Flask(__name__)
    LoginManager(app)
    CSRFProtect(app)

    @app.route("/notes/<int:note_id>/delete", methods=["POST"])
    @login_required
    def delete_note(note_id):
        note = Note.query.filter_by(id=note_id, owner_id=current_user.id).first_or_404()
        db.session.delete(note)
        db.session.commit()
        return redirect("/")
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    ROOT_URLCONF = "site.urls"
    ```
    ```python site/urls.py
    from django.contrib.auth.decorators import login_required
    from django.shortcuts import get_object_or_404, redirect
    from django.urls import path
    from django.views.decorators.http import require_POST

    @require_POST
    @login_required
    def delete_note(request, pk):
        get_object_or_404(Note, pk=pk, owner=request.user).delete()
        return redirect("/")

    urlpatterns = [path("notes/<int:pk>/delete", delete_note)]
    ```

    ## References
    - https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
    - https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
    """

    requirement = "framework.csrf"
    severity = "medium"
    confidence = "medium"
    frameworks = frozenset({"flask", "django"})

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at each view that answers GET and is named for deleting."""
        looks = Looks(app)
        for route in app.routes:
            if route.kind != "http" or "GET" not in route.methods or route.file is None or route.scope < 0:
                continue
            definition = route.file.outline.scopes[route.scope]
            if definition.kind not in {"function", "async"} or _DELETING.isdisjoint(words(route)):
                continue
            seen = looks.at(route)
            if "header" in seen or not (route.guarded("framework.access") or seen & {"user", "session"}):
                continue
            if app.framework != "django" and not trusts_cookie(route, looks):
                continue
            place = _deletes(route.file, route.scope)
            if place is not None:
                yield violated(
                    place,
                    f"{label(route)} deletes on a mere link, which no CSRF protection looks at.",
                    _FIX[app.framework],
                    function=route.view.rpartition(":")[2],
                )


def _deletes(file: PythonFile, scope: int) -> Place | None:
    """Where a function deletes a row, if it never asks for the method or a form."""
    place: Place | None = None
    for index in nested(file, scope):
        for expr in expressions(file, index):
            if isinstance(expr, f.Attr) and expr.name in _ASKS:
                return None
            if isinstance(expr, f.Name) and expr.id.lower().endswith("form"):
                return None
        for call in calls(file, index):
            if place is None and isinstance(call.func, f.Attr) and call.func.name == "delete" and _is_row(call):
                place = Place(file.path, f.line_of(call.at), f.column_of(call.at))
    return place


def _is_row(call: f.Call) -> bool:
    """`db.session.delete(row)` or `row.delete()`; what is deleted by a key is no row."""
    owner = call.name.rpartition(".")[0]
    if _OTHER_STORES.search(owner):
        return False
    return not call.keywords and len(call.args) == (1 if owner.rpartition(".")[2] == "session" else 0)
