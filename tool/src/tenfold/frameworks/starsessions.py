"""starsessions."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="starsessions",
    package="starsessions",
    modules=("starsessions",),
    tags=("sessions",),
    protections=(
        Protection(
            "starsessions.SessionMiddleware", "sessions.server-side", "middleware", "keeps sessions in its store",
            aliases=("starsessions.middleware.SessionMiddleware",),
        ),
    ),
)  # fmt: skip
