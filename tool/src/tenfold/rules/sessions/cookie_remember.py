"""Whether Flask-Login's remember-me cookie has Secure, HttpOnly and SameSite."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.language import facts as f
from tenfold.program.accounts import sites
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.rules.base import Observation, Rule, met, violated
from tenfold.rules.sessions._cookies import by_settings

_DEFAULTS = {"Secure": False, "HttpOnly": True, "SameSite": False}
"""What Flask-Login sets by itself (flask_login/config.py)."""


class SessionCookieRemember(Rule):
    """The remember-me cookie, which logs in by itself, lacks Secure or SameSite.

    ## What it finds

    `login_user(..., remember=...)` of Flask-Login while `REMEMBER_COOKIE_SECURE` and `REMEMBER_COOKIE_SAMESITE` are not
    set: the settings of the session cookie do not hold for it.

    ## Why it matters

    The remember-me cookie logs its holder in for a year. It is worth more than the session cookie, and by default it
    travels over plain HTTP.

    ## Example

    ### Flask
    ```python app.py
    import os

    from flask import Flask, request
    from flask_login import LoginManager, login_user

    app = Flask(__name__)
    app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")
    LoginManager(app)

    @app.post("/login")
    def login():
        login_user(request.form["password"], remember=True)
        return "ok"
    ```

    ## Use instead

    ### Flask
    ```python app.py
    import os

    from flask import Flask, request
    from flask_login import LoginManager, login_user

    app = Flask(__name__)
    app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax")
    app.config.update(REMEMBER_COOKIE_SECURE=True, REMEMBER_COOKIE_SAMESITE="Lax")
    LoginManager(app)

    @app.post("/login")
    def login():
        login_user(request.form["password"], remember=True)
        return "ok"
    ```

    ## References

    - https://flask-login.readthedocs.io/en/latest/#cookie-settings
    """

    requirement = "sessions.cookie"
    severity = "medium"
    frameworks = frozenset({"flask"})
    cwe = (614, 1275)

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for log-in calls that remember, then at the cookie's settings."""
        site = next((site for site in sites(app, "logs in") if _remembers(app, site)), None)
        if site is None:
            return
        attributes = by_settings(app, "REMEMBER_COOKIE")
        lacking = [a for a in attributes if a.state == "off" or (a.state == "absent" and not _DEFAULTS[a.name])]
        if lacking:
            place = next((a.place for a in lacking if a.place is not None), site.place)
            written = ", ".join(a.setting.replace(" = ", "=") for a in lacking)
            names = " and ".join(a.name for a in lacking)
            related = [Step(site.place, "sets it")] if place != site.place else []
            reason, fix = f"the remember-me cookie is sent without {names}", f"Set `app.config.update({written})`."
            yield violated(place, reason, fix, related=related, function=site.function)
        elif all(a.state in {"set", "absent"} for a in attributes):
            place = next((a.place for a in attributes if a.place is not None), site.place)
            yield met(place, "the remember-me cookie has Secure and SameSite")


def _remembers(app: App, site: CallSite) -> bool:
    given = site.argument("remember", 1)
    return (
        given is not None
        and app.program.values.of(site.file, site.call.scope, given) not in (False, None)
        and (given != f.Const(False))
    )
