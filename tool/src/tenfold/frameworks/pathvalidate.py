"""pathvalidate."""

from tenfold.frameworks.flows import Sanitizer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="pathvalidate",
    package="pathvalidate",
    modules=("pathvalidate",),
    sanitizers=(
        Sanitizer("pathvalidate.sanitize_filename", ("input.path",)),
        Sanitizer("pathvalidate.is_valid_filename", ("input.path",), "check"),
        Sanitizer("pathvalidate.validate_filename", ("input.path",), "raises"),
    ),
)  # fmt: skip
