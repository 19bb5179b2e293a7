"""Flask."""

from tenfold.frameworks.model import (
    AppMaker,
    Bundle,
    BundledRoute,
    ClassAttribute,
    Hook,
    HtmlSink,
    Library,
    Logger,
    Part,
    Protection,
    Renderer,
    RouteMaker,
    Router,
    Source,
    ViewBase,
)

_VERBS = tuple(
    RouteMaker(f"flask.{owner}.{verb}", (verb.upper(),), "decorator")
    for owner in ("Flask", "Blueprint")
    for verb in ("get", "post", "put", "patch", "delete")
)

_HELD: tuple[tuple[str, Part], ...] = (
    ("args", "query"), ("form", "form"), ("values", "any"), ("json", "body"), ("get_json", "body"), ("data", "body"),
    ("get_data", "body"), ("stream", "body"), ("files", "file"), ("headers", "header"), ("cookies", "cookie"),
    ("view_args", "path"), ("path", "url"), ("full_path", "url"), ("url", "url"), ("base_url", "url"),
    ("query_string", "query"), ("referrer", "header"), ("user_agent", "header"), ("host", "header"),
    ("authorization", "header"), ("environ", "header"),
)  # fmt: skip

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
    sources=tuple(
        Source(
            f"flask.Request.{name}", part, f"request.{name}",
            aliases=(f"flask.request.{name}", f"flask.globals.request.{name}"),
        )
        for name, part in _HELD
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
