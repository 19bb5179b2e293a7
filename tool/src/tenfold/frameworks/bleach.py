"""Bleach, an allow-list sanitizer that is no longer maintained."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="Bleach",
    package="bleach",
    modules=("bleach",),
    tags=("sanitizer",),
    note="Bleach reached its end of life in January 2023; nh3 takes its place.",
    protections=(
        Protection("bleach.clean", "input.sanitized", "call", "lets only allowed tags and attributes through"),
        Protection("bleach.sanitizer.Cleaner.clean", "input.sanitized", "call", "lets only allowed tags through",
                   aliases=("bleach.Cleaner.clean",)),
    ),
)  # fmt: skip
