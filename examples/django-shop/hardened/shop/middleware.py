"""The protections that Django leaves to the project."""

import time

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django_ratelimit.core import is_ratelimited

from .limits import too_many

log = structlog.get_logger("shop.sessions")


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes the client's address, if the trusted proxy says so; nobody else is believed."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.proxy = getattr(settings, "TRUSTED_PROXY", None)

    def __call__(self, request):
        if self.proxy and request.META.get("REMOTE_ADDR") == self.proxy:
            request.META["REMOTE_ADDR"] = request.META["HTTP_X_REAL_IP"]
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class ExtraHeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class AbsoluteSessionLimitMiddleware:
    """Ends a session some hours after log-in, however busy it is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            started = request.session.setdefault("started", time.time())
            if time.time() - started > settings.SESSION_ABSOLUTE_SECONDS:
                log.info("session expired", account=request.user.get_username())
                logout(request)
                return redirect(settings.LOGIN_URL)
        return self.get_response(request)


class GeneralRateLimitMiddleware:
    """300 requests a minute for each address, on every route but the health check."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/health" and is_ratelimited(
            request, group="everything", key="ip", rate="300/m", increment=True
        ):
            return too_many(request, 60)
        return self.get_response(request)
