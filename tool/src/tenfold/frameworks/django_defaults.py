"""Django's defaults of the settings that touch security, by the version that brought them.

Source: `django/conf/global_settings.py` of each version, and the release notes that tell of the changes.
An empty dict and an empty list both stand as ().
"""

from __future__ import annotations

from tenfold.frameworks.model import Default, Library

_Value = str | int | bool | float | tuple[str, ...] | None


def _default(setting: str, *steps: tuple[str, _Value]) -> Default:
    return Default(setting, steps, "django")


def _always(**values: _Value) -> tuple[Default, ...]:
    return tuple(_default(setting, ("0", value)) for setting, value in values.items())


_HASHERS = tuple(
    f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("PBKDF2", "PBKDF2SHA1", "Argon2", "BCryptSHA256")
)

LIBRARY = Library(
    name="Django settings",
    package="django",
    modules=("django",),
    defaults=(
        *_always(
            DEBUG=False,
            DEBUG_PROPAGATE_EXCEPTIONS=False,
            SECRET_KEY="",
            ALLOWED_HOSTS=(),
            INSTALLED_APPS=(),
            ADMINS=(),
            MANAGERS=(),
            LOGGING=(),
            LOGGING_CONFIG="logging.config.dictConfig",
            SILENCED_SYSTEM_CHECKS=(),
            USE_X_FORWARDED_HOST=False,
            AUTHENTICATION_BACKENDS=("django.contrib.auth.backends.ModelBackend",),
            LOGIN_URL="/accounts/login/",
            LOGIN_REDIRECT_URL="/accounts/profile/",
            EMAIL_USE_TLS=False,
            EMAIL_USE_SSL=False,
            FILE_UPLOAD_MAX_MEMORY_SIZE=2621440,
            FILE_UPLOAD_DIRECTORY_PERMISSIONS=None,
            MESSAGE_STORAGE="django.contrib.messages.storage.fallback.FallbackStorage",
            SIGNING_BACKEND="django.core.signing.TimestampSigner",
            SESSION_COOKIE_AGE=1209600,
            SESSION_COOKIE_DOMAIN=None,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_NAME="sessionid",
            SESSION_COOKIE_PATH="/",
            SESSION_COOKIE_SECURE=False,
            SESSION_CACHE_ALIAS="default",
            SESSION_ENGINE="django.contrib.sessions.backends.db",
            SESSION_EXPIRE_AT_BROWSER_CLOSE=False,
            SESSION_FILE_PATH=None,
            SESSION_SAVE_EVERY_REQUEST=False,
            CSRF_COOKIE_AGE=31449600,
            CSRF_COOKIE_DOMAIN=None,
            CSRF_COOKIE_HTTPONLY=False,
            CSRF_COOKIE_NAME="csrftoken",
            CSRF_COOKIE_PATH="/",
            CSRF_COOKIE_SECURE=False,
            CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure",
            CSRF_HEADER_NAME="HTTP_X_CSRFTOKEN",
            CSRF_TRUSTED_ORIGINS=(),
            SECURE_HSTS_INCLUDE_SUBDOMAINS=False,
            SECURE_HSTS_SECONDS=0,
            SECURE_PROXY_SSL_HEADER=None,
            SECURE_REDIRECT_EXEMPT=(),
            SECURE_SSL_HOST=None,
            SECURE_SSL_REDIRECT=False,
        ),
        _default(
            "SESSION_SERIALIZER",
            ("0", "django.contrib.sessions.serializers.PickleSerializer"),
            ("1.6", "django.contrib.sessions.serializers.JSONSerializer"),
        ),
        _default("SECURE_BROWSER_XSS_FILTER", ("1.8", False)),
        _default("AUTH_PASSWORD_VALIDATORS", ("1.9", ())),
        _default("USE_X_FORWARDED_PORT", ("1.9", False)),
        _default("MIDDLEWARE", ("1.10", ())),
        _default("LOGOUT_REDIRECT_URL", ("1.10", None)),
        _default("DATA_UPLOAD_MAX_MEMORY_SIZE", ("1.10", 2621440)),
        _default("DATA_UPLOAD_MAX_NUMBER_FIELDS", ("1.10", 1000)),
        _default("SECURE_HSTS_PRELOAD", ("1.11", False)),
        _default("CSRF_USE_SESSIONS", ("1.11", False)),
        _default("SESSION_COOKIE_SAMESITE", ("2.1", "Lax")),
        _default("CSRF_COOKIE_SAMESITE", ("2.1", "Lax")),
        _default("X_FRAME_OPTIONS", ("0", "SAMEORIGIN"), ("3.0", "DENY")),
        _default("SECURE_CONTENT_TYPE_NOSNIFF", ("1.8", False), ("3.0", True)),
        _default("FILE_UPLOAD_PERMISSIONS", ("0", None), ("3.0", 0o644)),
        _default("SECURE_REFERRER_POLICY", ("3.0", None), ("3.1", "same-origin")),
        _default("PASSWORD_RESET_TIMEOUT", ("3.1", 259200)),
        _default("DATA_UPLOAD_MAX_NUMBER_FILES", ("3.2.18", 100)),
        _default(
            "PASSWORD_HASHERS",
            ("1.10", (*_HASHERS, "django.contrib.auth.hashers.BCryptPasswordHasher")),
            ("2.1", _HASHERS),
            ("4.0", (*_HASHERS, "django.contrib.auth.hashers.ScryptPasswordHasher")),
        ),
        _default("SECURE_CROSS_ORIGIN_OPENER_POLICY", ("4.0", "same-origin")),
        _default("SECRET_KEY_FALLBACKS", ("4.1", ())),
        _default("SECURE_CSP", ("6.0", ())),
        _default("SECURE_CSP_REPORT_ONLY", ("6.0", ())),
    ),
)
