"""Flask-Session."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Flask-Session",
    package="flask-session",
    modules=("flask_session",),
    tags=("sessions",),
    protections=(
        Protection(
            "flask_session.Session",
            "sessions.server-side",
            "attached",
            "keeps sessions in the store SESSION_TYPE names",
        ),
    ),
)
