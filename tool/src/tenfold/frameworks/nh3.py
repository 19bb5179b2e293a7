"""nh3, an allow-list sanitizer."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="nh3",
    package="nh3",
    modules=("nh3",),
    tags=("sanitizer",),
    protections=(
        Protection("nh3.clean", "input.sanitized", "call", "lets only allowed tags and attributes through"),
        Protection("nh3.clean_text", "input.sanitized", "call", "turns all markup into text"),
    ),
)
