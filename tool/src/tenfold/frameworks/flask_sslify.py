"""Flask-SSLify."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-SSLify",
    package="flask-sslify",
    modules=("flask_sslify",),
    note="has had no release since 2015; Flask-Talisman does the same",
    protections=(
        Protection("flask_sslify.SSLify", "transport.https", "attached", "redirects plain HTTP to HTTPS"),
        Protection("flask_sslify.SSLify", "transport.hsts", "attached", "sends Strict-Transport-Security"),
    ),
)
