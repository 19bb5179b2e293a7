"""The words that a library's file declares its meaning in.

A file `frameworks/<library>.py` holds one `LIBRARY = Library(...)`. Rules and the linker name no library: they ask for
a requirement, a kind of route, a default. A test imports the real libraries and asserts that each name exists.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer

How = Literal[
    "attached",
    "call",
    "decorator",
    "base",
    "dependency",
    "middleware",
    "instance",
    "annotation",
    "entry",
    "installed",
    "command",
]
"""How a protection is put in force:

- attached: an extension that is given the app, as `Ext(app)` or by `ext.init_app(app)`; otherwise it does nothing.
- call: calling it is the protection (`sentry_sdk.init`, `secure_filename`).
- decorator: on a view, called or bare.
- base: a base class or mixin of a view, form or model.
- dependency: given to `Depends`/`Security` (FastAPI), directly or through another dependency.
- middleware: an entry of Django's MIDDLEWARE, or a class given to `add_middleware`/`Middleware(...)`.
- instance: making one is the protection (a field, a validator, a hasher).
- annotation: a parameter of that type.
- entry: an entry of a view's class attribute (`permission_classes`) or of the setting that is its default.
- installed: an entry of Django's INSTALLED_APPS.
- command: the first word of a command that production runs ("ddtrace-run").
"""


class Protection(msgspec.Struct, frozen=True):
    """A name that meets a requirement.

    Attributes:
        name: qualified name in the library ("flask_wtf.csrf.CSRFProtect").
        requirement: id of the requirement that it meets.
        how: how it is put in force.
        what: what it does, in a few words that fit after the name ("checks a token on every unsafe request").
        aliases: other qualified names of the same object ("flask_wtf.CSRFProtect").
        since: first version of the package that has it; "" when it was always there.
        until: first version of the package that no longer has it; "" while it is there.
        off: keyword arguments with the value that makes it protect nothing (("auto_error", False)).
        given: arguments of which one must be given, else it protects nothing ("default_limits").
        needs: names of which one must be in force as middleware, else it protects nothing.
        attach: for a method of an extension: the extension's name, which must be attached for it to work.
    """

    name: str
    requirement: str
    how: How
    what: str = ""
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    off: tuple[tuple[str, bool | str | None], ...] = ()
    given: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    attach: str = ""


class Exemption(msgspec.Struct, frozen=True):
    """A name that takes a route out of a protection: a decorator, a method called with the view, or a base of it."""

    name: str
    requirement: str
    aliases: tuple[str, ...] = ()
    since: str = ""


class Default(msgspec.Struct, frozen=True):
    """A setting's default, by version of the package.

    Attributes:
        setting: its name ("SESSION_COOKIE_SECURE").
        steps: (first version, value) in rising order; the first version may be "0".
        framework: whose settings: "django" or "flask".
    """

    setting: str
    steps: tuple[tuple[str, str | int | bool | float | tuple[str, ...] | None], ...]
    framework: str


class RouteMaker(msgspec.Struct, frozen=True):
    """A name that makes a route.

    Attributes:
        name: qualified name: "flask.Flask.route", "fastapi.FastAPI.get", "django.urls.path".
        methods: the HTTP methods that it answers when nothing else is said; empty: those of the view.
        style: "decorator" (on the view), "call" (the view is an argument), "mount" (a sub-app or include), "list" (an
            entry of a list of routes that holds the view).
        view: name and position of the view argument of a "call" or of the sub-app of a "mount".
        path: name and position of the path argument.
        kind: of the route: "http", "websocket" or "static".
        dependencies: arguments that hold protections of the route, or of all routes of what is mounted.
        many: every further positional argument is another path.
        until: as in `Protection`.
    """

    name: str
    methods: tuple[str, ...]
    style: Literal["decorator", "call", "mount", "list"]
    view: tuple[str, int] = ("", -1)
    path: tuple[str, int] = ("rule", 0)
    aliases: tuple[str, ...] = ()
    kind: str = "http"
    dependencies: tuple[str, ...] = ()
    many: bool = False
    until: str = ""


class Router(msgspec.Struct, frozen=True):
    """An object that routes hang on: an app, a blueprint, a router.

    Attributes:
        name: qualified name of its class.
        prefix: name and position of the argument that its routes' paths begin with; ("", -1) when there is none.
        root: it is an app that a server runs.
        dependencies: arguments that hold protections of all its routes.
        middleware: argument that holds a list of middleware.
        routes: argument that holds a list of routes.
        like: name of another router whose route makers and hooks it has too.
        parent: name and position of the argument that holds what it hangs on (`Api(app)`); `init_app` gives it too.
        default: its prefix when none is given; "{0}" stands for its first argument.
        replaces: the prefix that it is mounted under takes the place of its own.
    """

    name: str
    prefix: tuple[str, int] = ("", -1)
    root: bool = False
    dependencies: tuple[str, ...] = ()
    middleware: str = ""
    routes: str = ""
    like: str = ""
    parent: tuple[str, int] = ("", -1)
    default: str = ""
    replaces: bool = False
    aliases: tuple[str, ...] = ()


class Hook(msgspec.Struct, frozen=True):
    """A decorator, or a method that is given a function, that makes it run around many views.

    Attributes:
        name: qualified name ("flask.Blueprint.before_request").
        when: "before" it can refuse a request; "after" it can change the response; "around" both.
        everywhere: it reaches all routes of the app, not only those of its own object.
    """

    name: str
    when: Literal["before", "after", "around"]
    everywhere: bool = False
    aliases: tuple[str, ...] = ()


class BundledRoute(msgspec.Struct, frozen=True):
    """A route that a library brings.

    Attributes:
        arguments: of the router's class: the first gives the path in place of `path`, and None for any of them
            switches the route off (`docs_url=None`).
    """

    path: str
    methods: tuple[str, ...]
    view: str
    kind: str = "http"
    arguments: tuple[str, ...] = ()


class Bundle(msgspec.Struct, frozen=True):
    """Routes that a library brings with a router, a module of routes or a function that makes a router."""

    name: str
    routes: tuple[BundledRoute, ...]
    aliases: tuple[str, ...] = ()


class ViewBase(msgspec.Struct, frozen=True):
    """A base class of views, with the methods that it answers without further code, or the actions that it brings."""

    name: str
    methods: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class MethodLimit(msgspec.Struct, frozen=True):
    """A decorator that says which methods a view answers; without `methods` its first argument lists them."""

    name: str
    methods: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class ClassAttribute(msgspec.Struct, frozen=True):
    """A class attribute of views that lists protections.

    Attributes:
        name: "permission_classes".
        how: what its entries are: "decorator" or "entry".
        setting: the key of the framework's setting that gives its default ("REST_FRAMEWORK.DEFAULT_THROTTLE_CLASSES").
        default: what the library takes where neither is given.
        within: how the names of the library's views begin; "" when any view's attribute is meant.
        decorator: name of a decorator that gives the same for a function view.
        computed: name of a method that gives it instead ("get_permissions").
    """

    name: str
    how: Literal["decorator", "entry"]
    setting: str = ""
    default: tuple[str, ...] = ()
    within: str = ""
    decorator: str = ""
    computed: str = ""


Part = Literal["query", "form", "body", "path", "header", "cookie", "file", "url", "any"]
"""The part of a request that data comes from; "any" where one name holds several (Flask's `request.values`)."""


Holds = Literal["", "text", "map", "json", "files", "list", "url"]


class Source(msgspec.Struct, frozen=True):
    """A name that holds data of the request.

    Attributes:
        name: qualified name: an attribute ("flask.Request.args") or a method whose result it is.
        part: which part of the request.
        label: as people write it ("request.args").
        aliases: other qualified names ("flask.request.args").
        validated: a schema has passed it.
        holds: what it is: "text", "map" (keys with texts), "json" (any depth), "files", "list" or "url" (an object with
            its parts as attributes); "" where the part tells.
        keys: only these entries of it are data of the request; a "*" at the end stands for anything.
        until: first version of the package that no longer has it; "" while it is there.
    """

    name: str
    part: Part
    label: str
    aliases: tuple[str, ...] = ()
    validated: bool = False
    holds: Holds = ""
    keys: tuple[str, ...] = ()
    until: str = ""


class Handler(msgspec.Struct, frozen=True):
    """Functions that a framework calls with data of a request, and that no route which Tenfold knows leads to.

    Attributes:
        name: qualified name of the class whose methods they are, of the decorator on them, of the module that their
            file imports, or of what says how they look.
        how: which of these it is.
        methods: their names, those of the base's methods or of functions anywhere in the file; a "*" at the end stands
            for anything; empty: any.
        takes: names that one of their parameters must have for a function to be taken for one.
        request: (parameter, qualified name of the class of what it holds); "" for the first parameter after `self`.
        others: part of the request that the other parameters hold; "" when they hold nothing of it.
        only: names of the parameters that do; empty: all others.
        skip: names of parameters that hold nothing of it.
        mark: attribute that is set on a function instead of the decorator (`index.exposed = True`).
        attributes: of a base: (attribute, qualified name of the class of the request that it holds).
        holds: as in `Source`.
        validated: a schema has passed them.
    """

    name: str
    how: Literal["base", "decorator", "module", "signature"]
    methods: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    request: tuple[tuple[str, str], ...] = ()
    others: Part | Literal[""] = ""
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    mark: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    holds: Holds = ""
    validated: bool = False
    aliases: tuple[str, ...] = ()


class Logger(msgspec.Struct, frozen=True):
    """A name that writes to a log.

    Attributes:
        name: qualified name of a logger, or of what makes one ("logging.getLogger"); its level methods record.
        fields: its keyword arguments are fields of the record, not part of its text.
        records: it is a function that records when it is called ("sentry_sdk.capture_exception").
    """

    name: str
    fields: bool = False
    records: bool = False
    aliases: tuple[str, ...] = ()


class AppMaker(msgspec.Struct, frozen=True):
    """A class whose instance is a web app; `framework` is "flask", "django" or "fastapi", the family that it is of."""

    name: str
    framework: Literal["flask", "django", "fastapi"]
    aliases: tuple[str, ...] = ()
    until: str = ""


class HtmlSink(msgspec.Struct, frozen=True):
    """A name whose argument is taken for HTML.

    Attributes:
        name: qualified name ("markupsafe.Markup").
        argument: name and position of the argument that is taken for HTML.
        kind: "markup" says that a text is safe, "format" escapes its other arguments, "response" sends it to the
            browser, "template" is template source.
        content_type: arguments that may say that the response is no HTML.
        html: the response is HTML when nothing says otherwise.
        aliases: other qualified names of the same object.
        until: first version of the package that no longer has it; "" while it is there.
    """

    name: str
    argument: tuple[str, int]
    kind: Literal["markup", "format", "response", "template"]
    content_type: tuple[tuple[str, int], ...] = ()
    html: bool = True
    aliases: tuple[str, ...] = ()
    until: str = ""


class Renderer(msgspec.Struct, frozen=True):
    """A call that fills a template.

    Attributes:
        name: qualified name ("flask.render_template").
        template: name and position of the template's name.
        context: name and position of the dict of variables; ("", -1) when they are keyword arguments.
        aliases: other qualified names of the same object.
    """

    name: str
    template: tuple[str, int]
    context: tuple[str, int] = ("", -1)
    aliases: tuple[str, ...] = ()


class Library(msgspec.Struct, frozen=True):
    """What one library means.

    Attributes:
        name: as people write it ("Flask-WTF").
        package: normalised name on the package index ("flask-wtf").
        modules: import names.
        note: a sentence for the user, such as that it is no longer maintained.
        tags: what kind of library it is: "framework", "database", "sessions", "log", "monitoring", "schema", ...
        sinks: calls that do harm with request data.
        sanitizers: calls that make data harmless.
        transfers: what calls make of the data that they are given.
    """

    name: str
    package: str
    modules: tuple[str, ...]
    apps: tuple[AppMaker, ...] = ()
    protections: tuple[Protection, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    defaults: tuple[Default, ...] = ()
    routes: tuple[RouteMaker, ...] = ()
    routers: tuple[Router, ...] = ()
    hooks: tuple[Hook, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    views: tuple[ViewBase, ...] = ()
    limits: tuple[MethodLimit, ...] = ()
    attributes: tuple[ClassAttribute, ...] = ()
    loggers: tuple[Logger, ...] = ()
    sources: tuple[Source, ...] = ()
    handlers: tuple[Handler, ...] = ()
    html: tuple[HtmlSink, ...] = ()
    renderers: tuple[Renderer, ...] = ()
    sinks: tuple[Sink, ...] = ()
    sanitizers: tuple[Sanitizer, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
