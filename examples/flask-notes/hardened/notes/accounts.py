"""Sign-up, log-in and log-out."""

import time
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required, login_user, logout_user
from sqlalchemy.exc import IntegrityError

from .forms import LoginForm, SignupForm
from .models import User, db, find_account
from .protections import limiter, typed_account

blueprint = Blueprint("accounts", __name__)
log = structlog.get_logger("notes.accounts")


def local_path(target: str) -> str:
    """``target`` if it is a path of this site, else the start page."""
    parts = urlsplit(target)
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    if inside and not parts.scheme and not parts.netloc and target.isprintable():
        return target
    return url_for("pages.index")


@blueprint.route("/signup", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
def signup():
    form = SignupForm()
    if form.validate_on_submit():
        user = User(username=form.username.data.lower())
        user.set_password(form.password.data)
        db.session.add(user)
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            form.username.errors = ["This name is taken."]
        else:
            log.info("signup", user_id=user.id, address=request.remote_addr)
            return redirect(url_for("accounts.login"))
    return render_template("signup.html", form=form), 400 if form.errors else 200


@blueprint.route("/login", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@limiter.limit("10 per 15 minutes", key_func=typed_account, methods=["POST"])
def login():
    form = LoginForm()
    status = 200
    if form.validate_on_submit():
        user = find_account(form.username.data.lower(), form.password.data)
        if user:
            # in this order: Flask-Session gives no new id to an empty session
            current_app.session_interface.regenerate(session)
            session.clear()
            session.permanent = True
            session["started"] = time.time()
            login_user(user)
            log.info("login", account=user.username, address=request.remote_addr)
            return redirect(local_path(request.args.get("next", "")))
        log.warning("login failed", account=form.username.data, address=request.remote_addr)
        form.password.errors = ["Wrong name or password."]
        status = 401
    return render_template("login.html", form=form), status


@blueprint.route("/logout", methods=["POST"])
@login_required
def logout():
    log.info("logout", account=current_user.username, address=request.remote_addr)
    logout_user()
    session.clear()  # an empty session is deleted from the store, so the old cookie opens nothing
    return redirect(url_for("pages.index"))
