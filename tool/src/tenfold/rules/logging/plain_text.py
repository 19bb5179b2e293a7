"""Logs without fields."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.logging._config import configs
from tenfold.rules.logging._configured import configurations
from tenfold.rules.logging._structured import structured


class PlainText(Rule):
    """Logs are plain text instead of records with fields.

    ## What it finds
    A logging configuration without a JSON formatter, structlog renderer or other structured output. The requirement
    `logging.configured` is met by a handler and a level; this is the step after it, shown to auditors only.

    ## Why it matters
    Who, when and from where are the first questions after a break-in. Fields answer them with one query; plain text
    needs a pattern for each message, and values with spaces or line ends break it.

    ## Example
    ### Flask
    ```python app.py
    import logging

    from flask import Flask

    logging.basicConfig(level=logging.INFO)
    app = Flask(__name__)
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import logging

    from flask import Flask
    from pythonjsonlogger.json import JsonFormatter

    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    app = Flask(__name__)
    ```

    ## References
    - https://docs.python.org/3/howto/logging-cookbook.html#implementing-structured-logging
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html
    """

    requirement = "logging.configured"
    severity = "low"
    persona = "auditor"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for structured output where logging is configured."""
        found = next((one for one in configurations(app) if one.kind == "met" and one.place is not None), None)
        if found is None or found.place is None or structured(app, list(configs(app))) is not None:
            return
        if "structlog" not in found.reason:
            yield violated(
                found.place,
                "logging is configured here with plain text; no JSON formatter or structlog renderer is in use",
                "Add pythonjsonlogger.json.JsonFormatter as the handler's formatter.",
            )
