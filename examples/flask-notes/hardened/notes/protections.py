"""Everything that stands between a request and the views: sessions, CSRF, limits, headers, log-in."""

import time
from typing import Any

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user, logout_user
from flask_session import Session
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect
from redis import Redis

from .models import User, db
from .settings import Settings

ABSOLUTE_SESSION_SECONDS = 8 * 60 * 60
CSP = {
    "default-src": "'none'",
    "script-src": "'strict-dynamic'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=["200 per minute"], headers_enabled=True)
login_manager = LoginManager()
talisman = Talisman()


def typed_account() -> str:
    """The account a log-in is for: a guesser with many addresses still meets one limit."""
    return "account:" + request.form.get("username", "")[:40].lower()


@login_manager.user_loader
def load_user(user_id: str) -> User | None:
    return db.session.get(User, int(user_id))


def end_old_session() -> None:
    if session.get("started", time.time()) < time.time() - ABSOLUTE_SESSION_SECONDS:
        logout_user()
        session.clear()


def add_isolation_headers(response: Any) -> Any:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask, settings: Settings) -> None:
    if settings.redis_url:
        app.config["SESSION_REDIS"] = Redis.from_url(str(settings.redis_url))
    else:
        app.config["SESSION_SQLALCHEMY"] = db
    app.config["RATELIMIT_STORAGE_URI"] = settings.limit_storage
    Session(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.login_view = "accounts.login"
    login_manager.session_protection = "strong"
    talisman.init_app(
        app,
        force_https=settings.https,
        session_cookie_secure=settings.https,
        strict_transport_security=settings.https,
        strict_transport_security_max_age=63_072_000,
        strict_transport_security_include_subdomains=True,
        content_security_policy=CSP,
        content_security_policy_nonce_in=["script-src"],
        frame_options="DENY",
        referrer_policy="strict-origin-when-cross-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
    )
    app.before_request(end_old_session)
    app.after_request(add_isolation_headers)
