"""Scout APM."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Scout APM",
    package="scout-apm",
    modules=("scout_apm",),
    tags=("monitoring",),
    protections=(
        Protection("scout_apm.flask.ScoutApm", "logging.errors", "call", "records unhandled errors in Scout"),
        Protection("scout_apm.django", "logging.errors", "installed", "records unhandled errors in Scout"),
    ),
)
