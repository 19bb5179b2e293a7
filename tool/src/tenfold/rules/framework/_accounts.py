"""Whether an app has accounts, and what tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.program.route import Guarding, Route
from tenfold.rules.framework._purpose import is_login, is_sign_up

if TYPE_CHECKING:
    from tenfold.program.app import App

_LOG_IN = ("django.contrib.auth.authenticate", "django.contrib.auth.login", "flask_login.login_user")


NO_ROUTES = (
    "no route was found, so they are declared in a way that is not read here: send each request "
    "without a session and see what it answers"
)
"""What is said where an app has no route of its own at all."""


def serves_nothing(app: App) -> bool:
    """Whether no route was found but static files: then nothing can be said of routes."""
    return all(route.kind == "static" for route in app.routes)


def login_routes(app: App) -> tuple[Route, ...]:
    """The routes that log people in, those that take a password first."""
    found = [route for route in app.routes if route.kind in {"http", "admin"} and is_login(route)]
    return tuple(sorted(found, key=lambda route: not route.changes_state))


def sign_up_routes(app: App) -> tuple[Route, ...]:
    """The routes that make new accounts."""
    return tuple(r for r in app.routes if r.kind == "http" and r.changes_state and is_sign_up(r))


def access_guards(app: App) -> tuple[Guarding, ...]:
    """What demands a user somewhere."""
    return app.protections.in_force("framework.access")


def has_accounts(app: App) -> bool:
    """Whether somebody can be logged in here: a log-in, a sign-up, or a guard that asks for a user."""
    return bool(login_routes(app) or sign_up_routes(app) or access_guards(app) or app.calls(*_LOG_IN))
