"""Python's `html` module."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="html",
    package="",
    modules=("html",),
    protections=(Protection("html.escape", "xss.escaping", "call", "escapes its argument"),),
)
