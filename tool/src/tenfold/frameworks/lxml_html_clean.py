"""lxml-html-clean, whose cleaner works by a deny-list."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="lxml-html-clean",
    package="lxml-html-clean",
    modules=("lxml_html_clean",),
    tags=("sanitizer",),
    note="It works by a deny-list, and its authors advise against it for untrusted HTML; nh3 works by an allow-list.",
    protections=(
        Protection(
            "lxml_html_clean.clean_html", "input.sanitized", "call", "takes scripts out by a deny-list",
            aliases=("lxml.html.clean.clean_html",),
        ),
    ),
)  # fmt: skip
