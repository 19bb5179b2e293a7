"""MarkupSafe."""

from tenfold.frameworks.model import HtmlSink, Library, Protection

LIBRARY = Library(
    name="MarkupSafe",
    package="markupsafe",
    modules=("markupsafe",),
    protections=(
        Protection("markupsafe.escape", "xss.escaping", "call", "escapes its argument"),
        Protection("markupsafe.escape_silent", "xss.escaping", "call", "escapes its argument"),
        Protection("markupsafe.Markup.escape", "xss.escaping", "call", "escapes its argument"),
    ),
    html=(HtmlSink("markupsafe.Markup", ("object", 0), "markup"),),
)
