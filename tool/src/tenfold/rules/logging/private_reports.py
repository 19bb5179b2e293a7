"""Personal data in error reports."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, violated

_SENTRY = "sentry_sdk.init"


class PrivateReports(Rule):
    """Error reports are sent with personal data and request bodies.

    ## What it finds
    `sentry_sdk.init(send_default_pii=True)`, which adds user names, addresses, cookies and bodies to each report. It
    is evidence for the requirement when the option is off and `before_send` or an `EventScrubber` is not needed.

    ## Why it matters
    An error report leaves your systems for another company's. With this option it takes the user's address, cookies and
    what they typed with it; a session cookie in a report lets every reader of reports act as that user.

    ## Example
    ### Flask
    ```python app.py
    import sentry_sdk
    from flask import Flask

    sentry_sdk.init(dsn="https://key@example.ingest.sentry.io/1", send_default_pii=True)
    app = Flask(__name__)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import sentry_sdk
    from flask import Flask

    sentry_sdk.init(dsn="https://key@example.ingest.sentry.io/1", send_default_pii=False)
    app = Flask(__name__)
    ```

    ## References
    - https://docs.sentry.io/platforms/python/data-management/sensitive-data/
    """

    requirement = "logging.private"
    severity = "low"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look at the options of Sentry."""
        for site in app.calls(_SENTRY):
            given = site.argument("send_default_pii")
            value = app.program.values.of(site.file, site.call.scope, given) if given is not None else False
            scrubbed = any(site.argument(name) is not None for name in ("before_send", "event_scrubber"))
            if value is True and not scrubbed:
                yield violated(
                    site.place,
                    "send_default_pii=True adds user names, addresses, cookies and bodies to each report to Sentry",
                    "Write send_default_pii=False, or take the data out in before_send.",
                    function=site.function,
                )
            elif value is False and not site.spreads:
                yield met(site.place, "Sentry's reports leave personal data out (send_default_pii is off)")
