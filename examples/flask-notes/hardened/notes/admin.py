"""The page for administrators, and the command that makes one."""

from functools import wraps

import click
import structlog
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.cli import with_appcontext
from flask_login import current_user, login_required

from .forms import EmptyForm
from .models import User, db

blueprint = Blueprint("admin", __name__)
log = structlog.get_logger("notes.admin")


def admin_required(view):
    @wraps(view)
    @login_required
    def guarded(*args, **kwargs):
        if not current_user.is_admin:
            log.warning("access denied", path=request.path, user_id=current_user.id, address=request.remote_addr)
            abort(403)
        return view(*args, **kwargs)

    return guarded


@blueprint.get("/admin")
@admin_required
def users():
    return render_template("admin.html", users=db.session.scalars(db.select(User)).all(), form=EmptyForm())


@blueprint.post("/admin/delete/<int:user_id>")
@admin_required
def delete_user(user_id):
    db.session.delete(db.get_or_404(User, user_id))
    db.session.commit()
    log.warning("account deleted", user_id=user_id, by=current_user.id, address=request.remote_addr)
    return redirect(url_for("admin.users"))


@click.command("make-admin")
@click.argument("username")
@with_appcontext
def make_admin(username):
    """Give an existing account the administrator's page."""
    user = db.session.scalar(db.select(User).filter_by(username=username.lower()))
    if user is None:
        raise click.ClickException(f"no account named {username}")
    user.is_admin = True
    db.session.commit()
