"""Whether a client that asks too often is told so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.frameworks.limiters import DJANGO_AXES, DJANGO_RATELIMIT, FASTAPI_LIMITER, SLOWAPI
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import expressions
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.rate._limiters import InUse, in_memory_library, in_use

_SLOWAPI_ERROR = "slowapi.errors.RateLimitExceeded"
_RETRY_FIXES = {
    "Flask-Limiter": "Give the limiter `headers_enabled=True`.",
    "SlowApi": "Send `Retry-After` from the handler of RateLimitExceeded, or give the limiter `headers_enabled=True`.",
    "fastapi-limiter": "Give RateLimiter a `callback` that raises 429 with a Retry-After header.",
}


class LimitResponse(Rule):
    """A client that is limited does not get 429 with Retry-After.

    ## What it finds

    What the client gets at the limit: SlowApi without a handler for RateLimitExceeded answers 500,
    django-ratelimit's `Ratelimited` becomes 403, and without `headers_enabled` Flask-Limiter and SlowApi send 429
    without `Retry-After`.

    ## Why it matters

    A well-behaved client waits when it is told how long; without that it tries again at once, and users see an
    error that looks like a missing permission or a broken server. Monitoring cannot tell limits from faults either.

    ## Example

    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address)
    app.state.limiter = limiter

    @app.get("/search")
    @limiter.limit("10/minute")
    def search(request: Request):
        return []
    ```

    ## Use instead

    ### FastAPI
    ```python main.py
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse
    from slowapi import Limiter
    from slowapi.errors import RateLimitExceeded
    from slowapi.util import get_remote_address

    app = FastAPI()
    limiter = Limiter(key_func=get_remote_address)
    app.state.limiter = limiter

    @app.exception_handler(RateLimitExceeded)
    def too_many(request: Request, error: RateLimitExceeded):
        seconds = str(error.limit.limit.get_expiry())
        return JSONResponse({"detail": "Please wait."}, 429, {"Retry-After": seconds})

    @app.get("/search")
    @limiter.limit("10/minute")
    def search(request: Request):
        return []
    ```

    ## References

    - https://www.rfc-editor.org/rfc/rfc6585#section-4
    - https://flask-limiter.readthedocs.io/en/stable/#rate-limiting-headers
    - https://django-ratelimit.readthedocs.io/en/stable/usage.html#exceptions
    """

    requirement = "rate.response"
    severity = "low"
    cwe = (799,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Ask each limiter what it answers."""
        limiters = in_use(app)
        if not limiters:
            yield not_applicable(
                "the app has no limiter (looked for Flask-Limiter, SlowApi, axes, throttles and the like)"
            )
        for one in limiters:
            yield from _judge(app, one)


def _judge(app: App, one: InUse) -> Iterator[Observation]:
    if one.limiter is SLOWAPI:
        yield from _slowapi(app, one)
    elif one.limiter is DJANGO_RATELIMIT:
        yield from _ratelimit(app, one)
    elif one.limiter is DJANGO_AXES:
        yield from _axes(app, one)
    elif one.asked is not None and "429" not in _texts(one.asked.file, one.asked.scope):
        yield missing(one.place, f"who is refused by {one.called} gets no 429 that tells when to come back",
                      "Answer 429 with a Retry-After header where the limit refuses.")  # fmt: skip
    elif one.limiter is None:
        yield met(one.place, f"{one.called} answers 429")
    elif one.limiter.retry_after or (one.limiter is FASTAPI_LIMITER and not in_memory_library(app)):
        yield met(one.place, f"{one.called} answers 429 with Retry-After")
    else:
        yield from _headers(app, one)


def _headers(app: App, one: InUse) -> Iterator[Observation]:
    """A library that answers 429; whether Retry-After is added by it or by a handler."""
    place = _switched_on(app, one) or (_telling(app) if one.called in _RETRY_FIXES else None)
    if place is not None:
        yield met(place, f"{one.called} answers 429 with Retry-After")
        return
    if one.called in _RETRY_FIXES:
        yield violated(one.place, f"{one.called} answers 429 without Retry-After", _RETRY_FIXES[one.called])
    else:
        yield met(one.place, f"{one.called} answers 429")


def _switched_on(app: App, one: InUse) -> Place | None:
    assert one.limiter is not None
    for name in one.limiter.retry_arguments:
        given = one.site.argument(name) if one.site is not None else None
        if one.site is not None and given is not None:
            on = app.program.values.of(one.site.file, one.site.call.scope, given)
            return one.site.place if on not in (False, None) else None
    for name in one.limiter.retry_settings:
        setting = app.settings.explicit(name)
        if setting is not None and setting.place is not None and setting.fallback not in (False, None):
            return setting.place
    return None


def _telling(app: App) -> Place | None:
    """A function that sends 429 with Retry-After."""
    for path, file in app.files.items():
        for index in range(1, len(file.outline.scopes)):
            texts = _texts(file, index)
            if "retry-after" in texts and "429" in texts:
                return Place(path, f.line_of(file.outline.scopes[index].at))
    return None


def _texts(file: PythonFile, scope: int) -> set[str]:
    """The constants of a function, as lower-case text, and the names that mean 429."""
    found: set[str] = set()
    for expr in expressions(file, scope):
        if isinstance(expr, f.Const) and isinstance(expr.value, (str, int)):
            found.add(str(expr.value)[:40].lower())
        elif isinstance(expr, f.Attr) and "TOO_MANY_REQUESTS" in expr.name:
            found.add("429")
    return found


# -- SlowApi


def _slowapi(app: App, one: InUse) -> Iterator[Observation]:
    handler = next(_handlers(app), None)
    if handler is None:
        if any(guard.name == SLOWAPI.name for guard in app.protections.in_force("rate.default")):
            yield from _headers(app, one)
            return
        yield violated(
            one.place, "nothing handles RateLimitExceeded: the client gets 500 at the limit",
            "Add `app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)`.", severity="medium",
        )  # fmt: skip
        return
    place, defined = handler
    if defined is not None and "retry-after" in _texts(*defined):
        yield met(Place(defined[0].path, f.line_of(defined[0].outline.scopes[defined[1]].at)),
                  "the handler answers 429 with Retry-After")  # fmt: skip
    elif _switched_on(app, one) is not None:
        yield met(place, "SlowApi answers 429 with Retry-After")
    else:
        yield violated(place, "SlowApi answers 429 without Retry-After", _RETRY_FIXES["SlowApi"])


def _handlers(app: App) -> Iterator[tuple[Place, tuple[PythonFile, int] | None]]:
    """Where RateLimitExceeded, or all HTTP errors of its base, are handled, and the project's handler."""
    names = app.program.names
    for site in app.ending("add_exception_handler"):
        error, handler = site.argument("exc_class_or_status_code", 0), site.argument("handler", 1)
        if error is not None and _limits(app, site.file, site.call.scope, error):
            name = names.qualify(site.file, site.call.scope, handler) if handler is not None else ""
            yield site.place, names.definition(name)
    for path, file in app.files.items():
        for index, scope in enumerate(file.outline.scopes):
            for decorator in scope.decorators:
                if isinstance(decorator, f.CallRef):
                    call = file.detail.calls[decorator.index]
                    named = call.name.endswith("exception_handler") and call.args
                    if named and _limits(app, file, scope.parent, call.args[0]):
                        yield Place(path, f.line_of(call.at)), (file, index)


def _limits(app: App, file: PythonFile, scope: int, error: f.Expr) -> bool:
    return app.program.names.qualify(file, scope, error) == _SLOWAPI_ERROR or error == f.Const(429)


# -- Django


def _ratelimit(app: App, one: InUse) -> Iterator[Observation]:
    view = app.settings.explicit("RATELIMIT_VIEW")
    if view is not None and view.place is not None:
        yield met(view.place, "RATELIMIT_VIEW answers in place of 403")
        return
    for path, file in app.files.items():
        for index in range(1, len(file.outline.scopes)):
            texts = _texts(file, index)
            if "429" in texts:
                yield met(Place(path, f.line_of(file.outline.scopes[index].at)), "answers 429 at the limit")
                return
    if one.site is not None and one.site.name.endswith("ratelimit"):
        yield violated(
            one.place, "django-ratelimit raises Ratelimited, which Django answers with 403",
            "Set `RATELIMIT_VIEW` to a view that answers 429, and add django_ratelimit's `RatelimitMiddleware`.",
        )  # fmt: skip
    else:
        yield met(one.place, "the view decides what it answers", confidence="low")


def _axes(app: App, one: InUse) -> Iterator[Observation]:
    setting = app.settings.explicit("AXES_HTTP_RESPONSE_CODE")
    if setting is not None and setting.place is not None and setting.fallback != 429:
        yield violated(setting.place, f"axes answers {setting.fallback!r} to who is locked out",
                       "Set `AXES_HTTP_RESPONSE_CODE = 429`.")  # fmt: skip
    else:
        yield met(setting.place if setting is not None and setting.place else one.place, "axes answers 429")
