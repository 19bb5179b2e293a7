"""A small JSON API with a browser client: its parts, and the order in which a request meets them."""

from pathlib import Path

import sentry_sdk
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from . import accounts, errors, items, pages
from .database import Base, engine
from .logs import configure_logging
from .middleware import BodyLimitMiddleware, LoggedCSRFMiddleware, SecurityHeadersMiddleware
from .security import general_limit, limiter, settings

configure_logging(settings.log_level)
if settings.sentry_dsn:
    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        environment=settings.environment,
        send_default_pii=False,
        max_request_body_size="never",
    )
settings.upload_dir.mkdir(parents=True, exist_ok=True)
Base.metadata.create_all(engine)

# the description of the API is for developers; in production it is not served
documented = settings.environment == "development"
app = FastAPI(
    title="Items API",
    docs_url=None,
    redoc_url=None,
    openapi_url="/openapi.json" if documented else None,
    dependencies=[Depends(general_limit)],
)
app.state.limiter = limiter
errors.init_app(app)

# the last one added is the first that a request meets
app.add_middleware(
    LoggedCSRFMiddleware,
    secret=settings.csrf_key.get_secret_value(),
    cookie_name="__Host-csrftoken" if settings.https else "csrftoken",
    cookie_secure=settings.https,
    cookie_samesite="strict",
)
app.add_middleware(BodyLimitMiddleware)
if settings.allowed_origins:
    app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["GET"])
app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
app.add_middleware(SecurityHeadersMiddleware, https=settings.https)

app.mount("/static", StaticFiles(directory=Path(__file__).parents[1] / "static"), name="static")
app.include_router(pages.router)
app.include_router(accounts.router)
app.include_router(items.router)
app.include_router(pages.admin_router)
