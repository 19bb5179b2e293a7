"""What is refused is logged; what breaks is logged, reported and hidden from the client."""

import sentry_sdk
import structlog
from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from slowapi.errors import RateLimitExceeded
from starlette.exceptions import HTTPException

log = structlog.get_logger("api.errors")


async def refused(request: Request, error: HTTPException) -> Response:
    log.warning("request refused", status=error.status_code, path=request.url.path, address=request.client.host)
    return await http_exception_handler(request, error)


def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    fields = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()]
    log.warning("input refused", fields=fields, path=request.url.path, address=request.client.host)
    return JSONResponse({"detail": "These fields are not valid.", "fields": fields}, 422)


def too_many(request: Request, error: RateLimitExceeded) -> JSONResponse:
    log.warning("rate limited", limit=error.detail, path=request.url.path, address=request.client.host)
    if request.url.path == "/login":
        # a Sentry issue, which mails the people on call: someone may be guessing passwords
        sentry_sdk.capture_message("log-in limit reached", level="warning")
    seconds = str(error.limit.limit.get_expiry())
    return JSONResponse({"detail": "Too many requests. Please wait."}, 429, {"Retry-After": seconds})


def failed(request: Request, error: Exception) -> JSONResponse:
    log.error("unhandled error", path=request.url.path, exc_info=error)
    return JSONResponse({"detail": "Something went wrong."}, 500)


def init_app(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(RateLimitExceeded, too_many)
    app.add_exception_handler(Exception, failed)
