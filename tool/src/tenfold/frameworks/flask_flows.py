"""Flask and Werkzeug: where data does harm, and what makes it harmless."""

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Flask",
    package="flask",
    modules=("flask", "werkzeug"),
    tags=("framework",),
    sinks=(
        Sink("flask.render_template_string", "input.code", ("source", 0), "compiles it as template source"),
        Sink("flask.stream_template_string", "input.code", ("source", 0), "compiles it as template source"),
        Sink("flask.send_file", "input.path", ("path_or_file", 0), "sends the file", objects=True,
             aliases=("flask.helpers.send_file", "werkzeug.utils.send_file")),
        Sink("flask.send_from_directory", "input.path", ("path", 1), "keeps the path inside the folder", safe=True,
             aliases=("flask.helpers.send_from_directory", "werkzeug.utils.send_from_directory",
                      "flask.Flask.send_static_file")),
        Sink("flask.Flask.open_resource", "input.path", ("resource", 0), "opens the file",
             aliases=("flask.Flask.open_instance_resource", "flask.Blueprint.open_resource",
                      "flask.current_app.open_resource")),
        Sink("werkzeug.utils.import_string", "input.code", ("import_name", 0), "imports it", objects=True),
        Sink("flask.redirect", "input.redirect", ("location", 0), "redirects to it",
             aliases=("flask.Flask.redirect", "werkzeug.utils.redirect")),
    ),
    transfers=(
        Transfer("flask.send_from_directory", "unknown", aliases=(
            "flask.helpers.send_from_directory", "werkzeug.utils.send_from_directory")),
        Transfer("flask.stream_with_context", "same", aliases=("flask.helpers.stream_with_context",)),
    ),
    sanitizers=(
        Sanitizer("flask.url_for", ("xss.escaping", "xss.context"), aliases=("flask.helpers.url_for",)),
        Sanitizer("flask.json.htmlsafe_dumps", ("xss.escaping", "xss.context")),
        Sanitizer("werkzeug.utils.secure_filename", ("input.path", "xss.escaping", "xss.context"),
                  aliases=("werkzeug.secure_filename",)),
        Sanitizer("werkzeug.utils.safe_join", ("input.path",), aliases=(
            "flask.safe_join", "werkzeug.security.safe_join", "flask.helpers.safe_join")),
        Sanitizer("flask.url_for", ("input.redirect", "input.ssrf", "input.headers"),
                  aliases=("flask.helpers.url_for", "flask.Flask.url_for")),
    ),
)  # fmt: skip
