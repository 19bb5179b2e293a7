"""Log-ins, log-outs and lock-outs, each with the account and the address."""

import sentry_sdk
import structlog
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

log = structlog.get_logger("shop.accounts")


def address(request):
    return request.META.get("REMOTE_ADDR") if request else None


@receiver(user_logged_in)
def logged_in(sender, request, user, **kwargs):
    log.info("login", account=user.get_username(), address=address(request))


@receiver(user_logged_out)
def logged_out(sender, request, user, **kwargs):
    log.info("logout", account=user.get_username() if user else None, address=address(request))


@receiver(user_login_failed)
def login_failed(sender, credentials, request=None, **kwargs):
    log.warning("login failed", account=str(credentials.get("username"))[:150], address=address(request))


@receiver(user_locked_out)
def locked_out(sender, request, username, **kwargs):
    log.warning("locked out", account=str(username)[:150], address=address(request))
    # a Sentry issue, which mails the people on call: someone may be guessing passwords
    sentry_sdk.capture_message("account locked out", level="warning")
