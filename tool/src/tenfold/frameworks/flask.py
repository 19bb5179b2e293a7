"""Flask."""

from tenfold.frameworks.held import held
from tenfold.frameworks.model import (
    AppMaker,
    Bundle,
    BundledRoute,
    ClassAttribute,
    Hook,
    HtmlSink,
    Library,
    Logger,
    Protection,
    Renderer,
    RouteMaker,
    Router,
    ViewBase,
)

_VERBS = tuple(
    RouteMaker(f"flask.{owner}.{verb}", (verb.upper(),), "decorator")
    for owner in ("Flask", "Blueprint")
    for verb in ("get", "post", "put", "patch", "delete")
)

_REQUESTS = "flask.Request flask.request flask.globals.request flask.wrappers.Request"

LIBRARY = Library(
    name="Flask",
    package="flask",
    modules=("flask",),
    apps=(AppMaker("flask.Flask", "flask", aliases=("flask.app.Flask",)),),
    tags=("framework",),
    routers=(
        Router("flask.Flask", root=True, aliases=("flask.app.Flask",)),
        Router(
            "flask.Blueprint", prefix=("url_prefix", 5), replaces=True, aliases=("flask.blueprints.Blueprint",)),
    ),
    routes=(
        RouteMaker("flask.Flask.route", ("GET",), "decorator"),
        RouteMaker("flask.Blueprint.route", ("GET",), "decorator"),
        *_VERBS,
        RouteMaker("flask.Flask.add_url_rule", ("GET",), "call", view=("view_func", 2)),
        RouteMaker("flask.Blueprint.add_url_rule", ("GET",), "call", view=("view_func", 2)),
        RouteMaker(
            "flask.Flask.register_blueprint", (), "mount", view=("blueprint", 0), path=("url_prefix", -1),
        ),
        RouteMaker(
            "flask.Blueprint.register_blueprint", (), "mount", view=("blueprint", 0), path=("url_prefix", -1),
        ),
    ),
    hooks=(
        Hook("flask.Flask.before_request", "before"),
        Hook("flask.Flask.after_request", "after"),
        Hook("flask.Blueprint.before_request", "before"),
        Hook("flask.Blueprint.after_request", "after"),
        Hook("flask.Blueprint.before_app_request", "before", everywhere=True),
        Hook("flask.Blueprint.after_app_request", "after", everywhere=True),
    ),
    bundles=(
        Bundle(
            "flask.Flask",
            (
                BundledRoute(
                    "/static/<path:filename>", ("GET",), "flask.Flask.send_static_file", kind="static",
                    arguments=("static_url_path", "static_folder"),
                ),
            ),
        ),
    ),
    views=(
        ViewBase("flask.views.View", ("GET",)),
        ViewBase("flask.views.MethodView"),
    ),
    attributes=(ClassAttribute("decorators", "decorator"),),
    loggers=(Logger("flask.Flask.logger"), Logger("flask.current_app.logger")),
    protections=(
        Protection(
            "flask.sessions.SecureCookieSessionInterface", "sessions.id", "instance",
            "signs the session cookie with the secret key",
        ),
    ),
    sources=held(_REQUESTS, "request", path="view_args:map")
    + held(
        f"{_REQUESTS} werkzeug.Request werkzeug.wrappers.Request", "request",
        query="args query_string:text", form="form", any="values",
        body="json get_json data:text get_data:text stream:text", file="files:files", cookie="cookies",
        header="headers environ referrer:text user_agent host:text host_url:text url_root:text root_url:text "
               "authorization mimetype:text content_type:text content_encoding:text remote_user:text "
               "access_route:list origin:text "
               "accept_mimetypes:list accept_languages:list pragma:list mimetype_params",
        url="path:text full_path:text url:text base_url:text",
    ),
    html=(
        HtmlSink("flask.Markup", ("object", 0), "markup", until="3.0"),
        HtmlSink("flask.make_response", ("rv", 0), "response", aliases=("flask.helpers.make_response",)),
        HtmlSink(
            "flask.Response", ("response", 0), "response", aliases=("werkzeug.wrappers.Response",),
            content_type=(("mimetype", 3), ("content_type", 4)),
        ),
        HtmlSink(
            "flask.render_template_string", ("source", 0), "template",
            aliases=("flask.templating.render_template_string",),
        ),
    ),
    renderers=(
        Renderer("flask.render_template", ("template_name_or_list", 0), aliases=("flask.templating.render_template",)),
        Renderer("flask.stream_template", ("template_name_or_list", 0), aliases=("flask.templating.stream_template",)),
    ),
)  # fmt: skip
