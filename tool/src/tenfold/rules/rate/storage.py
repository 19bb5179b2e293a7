"""Whether all workers count together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated
from tenfold.rules.rate._limiters import InUse, in_use
from tenfold.rules.rate._stores import Counted, counted

_FIXES = {
    "Flask-Limiter": 'Set `RATELIMIT_STORAGE_URI = "redis://..."` (or `storage_uri=`).',
    "SlowApi": 'Give the limiter `storage_uri="redis://..."`.',
    "fastapi-limiter": "Give the limiter a RedisBucket.",
}
_CACHE = 'Set `CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", ...}}`.'


class LimitStorage(Rule):
    """A rate limit counts in the memory of one process, and several processes serve the app.

    ## What it finds

    The store of each limiter (`storage_uri`, `RATELIMIT_STORAGE_URI`, Django's cache, axes' handler) held against
    the number of workers and replicas that the Dockerfile, compose file, Procfile or server configuration starts.

    ## Why it matters

    Each process counts for itself: with four workers the limit is four times what is written, and every restart
    sets it back to nothing.

    ## Example

    ### Flask
    ```python app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    app = Flask(__name__)
    limiter = Limiter(get_remote_address, app=app, default_limits=["200 per minute"])
    ```
    ```text Procfile
    web: gunicorn -w 4 app:app
    ```

    ## Use instead

    ### Flask
    ```python app.py
    import os

    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    app = Flask(__name__)
    limiter = Limiter(
        get_remote_address, app=app, default_limits=["200 per minute"], storage_uri=os.environ["REDIS_URL"]
    )
    ```
    ```text Procfile
    web: gunicorn -w 4 app:app
    ```

    ## References

    - https://flask-limiter.readthedocs.io/en/stable/#configuring-a-storage-backend
    - https://django-ratelimit.readthedocs.io/en/stable/settings.html#ratelimit-use-cache
    - https://docs.djangoproject.com/en/stable/topics/cache/#local-memory-caching
    """

    requirement = "rate.storage"
    severity = "medium"
    cwe = (799, 307)

    def judge(self, app: App) -> Iterable[Observation]:
        """Hold each limiter's store against the number of workers."""
        limiters = in_use(app)
        if not limiters:
            yield not_applicable(
                "the app has no limiter (looked for Flask-Limiter, SlowApi, axes, throttles and the like)"
            )
        known = any(one.limiter is not None for one in limiters)
        for one in limiters:
            store = counted(app, one)
            if one.limiter is None and store.kind == "unknown" and known:
                continue
            yield from _judge(app, one, store)


def _judge(app: App, one: InUse, store: Counted) -> Iterator[Observation]:
    fix = _FIXES.get(one.called, _CACHE if app.framework == "django" else "Count in Redis.")
    workers = app.deployment.workers
    if store.kind == "shared":
        yield met(store.place, f"{one.called} counts in {store.what}, which all workers share")
    elif store.kind == "none":
        yield violated(
            store.place, f"{one.called} counts in {store.what}: nobody is ever limited", fix, severity="high"
        )
    elif store.kind == "unknown":
        yield unknown(f"{one.called} counts in {store.what}", store.place)
    elif workers is None:
        yield unknown(
            f"{one.called} counts in {store.what}, and no file says how many workers run: with N of them the limit "
            "is N times what is written", store.place,
        )  # fmt: skip
    elif workers.count > 1:
        yield violated(
            store.place,
            f"{one.called} counts in {store.what}, and {workers.count} processes run: the limit is {workers.count} "
            "times what is written",
            fix, related=[Step(workers.place, workers.explanation)],
        )  # fmt: skip
    elif workers.exact:
        yield met(store.place, f"{one.called} counts in memory, and one process runs",
                  related=[Step(workers.place, workers.explanation)])  # fmt: skip
    else:
        yield unknown(f"{one.called} counts in {store.what}, and the number of processes is decided elsewhere "
                      f"({workers.explanation})", store.place)  # fmt: skip
