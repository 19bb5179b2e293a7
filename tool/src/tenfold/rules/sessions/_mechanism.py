"""What keeps an app's users logged in: a cookie that holds the session, a store, or a token."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.accounts import sites
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.rules.sessions._cookies import auth_cookies
from tenfold.rules.sessions._tokens import Issue, issues

SIGNED_COOKIES = "django.contrib.sessions.backends.signed_cookies"
_STARLETTE = frozenset(
    {"starlette.middleware.sessions.SessionMiddleware", "fastapi.middleware.sessions.SessionMiddleware"}
)
STARSESSIONS = frozenset({"starsessions.SessionMiddleware", "starsessions.middleware.SessionMiddleware"})
_SESSION_NAMES = frozenset({"flask.session", "flask.globals.session", "quart.session"})


class Seen(msgspec.Struct, frozen=True):
    """Something that keeps sessions: where it is put in force, and what it is, in words."""

    place: Place
    what: str
    site: CallSite | None = None


class Mechanism(msgspec.Struct, frozen=True):
    """How an app keeps its users logged in.

    Attributes:
        cookie: a session that lives in a signed cookie at the client.
        store: a session that lives in a store; the cookie holds its id.
        tokens: places where the app makes a signed token for a user.
        own: where there is nothing else, a cookie of the app's own making that seems to log users in.
    """

    cookie: Seen | None
    store: Seen | None
    tokens: tuple[Issue, ...]
    own: Seen | None = None

    @property
    def any(self) -> bool:
        """Whether there is a session of any kind."""
        return bool(self.cookie or self.store or self.tokens or self.own)


@lru_cache(maxsize=8)
def mechanism(app: App) -> Mechanism:
    """How an app keeps its users logged in."""
    find = {"flask": _flask, "django": _django, "fastapi": _fastapi}[app.framework]
    cookie, store = find(app)
    tokens = issues(app)
    own = None
    if cookie is None and store is None and not tokens:
        site, name = next(auth_cookies(app), (None, ""))
        own = Seen(site.place, f"the app makes the cookie {name} itself", site) if site is not None else None
    return Mechanism(cookie, store, tokens, own)


def nothing_of(app: App) -> str:
    """What was looked for where an app has no session at all."""
    looked = {
        "flask": "flask.session, Flask-Login, signed tokens",
        "django": "SessionMiddleware, signed tokens",
        "fastapi": "SessionMiddleware, session cookies, signed tokens",
    }[app.framework]
    return f"the app keeps nobody logged in (looked for {looked})"


# -- Flask


def _flask(app: App) -> tuple[Seen | None, Seen | None]:
    use = next(session_uses(app), None)
    if use is None:
        return None, None
    interface = _interface(app)
    if interface is not None:
        return None, interface
    for guard in app.protections.in_force("sessions.server-side"):
        kind = app.settings.get("SESSION_TYPE")
        if kind is not None and kind.value in {None, "null"} and kind.place is not None:
            continue
        named = f" ({kind.fallback})" if kind is not None and isinstance(kind.fallback, str) else ""
        return None, Seen(guard.place, f"{guard.name.rpartition('.')[2]} keeps them in its store{named}")
    return Seen(use, "Flask's session is a signed cookie that holds the data itself"), None


def session_uses(app: App) -> Iterator[Place]:
    """Where a Flask app uses its session: log-in calls first, then what is stored in it."""
    for site in sites(app, "logs in"):
        yield site.place
    for path, file in app.files.items():
        names = app.program.names
        for assign in file.detail.assigns if "session[]" in file.outline.stored else ():
            target = assign.target
            if isinstance(target, f.Item) and names.qualify(file, assign.scope, target.value) in _SESSION_NAMES:
                yield Place(path, f.line_of(assign.at))
    for path, file in app.files.items():
        for imported in file.outline.imports:
            if imported.module in {"flask", "quart"} and imported.name == "session":
                yield Place(path, f.line_of(imported.at))


def is_session(name: str) -> bool:
    """Whether a qualified name is the session of the app's framework."""
    return name in _SESSION_NAMES or name.endswith((".request.session", "HttpRequest().session", "Request().session"))


def _interface(app: App) -> Seen | None:
    """`app.session_interface = SomeInterface()` of the project's own or a library's, unless it is Flask's own kind."""
    for path, file in app.files.items():
        if "session_interface" not in file.outline.stored:
            continue
        for assign in file.detail.assigns:
            inside = assign.stem == "session_interface" and file.outline.scopes[assign.scope].kind == "class"
            if not (inside or assign.stem.endswith(".session_interface")) or assign.value is None:
                continue
            name = app.program.names.qualify(file, assign.scope, assign.value).replace("()", "")
            bases = app.program.names.ancestors(name) if name else []
            if name and not any(base.endswith("SecureCookieSessionInterface") for base in bases):
                short = name.rpartition(":")[2].rpartition(".")[2]
                return Seen(Place(path, f.line_of(assign.at)), f"{short} keeps them on the server")
    return None


# -- Django


def _django(app: App) -> tuple[Seen | None, Seen | None]:
    guard = next(iter(app.protections.in_force("sessions.server-side")), None)
    if guard is None:
        return None, None
    engine = app.settings.get("SESSION_ENGINE")
    name = engine.fallback if engine is not None and isinstance(engine.fallback, str) else ""
    place = engine.place if engine is not None and engine.place is not None else guard.place
    if name == SIGNED_COOKIES:
        return Seen(place, "signed_cookies keeps the session's data in the cookie itself"), None
    return None, Seen(place, f"Django keeps them in the store of {name.rpartition('.')[2] or 'SESSION_ENGINE'}")


# -- FastAPI


def _fastapi(app: App) -> tuple[Seen | None, Seen | None]:
    for guard in app.protections.in_force("sessions.server-side"):
        return None, Seen(guard.place, f"{guard.name.partition('.')[0]} keeps them in its store")
    site = starlette_sessions(app)
    if site is not None:
        return Seen(site.place, "SessionMiddleware keeps the session's data in a signed cookie", site), None
    return None, None


def starlette_sessions(app: App, names: frozenset[str] = _STARLETTE) -> CallSite | None:
    """The call that adds a session middleware, Starlette's own or one of `names`, with its arguments."""
    for segment in ("add_middleware", "Middleware", "SessionMiddleware"):
        for site in app.ending(segment):
            first = site.call.args[0] if site.call.args else site.argument("middleware_class")
            named = app.program.names.qualify(site.file, site.call.scope, first) if first is not None else ""
            if site.name in names or named in names:
                return site
    return None
