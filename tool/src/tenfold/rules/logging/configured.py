"""A handler and a level for the logs of an app."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, missing, unknown
from tenfold.rules.logging._configured import configurations
from tenfold.rules.logging._views import added_at

_FIX = {
    "flask": "Call logging.config.dictConfig({...}) with a handler and a level before Flask(...) is made.",
    "django": 'Set LOGGING with a handler and "root": {"handlers": ["console"], "level": "INFO"}.',
    "fastapi": "Call logging.config.dictConfig({...}) with a handler and a level where the app is made.",
}
_DEFAULT = {
    "flask": "no logging configuration was found; Flask alone writes warnings and errors only, without time",
    "django": "LOGGING is not set; Django's default writes nothing in production but mails of errors to ADMINS",
    "fastapi": "no logging configuration was found; uvicorn configures its own loggers only, not the app's",
}


class Configured(Rule):
    """No logging is configured.

    ## What it finds
    An app that never gives its logs a handler and a level: no `dictConfig`, `fileConfig`, `basicConfig`, `LOGGING`,
    `addHandler`, structlog or Loguru, and no `--log-config` of the server; or a configuration that no logger uses.
    Plain text is enough to meet it; `logging.plain-text` tells auditors of logs without fields. What stands under
    `if __name__ == "__main__":` counts only where production runs that file.

    ## Why it matters
    Python without configuration prints warnings only, without time or place. After a break-in the first questions are
    who, when and from where; such logs answer none of them.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from logging.config import dictConfig

    from flask import Flask

    dictConfig({
        "version": 1,
        "formatters": {"json": {"()": "pythonjsonlogger.json.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "INFO"},
    })
    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    LOGGING = {
        "version": 1,
        "formatters": {"json": {"()": "pythonjsonlogger.json.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "INFO"},
    }
    ```
    ### FastAPI
    ```python main.py
    import structlog
    from fastapi import FastAPI

    structlog.configure(processors=[structlog.processors.JSONRenderer()])
    app = FastAPI()
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/topics/logging/
    - https://flask.palletsprojects.com/en/stable/logging/
    - https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html
    """

    requirement = "logging.configured"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for what configures logging."""
        seen = list(configurations(app))
        proofs = [one for one in seen if one.kind == "met"]
        # What one place leaves open another closes: a bare basicConfig() beside dictConfig is no fault.
        yield from proofs or seen
        hook = app.settings.explicit("LOGGING_CONFIG") if app.framework == "django" else None
        if not seen and hook is not None and hook.value is None:
            yield unknown(
                "LOGGING_CONFIG = None leaves logging to other code: start the app and list logging.root.handlers",
                hook.place,
            )
        elif not seen:
            yield missing(added_at(app), _DEFAULT[app.framework], _FIX[app.framework])
