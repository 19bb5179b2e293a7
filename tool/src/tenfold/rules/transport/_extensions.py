"""Arguments of the Flask extensions that redirect to HTTPS and send Strict-Transport-Security."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.values import UNKNOWN, Value

TALISMAN = ("flask_talisman.Talisman", "flask_talisman.talisman.Talisman")
SSLIFY = ("flask_sslify.SSLify",)


def argument_of(app: App, place: Place, name: str, default: Value) -> Value:
    """The value of an argument of the extension that is attached at `place`, given there or where it is made.

    Returns:
        The default when it is given nowhere; unknown when further arguments are spread into a call.
    """
    sites = [
        *app.calls(*TALISMAN, *SSLIFY),
        *(site for site in app.program.calls.ending("init_app") if site.place == place),
    ]
    near = [site for site in sites if site.place == place] or sites
    for site in (*near, *sites):
        given = site.argument(name)
        if given is not None:
            return app.program.values.of(site.file, site.call.scope, given)
    return UNKNOWN if any(site.spreads for site in near) else default
