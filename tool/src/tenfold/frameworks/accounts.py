"""What calling a name does to an account or a session: log in, check a password, issue a token, end a session.

A table over many libraries, as `environment` is. Sources: the documentation of each library.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Deed = Literal["logs in", "checks", "logs out", "issues", "revokes", "renews", "signs up", "resets", "checks a code"]
"""What is done:

- logs in: puts the user into the session.
- checks: compares a password.
- logs out: takes the user out of the session.
- issues: makes a token that stands for the user.
- revokes: ends tokens on the server, or looks a token up among those that were ended.
- renews: gives the session a new id.
- signs up, resets, checks a code: serves registration, a password reset, a one-time code.
"""


class Act(msgspec.Struct, frozen=True):
    """A function, or a view that is derived from or routed to.

    Attributes:
        name: qualified name.
        does: see `Deed`.
        renews: it gives the session a new id as well.
        payload: name and position of the argument that holds a token's claims; ("", -1) for none.
        key: name and position of the argument that holds the key it is signed with.
        expires: for a token: "exp" when the claims say when it ends, "" when the library sees to it.
    """

    name: str
    does: Deed
    renews: bool = False
    payload: tuple[str, int] = ("", -1)
    key: tuple[str, int] = ("", -1)
    expires: str = ""


def _acts(does: Deed, *names: str, renews: bool = False) -> tuple[Act, ...]:
    return tuple(Act(name, does, renews) for name in names)


_DJANGO_VIEWS = "django.contrib.auth.views"
_ALLAUTH = "allauth.account.views"
_JWT = "rest_framework_simplejwt.views"
_USERS = "fastapi_users.router"

ACTS: tuple[Act, ...] = (
    # Flask
    *_acts("logs in", "flask_login.login_user", "flask_login.utils.login_user", "flask_security.login_user",
           "flask_security.utils.login_user", "flask_security.views.login"),
    *_acts("logs out", "flask_login.logout_user", "flask_login.utils.logout_user", "flask_security.logout_user",
           "flask_security.utils.logout_user", "flask_security.views.logout"),
    *_acts("signs up", "flask_security.views.register"),
    *_acts("resets", "flask_security.views.forgot_password", "flask_security.views.reset_password"),
    Act("flask_jwt_extended.create_access_token", "issues"),
    Act("flask_jwt_extended.create_refresh_token", "issues"),
    *_acts("revokes", "flask_jwt_extended.JWTManager.token_in_blocklist_loader"),
    # Django
    *_acts("logs in", "django.contrib.auth.login", f"{_DJANGO_VIEWS}.LoginView", f"{_ALLAUTH}.LoginView",
           "django.contrib.admin.site", "dj_rest_auth.views.LoginView", "allauth.account.utils.perform_login",
           "django.contrib.auth.alogin", renews=True),
    *_acts("logs out", "django.contrib.auth.logout", f"{_DJANGO_VIEWS}.LogoutView", f"{_ALLAUTH}.LogoutView",
           "dj_rest_auth.views.LogoutView", "django.contrib.auth.alogout"),
    *_acts("checks", "django.contrib.auth.authenticate", "django.contrib.auth.hashers.check_password",
           "django.contrib.auth.aauthenticate"),
    *_acts("signs up", f"{_ALLAUTH}.SignupView", "dj_rest_auth.registration.views.RegisterView"),
    *_acts("resets", f"{_DJANGO_VIEWS}.PasswordResetView", f"{_ALLAUTH}.PasswordResetView",
           "dj_rest_auth.views.PasswordResetView"),
    *_acts("issues", "rest_framework.authtoken.views.ObtainAuthToken",
           "rest_framework.authtoken.views.obtain_auth_token",
           f"{_JWT}.TokenObtainPairView", f"{_JWT}.TokenObtainSlidingView",
           "rest_framework_simplejwt.tokens.RefreshToken.for_user",
           "rest_framework_simplejwt.tokens.AccessToken.for_user"),
    *_acts("revokes", f"{_JWT}.TokenBlacklistView", "rest_framework_simplejwt.tokens.RefreshToken.blacklist"),
    # FastAPI
    *_acts("logs in", f"{_USERS}.get_auth_router"),
    *_acts("signs up", f"{_USERS}.get_register_router"),
    *_acts("resets", f"{_USERS}.get_reset_password_router"),
    # passwords
    *_acts("checks", "werkzeug.security.check_password_hash", "passlib.context.CryptContext.verify",
           "passlib.context.CryptContext.verify_and_update", "bcrypt.checkpw", "argon2.PasswordHasher.verify",
           "pwdlib.PasswordHash.verify", "pwdlib.PasswordHash.verify_and_update",
           "flask_bcrypt.Bcrypt.check_password_hash", "flask_bcrypt.check_password_hash",
           "passlib.hash.bcrypt.verify", "passlib.hash.argon2.verify", "passlib.hash.pbkdf2_sha256.verify",
           "passlib.hash.sha256_crypt.verify", "pwdlib.PasswordHash.recommended.verify",
           "pwdlib.PasswordHash.recommended.verify_and_update", "flask_security.verify_password",
           "flask_security.utils.verify_password"),
    # one-time codes
    *_acts("checks a code", "pyotp.TOTP.verify", "pyotp.totp.TOTP.verify", "pyotp.HOTP.verify",
           "django_otp.verify_token",
           "django_otp.match_token"),
    # tokens
    *(
        Act(name, "issues", payload=("payload", 0), key=("key", 1), expires="exp")
        for name in ("jwt.encode", "jwt.api_jwt.encode", "jwt.PyJWT.encode")
    ),
    *(Act(name, "issues", payload=("claims", 0), key=("key", 1), expires="exp")
      for name in ("jose.jwt.encode", "jose.jws.sign")),
    Act("fastapi_users.authentication.JWTStrategy", "issues", key=("secret", 0)),
    Act("joserfc.jwt.encode", "issues", payload=("claims", 1), key=("key", 2), expires="exp"),
    *(Act(name, "issues", payload=("payload", 1), key=("key", 2), expires="exp")
      for name in ("authlib.jose.jwt.encode", "authlib.jose.JsonWebToken.encode")),
)  # fmt: skip

BY_NAME: dict[str, Act] = {act.name: act for act in ACTS}


def acts(*does: Deed) -> tuple[str, ...]:
    """The names of all acts of these kinds."""
    return tuple(act.name for act in ACTS if act.does in does)
