"""What a route is for, as its path and its view's name tell: log-in, public by nature, or administration."""

from __future__ import annotations

import re
from itertools import pairwise

from tenfold.program.route import Route

_WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+(?![a-z])|[0-9]+[a-z]+")
_ENTRY = frozenset({
    "login", "signin", "logon", "signup", "register", "registration", "token", "tokens", "jwt", "auth",
    "authenticate", "authorize", "oauth", "oauth2", "sso", "saml", "oidc", "forgot", "forgotten", "reset", "recover",
    "recovery", "activate", "activation", "confirm", "confirmation", "verify", "verification", "magic", "otp", "mfa",
    "2fa", "totp", "refresh", "logout", "signout", "logoff", "captcha", "setup", "install", "accounts", "lost",
    "recaptcha", "callback", "passkey", "passkeys", "webauthn", "fido2", "unauthorized", "access",
    "password", "passwords",
})  # fmt: skip
_PAIRS = frozenset({("log", "in"), ("sign", "in"), ("sign", "up"), ("log", "out"), ("sign", "out"), ("create", "user"),
                    ("new", "user"), ("add", "user"), ("create", "account"), ("join", "us")})  # fmt: skip
_LOGIN = frozenset({"login", "signin", "logon", "authenticate"})
_SIGN_UP = frozenset({"signup", "register", "registration"})
_PUBLIC = frozenset({
    "health", "healthz", "healthcheck", "ping", "status", "ready", "readiness", "liveness", "metrics", "contact",
    "feedback", "newsletter", "subscribe", "unsubscribe", "webhook", "webhooks", "hook", "hooks", "csp", "search",
    "language", "lang", "locale", "i18n", "setlang", "theme", "cookie", "cookies", "consent", "analytics", "track",
    "error", "errors", "static", "media", "robots", "sitemap", "favicon", "query", "filter", "donate", "donation",
    "rsvp", "invite", "invitation", "reports", "preview", "echo", "initdb", "opensearch", "sns", "ses", "bounce",
    "bot", "calculate", "predict", "convert", "cart", "basket", "checkout",
})  # fmt: skip
_CALLED_BY_MACHINES = frozenset({"webhook", "webhooks", "callback", "callbacks", "hook", "hooks", "ipn"})
_PARAMETER = re.compile(r"<([^<>]{1,80})>|\{([^{}]{1,80})\}")
_CAPABILITY = re.compile(
    r"(^|[:_])(token|key|secret|signature|signed\w*|sig|hash|hmac|uidb64|confirmation|ticket)(_|$|:)"
)
_ADMIN = frozenset({"admin", "administration", "administrator", "superuser", "backoffice", "staff"})


_OWN = frozenset({"personal", "profile", "me", "own", "mine", "2fa", "mfa", "otp", "totp"})


def words(route: Route) -> tuple[str, ...]:
    """The words of a route's path and of its view's name, lower case, in order."""
    path = re.sub(r"<[^>]*>|\{[^}]*\}|\(\?P[^)]*\)", " ", route.path[:500])
    view = route.view.rpartition(":")[2] or route.view.rpartition(".")[2]
    return tuple(word.lower() for word in _WORD.findall(f"{path} {view[:200]}"))


def _file_words(route: Route) -> frozenset[str]:
    """The words of the name of the view's file: `webhooks.py`, `provider_callback.py`."""
    name = route.file.path.rpartition("/")[2].removesuffix(".py") if route.file is not None else ""
    return frozenset(word.lower() for word in _WORD.findall(name))


def _has(route: Route, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(words(route))


def _pairs(route: Route) -> set[tuple[str, str]]:
    spoken = words(route)
    return set(pairwise(spoken))


def is_entry(route: Route) -> bool:
    """Whether a route lets people in or out: log-in, sign-up, confirmation, password reset, tokens."""
    return _has(route, _ENTRY) or not _PAIRS.isdisjoint(_pairs(route))


def is_login(route: Route) -> bool:
    """Whether a route logs people in."""
    return _has(route, _LOGIN) or not {("log", "in"), ("sign", "in")}.isdisjoint(_pairs(route))


def is_sign_up(route: Route) -> bool:
    """Whether a route makes new accounts."""
    return _has(route, _SIGN_UP) or not {("sign", "up"), ("create", "account")}.isdisjoint(_pairs(route))


def is_public(route: Route) -> bool:
    """Whether a route is open to everybody by its nature: health, contact, webhooks, search."""
    return _has(route, _PUBLIC) or not _CALLED_BY_MACHINES.isdisjoint(_file_words(route))


def _parameters(route: Route) -> list[str]:
    return [first or second for first, second in _PARAMETER.findall(route.path[:500])]


def is_capability(route: Route) -> bool:
    """Whether the address itself is the permission: it holds a token or a key that only mails and links tell."""
    return any(_CAPABILITY.search(name) for name in _parameters(route))


def is_administration(route: Route) -> bool:
    """Whether a route belongs to the administration of the app."""
    path = re.sub(r"<[^>]*>|\{[^}]*\}|\(\?P[^)]*\)", " ", route.path[:500])
    spoken = {word.lower() for word in _WORD.findall(path)}
    return not _ADMIN.isdisjoint(spoken) and _OWN.isdisjoint(spoken)


def short_name(name: str) -> str:
    """The last part of a qualified name: "login_required", or "Users.post" for a method of the project."""
    return name.rpartition(":")[2] if ":" in name else name.rpartition(".")[2]


def label(route: Route) -> str:
    """A route in words: "POST /notes/<id>/delete"."""
    unsafe = [m for m in route.methods if m not in {"GET", "HEAD", "OPTIONS"}]
    return f"{'/'.join(unsafe or route.methods)} {route.path}"
