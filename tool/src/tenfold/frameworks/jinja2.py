"""Jinja."""

from tenfold.frameworks.model import HtmlSink, Library

LIBRARY = Library(
    name="Jinja",
    package="jinja2",
    modules=("jinja2",),
    html=(HtmlSink("jinja2.Markup", ("object", 0), "markup", until="3.1"),),
)
