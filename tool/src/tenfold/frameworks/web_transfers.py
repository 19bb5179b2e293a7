"""Flask, Werkzeug, Starlette and aiohttp: what their functions make of the data that they are given."""

from tenfold.frameworks.flows import Sanitizer, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Werkzeug",
    package="werkzeug",
    modules=("werkzeug", "flask"),
    transfers=(
        *(Transfer(f"werkzeug.urls.{name}", "data", step) for name, step in (
            ("iri_to_uri", ""), ("uri_to_iri", "decoded"))),
        *(Transfer(f"werkzeug.datastructures.{name}", "same") for name in (
            "MultiDict", "ImmutableMultiDict", "CombinedMultiDict", "OrderedMultiDict", "Headers",
            "ImmutableDict", "TypeConversionDict",
            "EnvironHeaders", "FileMultiDict")),
        Transfer("werkzeug.datastructures.FileStorage", "object"),
        Transfer("werkzeug.wsgi.get_current_url", "data", "", (0,)),
        Transfer("werkzeug.wsgi.get_path_info", "data", "", (0,)),
        Transfer("werkzeug.security.generate_password_hash", "fixed"),
        Transfer("werkzeug.security.check_password_hash", "number"),
        Transfer("werkzeug.http.parse_date", "number"),
        Transfer("werkzeug.http.quote_etag", "data", "quoted"),
        *(Transfer(f"flask.json.{name}", "mapping", "decoded", (0,)) for name in ("loads", "load")),
        *(Transfer(f"flask.json.provider.DefaultJSONProvider.{name}", "mapping", "decoded", (0,)) for name in
        ("loads", "load")),
        Transfer("flask.json.dumps", "data", "", (0,)),
        Transfer("flask.current_app.config.get", "unknown"),
    ),
    sanitizers=(
        Sanitizer("werkzeug.http.quote_header_value", ("input.headers",)),
        Sanitizer("werkzeug.http.dump_options_header", ("input.headers",)),
        Sanitizer("werkzeug.wsgi.host_is_trusted", ("input.redirect", "input.ssrf", "input.headers"), "check",
                  aliases=("werkzeug.sansio.utils.host_is_trusted",)),
    ),
)  # fmt: skip
