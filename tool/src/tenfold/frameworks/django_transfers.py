"""Django and Django REST framework: what their functions make of the data that they are given."""

from tenfold.frameworks.flows import Sanitizer, Transfer
from tenfold.frameworks.model import Library


def _all(gives: str, step: str, *names: str, arguments: tuple[int, ...] = ()) -> tuple[Transfer, ...]:
    return tuple(Transfer(name, gives, step, arguments) for name in names)


_TEXT = (
    *_all("data", "", *(f"django.utils.encoding.{name}" for name in (
        "force_str", "smart_str", "force_bytes", "smart_bytes", "iri_to_uri", "filepath_to_uri", "escape_uri_path",
        "repercent_broken_unicode"))),
    *_all("data", "", "django.utils.http.urlencode", "django.utils.http.urlsafe_base64_encode",
          "django.utils.http.content_disposition_header", "django.utils.http.escape_leading_slashes",
          "django.utils.text.capfirst", "django.utils.text.wrap", "django.utils.text.normalize_newlines",
          "django.utils.text.camel_case_to_spaces", "django.utils.text.phone2numeric", "django.utils.text.format_lazy",
          "django.utils.html.linebreaks", "django.utils.html.urlize",
          "django.utils.html.strip_spaces_between_tags", "django.utils.html.escapejs",
          "django.utils.html.smart_urlquote",
          "django.utils.text.compress_string", "django.urls.get_script_prefix"),
    *_all("data", "escaped", "django.utils.html.escape", "django.utils.html.conditional_escape",
          "django.utils.html.format_html", "django.utils.html.format_html_join", "django.utils.html.json_script",
          "django.template.defaultfilters.force_escape", "django.template.defaultfilters.urlencode"),
    *_all("data", "decoded", "django.utils.encoding.uri_to_iri", "django.utils.http.urlsafe_base64_decode",
          "django.utils.text.unescape_string_literal"),
    *_all("list", "part", "django.utils.text.smart_split", "django.utils.text.get_text_list"),
    *_all("same", "", "django.utils.safestring.mark_safe", "django.utils.functional.lazystr",
    "django.utils.functional.lazy",
          "django.utils.datastructures.MultiValueDict", "django.utils.datastructures.ImmutableList",
          "rest_framework.utils.serializer_helpers.ReturnDict", "rest_framework.utils.encoders.JSONEncoder"),
    *_all("mapping", "decoded", "django.http.QueryDict", "django.http.request.QueryDict",
    "rest_framework.parsers.JSONParser.parse",
          "rest_framework.utils.json.loads"),
    *_all("object", "", "django.core.files.base.ContentFile", "django.core.files.File", "django.core.files.base.File",
          "django.core.files.uploadedfile.SimpleUploadedFile", "django.utils.text.Truncator"),
)  # fmt: skip
_NOTHING = (
    *_all("number", "", "django.utils.dateparse.parse_date", "django.utils.dateparse.parse_datetime",
          "django.utils.dateparse.parse_time", "django.utils.dateparse.parse_duration",
          "django.utils.http.parse_http_date",
          "django.utils.http.base36_to_int", "django.utils.timezone.make_aware",
          "django.utils.crypto.constant_time_compare",
          "django.contrib.auth.hashers.check_password"),
    *_all("fixed", "", "django.contrib.auth.hashers.make_password", "django.utils.crypto.get_random_string",
          "django.utils.crypto.salted_hmac", "django.middleware.csrf.get_token", "django.utils.translation.gettext",
          "django.utils.translation.gettext_lazy", "django.utils.translation.get_language",
          "django.utils.http.int_to_base36"),
    # What a row, a cache or a signed text holds was put there by the app: it is not this request's data.
    *_all("unknown", "", "django.db.connection.cursor", "django.db.backends.utils.CursorWrapper.execute",
          "django.db.backends.utils.CursorWrapper.fetchall", "django.db.backends.utils.CursorWrapper.fetchone",
          "django.db.backends.utils.CursorWrapper.fetchmany", "django.core.cache.cache.get",
          "django.shortcuts.get_object_or_404",
          "django.shortcuts.get_list_or_404", "django.core.signing.loads", "django.core.signing.Signer.unsign",
          "django.core.signing.TimestampSigner.unsign", "django.contrib.auth.authenticate",
          "django.forms.models.model_to_dict",
           "django.urls.resolve",
          "django.apps.apps.get_model", "django.contrib.staticfiles.finders.find"),
)  # fmt: skip
_TEXTS = ("input.sanitized",)
_URLS = ("input.redirect", "input.ssrf", "input.headers")

LIBRARY = Library(
    name="Django",
    package="django",
    modules=("django", "rest_framework"),
    transfers=(*_TEXT, *_NOTHING),
    sanitizers=(
        Sanitizer("django.utils.html.escape", _TEXTS, aliases=(
            "django.utils.html.conditional_escape", "django.utils.html.format_html", "django.utils.html.escapejs",
            "django.utils.html.json_script", "django.template.defaultfilters.force_escape")),
        Sanitizer("django.http.request.validate_host", _URLS, "check"),
        Sanitizer("django.utils.http.is_same_domain", _URLS, "check"),
        Sanitizer("django.core.validators.validate_slug", (
            "input.path", "input.sql", "input.command", "input.headers", "input.redirect", "input.ldap", "input.xpath",
        ), "raises", aliases=("django.core.validators.validate_unicode_slug",)),
        *(Sanitizer(f"django.core.validators.{name}", (
            "input.path", "input.sql", "input.command", "input.headers", "input.ldap", "input.xpath",
        ), "raises") for name in ("validate_ipv4_address", "validate_ipv6_address", "validate_ipv46_address",
                                  "validate_comma_separated_integer_list")),
        Sanitizer("django.utils.http.content_disposition_header", ("input.headers",)),
        Sanitizer("django.utils.encoding.iri_to_uri", ("input.headers",), aliases=(
            "django.utils.encoding.filepath_to_uri", "django.utils.encoding.escape_uri_path")),
        Sanitizer("django.shortcuts.get_object_or_404", ("input.sql",), "query"),
    ),
)  # fmt: skip
