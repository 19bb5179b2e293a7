"""What a client that asks too often is told."""

import structlog
from django.shortcuts import render

log = structlog.get_logger("shop.limits")


def too_many(request, seconds):
    log.warning("rate limited", path=request.path, address=request.META.get("REMOTE_ADDR"))
    response = render(request, "shop/error.html", {"message": "Too many requests. Please wait."}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def locked_out(request, response=None, credentials=None):
    return too_many(request, 15 * 60)
