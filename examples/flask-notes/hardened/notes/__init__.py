"""A small notes app: the application factory and the order in which its parts are attached."""

import sentry_sdk
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import accounts, admin, errors, pages, protections
from .logs import configure_logging
from .models import db
from .settings import Settings, load_settings


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings()
    configure_logging(settings.log_level)
    if settings.sentry_dsn:
        sentry_sdk.init(
            dsn=settings.sentry_dsn.get_secret_value(),
            environment=settings.environment,
            send_default_pii=False,
            max_request_body_size="never",
        )

    app = Flask(__name__)
    app.config.from_mapping(settings.flask_config())
    app.extensions["notes_settings"] = settings
    settings.upload_dir.mkdir(parents=True, exist_ok=True)
    if settings.behind_proxy:
        # exactly one proxy, the nginx of compose.yaml, which overwrites these headers
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)

    db.init_app(app)
    with app.app_context():
        protections.init_app(app, settings)
        db.create_all()
    errors.init_app(app)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(admin.blueprint)
    app.cli.add_command(admin.make_admin)
    return app
