"""input.redirect."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tenfold.dataflow.flows import flows_of
from tenfold.dataflow.holes import Hole
from tenfold.dataflow.values import is_request
from tenfold.findings import Severity
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, met, not_applicable
from tenfold.rules.input._address import begins_with_host
from tenfold.rules.input._sink_rule import Judged, SinkRule, argument
from tenfold.rules.input._uploads import holds_slash
from tenfold.rules.input._uses import Use

_OF_BROWSER = frozenset({"referer", "referrer", "http_referer", "origin", "host", "http_host"})
"""Headers by which the browser tells of the page that the user came from."""
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

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """A path of this site, a fixed or compared host, or what no stranger's link can choose."""
        root, before = hole.data.root, hole.before
        if root is not None and (root.own or root.key.lower() in _OF_BROWSER or root.name.endswith("referrer")):
            return True
        may_begin = root is None or root.part != "path" or holds_slash(app, root)
        if not may_begin and not before.endswith("//"):
            return True
        if before.lstrip("/") and before not in {"http://", "https://"} and not before.startswith("//"):
            return True
        if before == "/" and (not may_begin or hole.lacks("/")):
            return True
        return _local(hole)

    def grade(self, app: App, one: Judged) -> Severity | None:  # noqa: ARG002
        """A link sets no headers and cookies, so that a stranger must find another way to them first."""
        parts = {hole.data.root.part for hole in one.harm if hole.data.root is not None}
        return "low" if parts <= {"header", "cookie"} else None

    def report(self, app: App, one: Judged) -> Observation:
        """Say the by-pass where there is a check."""
        seen = super().report(app, one)
        if any(hole.has("begins") for hole in one.harm):
            passing = "the check in front of it lets //evil.example or a look-alike pass"
            return replace(seen, reason=f"{seen.reason}; {passing}")
        return seen

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:
        """Redirects to constant addresses alone prove nothing; Django's own log-in view checks `next`."""
        risky = [use for use in unclear if from_request(app, use)]
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


def _local(hole: Hole) -> bool:
    """Whether checks have shown that an address stays on this site or on a known one."""
    if hole.has("host.fixed") or hole.has("host.empty") or begins_with_host(hole) or hole.is_word():
        return True
    begins, refused = hole.details("begins"), hole.details("not-begins")
    return "/" in begins and any(text.startswith(("//", "/\\")) for text in refused)


def from_request(app: App, use: Use) -> bool:
    """Whether request data has a part in an address, harmless or not."""
    records = flows_of(app).at(use.file, use.site.call)
    return any(is_request(argument(use, record) or ()) for record in records)


def _login_view(app: App) -> Place | None:
    """Where Django's log-in view is used or derived from."""
    names = app.program.names
    for route in app.routes:
        if any(base.removesuffix("()") in _LOGIN_VIEWS for base in names.ancestors(route.view.removesuffix("()"))):
            return route.view_place or route.place
    return None
