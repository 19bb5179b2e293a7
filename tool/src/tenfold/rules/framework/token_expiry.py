from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.framework._tokens import ENCODES, keys_of, payload

if TYPE_CHECKING:
    from tenfold.program.app import App


_PERSONAL = frozenset({"sub", "user", "username", "name", "email", "id", "uid", "userid", "user_name", "role", "admin"})


class TokenExpiry(Rule):
    """A token that is issued must expire.

    ## What it finds
    A token that is signed without an `exp` claim: all of its claims are known here, and none says when it ends.

    ## Why it matters
    A token cannot be called back. One that never expires and leaks, by a log, a copied link or a lost phone, works
    until you change the key for everybody.

    ## Example
    ### Flask
    ```python app.py
    import jwt
    from flask import Flask

    app = Flask(__name__)

    @app.post("/login")
    def login():
        return {"token": jwt.encode({"sub": "1"}, app.config["SECRET_KEY"], algorithm="HS256")}
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    import jwt

    def login(request):
        claims = {"sub": "1"}
        claims["name"] = request.POST["name"]
        return jwt.encode(claims, KEY, algorithm="HS256")
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from jose import jwt

    app = FastAPI()

    @app.post("/login")
    def login(name: str):
        return jwt.encode({"sub": name}, KEY, algorithm="HS256")
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import time

    import jwt
    from flask import Flask

    app = Flask(__name__)

    @app.post("/login")
    def login():
        claims = {"sub": "1", "exp": int(time.time()) + 900}
        return {"token": jwt.encode(claims, app.config["SECRET_KEY"], algorithm="HS256")}
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = []
    ```
    ```python site/views.py
    import time

    import jwt

    def login(request):
        claims = {"sub": "1"}
        claims["exp"] = int(time.time()) + 900
        return jwt.encode(claims, KEY, algorithm="HS256")
    ```
    ### FastAPI
    ```python main.py
    import time

    from fastapi import FastAPI
    from jose import jwt

    app = FastAPI()

    @app.post("/login")
    def login(name: str):
        return jwt.encode({"sub": name, "exp": int(time.time()) + 900}, KEY, algorithm="HS256")
    ```

    ## References
    - https://www.rfc-editor.org/rfc/rfc8725
    - https://cwe.mitre.org/data/definitions/613.html
    """

    requirement = "framework.tokens"
    severity = "medium"
    cwe = (613,)

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each call that issues a token."""
        for site in app.calls(*ENCODES):
            claims = keys_of(app, site, payload(site))
            if claims and "exp" not in claims:
                # Without a user in it, it is likely made anew for each request to another service.
                personal = not claims.isdisjoint(_PERSONAL) or any(claim.endswith("_id") for claim in claims)
                yield violated(
                    site.place,
                    f"The token holds {', '.join(sorted(claims)[:5])} but no exp, so it never expires.",
                    'Add "exp": int(time.time()) + 900 to its claims, and require it: options={"require": ["exp"]}.',
                    function=site.function,
                    severity=None if personal else "low",
                    persona=None if personal else "pedantic",
                )
