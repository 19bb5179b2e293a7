"""What is refused is logged; what breaks is logged, reported and hidden from the client."""

import sentry_sdk
import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError

log = structlog.get_logger("notes.errors")


def refused(error):
    log.warning("request refused", status=error.code, path=request.path, address=request.remote_addr)
    return render_template("error.html", message=error.name), error.code


def csrf_refused(error):
    log.warning("csrf refused", reason=error.description, path=request.path, address=request.remote_addr)
    return render_template("error.html", message="This form has expired. Please go back and reload."), 400


def too_many(error):
    log.warning("rate limited", limit=error.description, path=request.path, address=request.remote_addr)
    if request.path == "/login":
        # a Sentry issue, which mails the people on call: someone may be guessing passwords
        sentry_sdk.capture_message("log-in limit reached", level="warning")
    return render_template("error.html", message="Too many requests. Please wait."), 429


def failed(error):
    log.error("unhandled error", path=request.path, exc_info=error.original_exception or error)
    return render_template("error.html", message="Something went wrong."), 500


def init_app(app: Flask) -> None:
    for status in (400, 401, 403, 404, 405, 413):
        app.register_error_handler(status, refused)
    app.register_error_handler(CSRFError, csrf_refused)
    app.register_error_handler(429, too_many)
    app.register_error_handler(500, failed)
