"""input.redirect."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.request_origin import RequestOrigin
from tenfold.rules.base import Observation, met, not_applicable
from tenfold.rules.input._address import HOST_GIVEN, leading
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._trace import Trace, trace_of
from tenfold.rules.input._uploads import holds_slash
from tenfold.rules.input._uses import Use

_LOGIN_VIEWS = ("django.contrib.auth.views.LoginView", "django.contrib.auth.views.RedirectURLMixin")


class Redirect(SinkRule):
    """A redirect goes wherever the request says.

    ## What it finds
    Redirects to an address that begins with request data, unchecked, or checked in a way that can be got
    round (`startswith("/")` lets `//evil.example` pass; a piece of the host in the text proves nothing).
    `url_has_allowed_host_and_scheme`, `url_for`, `reverse`, a fixed path in front, and a comparison of the
    host are silent.

    ## Why it matters
    A link to your log-in page that ends on the attacker's copy of it is believed by everyone who looks at the host.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, redirect, request

    app = Flask(__name__)

    @app.post("/login")
    def login():
        return redirect(request.args.get("next", "/"))
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from urllib.parse import urlsplit

    from flask import Flask, redirect, request, url_for

    app = Flask(__name__)

    @app.get("/")
    def index():
        return ""

    @app.post("/login")
    def login():
        target = request.args.get("next", "")
        if not target.startswith("/") or target.startswith("//") or urlsplit(target).netloc:
            target = url_for("index")
        return redirect(target)
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
    - https://docs.djangoproject.com/en/stable/ref/utils/#django.utils.http.url_has_allowed_host_and_scheme
    - https://cwe.mitre.org/data/definitions/601.html
    """

    requirement = "input.redirect"
    severity = "medium"
    nothing = "no redirect to a computed address (looked for redirect, HttpResponseRedirect, RedirectResponse)"
    sound = "it leads to this site or to a checked address"
    fix = {
        "": "Redirect only to a path that begins with one slash and whose urlsplit(...).netloc is empty.",
        "django": "Check it with url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}) first.",
    }

    def dangerous(self, trace: Trace, use: Use) -> f.Expr | None:
        """The part of the address that says where to; None when it is a path of this site or a fixed host."""
        if use.expr is None:
            return None
        prefix, first = leading(trace, use.file, use.scope, use.expr)
        if first is None or HOST_GIVEN.match(prefix) or (prefix and prefix not in {"/", "//", "http://", "https://"}):
            return None
        if prefix == "/" and not _may_begin_with_slash(trace, use, first):
            return None
        return first

    def harmful(self, trace: Trace, use: Use, origin: RequestOrigin) -> bool:  # noqa: ARG002
        """This request's own address, and the page that the user came from, are no choice of a stranger's link."""
        return origin.part not in {"url", "header", "cookie"} and (
            origin.part != "path" or holds_slash(trace.app, origin)
        )

    def report(self, app: App, trace: Trace, use: Use) -> Observation:
        """Say the by-pass where there is a check."""
        seen = super().report(app, trace, use)
        expr = self.dangerous(trace, use)
        if expr is not None and self.checks(trace).of(use, use.expr or expr) == "weak":
            passing = "the check in front of it lets //evil.example or a look-alike pass"
            return replace(seen, reason=f"{seen.reason}; {passing}")
        return seen

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:
        """Redirects to constant addresses alone prove nothing; Django's own log-in view checks `next`."""
        risky = [use for use in unclear if trace_of(app).origin(use.file, use.scope, use.expr) is not None]
        proofs = [use for use in safe if not isinstance(app.program.values.of(use.file, use.scope, use.expr), str)]
        view = _login_view(app)
        if risky or (proofs and view is None):
            yield from super().conclude(app, proofs, risky)
        elif view is not None:
            yield met(view, "Django's log-in view checks next before it redirects")
        elif unclear:
            yield from super().conclude(app, [], unclear)
        elif safe:
            yield met(safe[0].place, f"{safe[0].called}: every redirect leads to a fixed address")
        else:
            yield not_applicable(self.nothing)


def _may_begin_with_slash(trace: Trace, use: Use, first: f.Expr) -> bool:
    """Whether what follows the slash may begin with another, so that the browser takes the next word for a host."""
    origin = trace.origin(use.file, use.scope, first)
    return origin is not None and (origin.part not in {"path", "url"} or holds_slash(trace.app, origin))


def _login_view(app: App) -> Place | None:
    """Where Django's log-in view is used or derived from."""
    names = app.program.names
    for route in app.routes:
        if any(base.removesuffix("()") in _LOGIN_VIEWS for base in names.ancestors(route.view.removesuffix("()"))):
            return route.view_place or route.place
    return None
