"""Jinja: template source, and the templates that a name means."""

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Jinja",
    package="jinja2",
    modules=("jinja2",),
    sinks=(
        Sink("jinja2.nativetypes.NativeTemplate", "input.code", ("source", 0), "compiles it as template source"),
        Sink("jinja2.Environment.compile_expression", "input.code", ("source", 0), "compiles it as an expression"),
        Sink("jinja2.Template", "input.code", ("source", 0), "compiles it as template source",
             aliases=("jinja2.environment.Template",)),
        Sink("jinja2.Environment.from_string", "input.code", ("source", 0), "compiles it as template source",
             aliases=("flask.Flask.jinja_env.from_string", "jinja2.environment.Environment.from_string",
                      "flask.current_app.jinja_env.from_string")),
    ),
    sanitizers=(Sanitizer("jinja2.utils.htmlsafe_json_dumps", ("xss.escaping", "xss.context")),),
    transfers=(
        # The name is kept, so that what is rendered later is known to be this template.
        Transfer("jinja2.Environment.get_template", "holder", aliases=(
            "jinja2.environment.Environment.get_template", "flask.Flask.jinja_env.get_template",
            "flask.current_app.jinja_env.get_template")),
    ),
)  # fmt: skip
