"""secure."""

from tenfold.frameworks.model import Library, Protection

_MIDDLEWARE = ("secure.middleware.SecureASGIMiddleware", "secure.middleware.SecureWSGIMiddleware")
_CALLS = ("secure.Secure.set_headers", "secure.Secure.set_headers_async")
_SENDS = "sends the headers of its preset"

LIBRARY = Library(
    name="secure",
    package="secure",
    modules=("secure",),
    protections=(
        *(Protection(name, "xss.headers", "middleware", _SENDS, since="2.0") for name in _MIDDLEWARE),
        *(Protection(name, "transport.hsts", "middleware", _SENDS, since="2.0") for name in _MIDDLEWARE),
        *(Protection(name, "xss.headers", "call", _SENDS) for name in _CALLS),
        *(Protection(name, "transport.hsts", "call", _SENDS) for name in _CALLS),
    ),
)
