"""Which releases have a declared name, where not all do: for names whose declaration does not say it itself.

Sources: the release notes of each library, and the released packages themselves. A test imports the oldest and the
newest supported release of each library and looks for every name that should be there.
"""

from __future__ import annotations

import msgspec


class Releases(msgspec.Struct, frozen=True):
    """The releases of a package that have a name.

    Attributes:
        package: normalised name on the package index; "" for the standard library, whose release is the interpreter's.
        since: the first release that has it; "" when it was always there.
        until: the first release that no longer has it; "" while it is there.
    """

    package: str
    since: str = ""
    until: str = ""


RELEASES: dict[str, Releases] = {
    # the standard library
    "cPickle": Releases("", until="3.0"),
    "builtins.execfile": Releases("", until="3.0"),
    "commands": Releases("", until="3.0"),
    "imghdr": Releases("", until="3.13"),
    "imp": Releases("", until="3.12"),
    "nntplib": Releases("", until="3.13"),
    "pipes": Releases("", until="3.13"),
    "telnetlib": Releases("", until="3.13"),
    "urllib.urlopen": Releases("", until="3.0"),
    "urllib.urlretrieve": Releases("", until="3.0"),
    "urllib2": Releases("", until="3.0"),
    "wsgiref.types": Releases("", since="3.11"),
    "xmlrpclib": Releases("", until="3.0"),
    # Flask
    "apiflask.views": Releases("apiflask", since="1.2"),
    "connexion.apps.flask": Releases("connexion", since="3.0"),
    "flask.helpers.safe_join": Releases("flask", until="2.1"),
    "flask.json.htmlsafe_dumps": Releases("flask", until="2.3"),
    "flask.safe_join": Releases("flask", until="2.1"),
    "flask.stream_template": Releases("flask", since="2.2"),
    "flask.stream_template_string": Releases("flask", since="2.2"),
    "flask.templating.stream_template": Releases("flask", since="2.2"),
    "flask.Flask.redirect": Releases("flask", since="2.2"),
    "flask.Flask.url_for": Releases("flask", since="2.2"),
    "werkzeug.secure_filename": Releases("werkzeug", until="1.0"),
    "flask.json.provider": Releases("flask", since="2.2"),
    "quart.stream_template_string": Releases("quart", since="0.18"),
    # Django
    "django.utils.http.content_disposition_header": Releases("django", since="4.2"),
    "allauth.account.decorators.reauthentication_required": Releases("django-allauth", since="0.56"),
    "allauth.account.decorators.secure_admin_login": Releases("django-allauth", since="65.0"),
    "allauth.account.middleware": Releases("django-allauth", since="0.56"),
    "allauth.account.views.ReauthenticateView": Releases("django-allauth", since="0.56"),
    "django.conf.urls.defaults": Releases("django", until="1.6"),
    "django.conf.urls.re_path": Releases("django", until="4.0"),
    "django.conf.urls.url": Releases("django", until="4.0"),
    "django.contrib.auth.aauthenticate": Releases("django", since="5.0"),
    "django.contrib.auth.alogin": Releases("django", since="5.0"),
    "django.contrib.auth.alogout": Releases("django", since="5.0"),
    "django.contrib.auth.views.RedirectURLMixin": Releases("django", since="4.1"),
    "django.core.urlresolvers": Releases("django", until="2.0"),
    "django.utils.http.urlquote": Releases("django", until="4.0"),
    "django.utils.http.is_safe_url": Releases("django", until="4.0"),
    "django_ratelimit": Releases("django-ratelimit", since="4.0"),
    "ninja.openapi.views.openapi_view": Releases("django-ninja", since="0.22"),
    "ninja.security.django_auth_is_staff": Releases("django-ninja", since="1.4"),
    "ninja.security.django_auth_superuser": Releases("django-ninja", since="0.19"),
    "ninja.throttling": Releases("django-ninja", since="1.2"),
    "rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication": Releases(
        "djangorestframework-simplejwt", since="5.2"
    ),
    # FastAPI and the rest
    "aiofiles.os.listdir": Releases("aiofiles", since="22.1"),
    "aiofiles.os.scandir": Releases("aiofiles", since="22.1"),
    "aiofiles.os.unlink": Releases("aiofiles", since="22.1"),
    "asyncpg.Connection.fetchmany": Releases("asyncpg", since="0.30"),
    "pydantic.TypeAdapter": Releases("pydantic", since="2.0"),
    "sqlalchemy.TextClause": Releases("sqlalchemy", since="2.0"),
    "environs.FileAwareEnv": Releases("environs", since="14.3"),
    "environs.env": Releases("environs", since="14.0"),
    "logfire.instrument_django": Releases("logfire", since="0.36"),
    "logfire.instrument_flask": Releases("logfire", since="0.39"),
    "newrelic.agent.record_exception": Releases("newrelic", until="11.0"),
    "pythonjsonlogger.json": Releases("python-json-logger", since="3.1"),
    "pythonjsonlogger.msgspec": Releases("python-json-logger", since="3.1"),
    "pythonjsonlogger.orjson": Releases("python-json-logger", since="3.1"),
    "secure.Secure.set_headers": Releases("secure", since="1.0"),
    "secure.Secure.set_headers_async": Releases("secure", since="1.0"),
    "slowapi.middleware.SlowAPIASGIMiddleware": Releases("slowapi", since="0.1.7"),
    "structlog.processors.LogfmtRenderer": Releases("structlog", since="21.5"),
}
RELEASES |= {
    f"pydantic.BaseModel.{name}": Releases("pydantic", since="2.0")
    for name in (
        "model_validate", "model_validate_json", "model_construct", "model_dump", "model_dump_json", "model_copy",
    )
}  # fmt: skip
"""By name; what is said of a module holds for all names in it."""


def of(name: str) -> Releases | None:
    """What is said of a name, or of the longest name that it lies in; None where nothing is."""
    while name:
        if name in RELEASES:
            return RELEASES[name]
        name = name.rpartition(".")[0]
    return None
