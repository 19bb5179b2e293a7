from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.findings import Severity
from tenfold.rules.base import Observation, Rule, violated

if TYPE_CHECKING:
    from tenfold.program.app import App


class DevelopmentServer(Rule):
    """A development server must not serve production.

    ## What it finds
    `manage.py runserver`, `fastapi dev`, and a reloading uvicorn or gunicorn in the command that production starts,
    where the repository starts no other server.

    ## Why it matters
    A development server is neither hardened nor fast, reloads whatever changes on disk, and its makers say that it must
    not face the internet.

    ## Example
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--reload"]
    ```

    ## Use instead
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["gunicorn", "site.wsgi", "--bind", "0.0.0.0:8000"]
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```
    ```dockerfile Dockerfile
    FROM python:3.13
    CMD ["fastapi", "run", "main.py"]
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver
    - https://fastapi.tiangolo.com/deployment/manually/
    """

    requirement = "framework.debug-off"
    severity = "medium"
    frameworks = frozenset({"django", "fastapi"})
    cwe = (489,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge the commands that production starts."""
        modules = app.settings.modules
        if any(module.environment == app.program.environment and not module.judged for module in modules):
            return  # what is started here loads other settings than production's: it is for developers
        started = app.deployment.servers
        faults = [
            (one, why) for one in started if (why := _fault(one.server.kind, one.server.subcommand, one.server.reload))
        ]
        sound = [one for one in started if one.server.kind != "python" and one not in [fault[0] for fault in faults]]
        for one, why in faults if not sound else ():
            severity: Severity | None = "low" if "--reload" in why else None
            yield violated(one.place, f"Production starts {why}.", _FIX[app.framework], severity=severity)


_FIX = {
    "django": "Start gunicorn with the project's wsgi module: gunicorn project.wsgi --bind 0.0.0.0:8000.",
    "fastapi": "Start fastapi run, or uvicorn without --reload.",
}


def _fault(kind: str, subcommand: str, reload: bool | None) -> str:
    if kind == "runserver":
        return "Django's development server (runserver)"
    if kind == "fastapi" and subcommand == "dev":
        return "fastapi dev, which reloads and is meant for development"
    return f"{kind} with reload (--reload), which restarts on any change of a file" if reload else ""
