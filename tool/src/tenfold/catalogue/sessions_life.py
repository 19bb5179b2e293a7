"""Practice 4, second half: a new id at log-in, an end at log-out, a plain serializer."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="sessions.rotation",
        practice="sessions",
        title="A new session id at log-in and at a change of rights",
        asks="The session gets a new id when someone logs in or gains rights, and the old id stops working.",
        why="""\
If the id stays the same, an attacker can first plant one that they know (from a shared computer, a \
subdomain, an injected cookie), wait until the victim logs in with it, and then use it too. This is \
session fixation; a new id ends it.""",
        how=HowTo(
            flask="""\
Empty the session before log-in, and let Flask-Session issue a new id.

```python
from flask import current_app, session
from flask_login import login_user

def log_in(user):
    session.clear()
    login_user(user)
    current_app.session_interface.regenerate(session)  # Flask-Session 0.7 or newer
```""",
            django="""\
`login()` does it. Do it yourself where rights rise without a log-in, and after a password change keep \
only this session.

```python
from django.contrib.auth import login, update_session_auth_hash

def log_in(request, user):
    login(request, user)  # calls request.session.cycle_key()

def second_factor_passed(request):
    request.session.cycle_key()
    request.session["verified"] = True

def password_changed(request, user):
    update_session_auth_hash(request, user)  # ends the user's other sessions
```
Setting `request.session["user_id"]` by hand rotates nothing.""",
            fastapi="""\
Make a new token at each log-in and delete the one that came with the request; with starsessions:

```python
from starsessions import regenerate_session_id

@app.post("/login")
async def log_in(request: Request, user: Annotated[User, Depends(checked_user)]):
    request.session.clear()
    regenerate_session_id(request)
    request.session["user_id"] = user.id
```""",
        ),
        cwe=(384,),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("7.2.4", "7.4.3"),
        references=(
            "https://owasp.org/www-community/attacks/Session_fixation",
            "https://docs.djangoproject.com/en/stable/topics/auth/default/#how-to-log-a-user-in",
            "https://flask-session.readthedocs.io/en/latest/security.html",
        ),
    ),
    Requirement(
        id="sessions.logout",
        practice="sessions",
        title="Log-out ends the session on the server",
        asks="Log-out ends the session on the server, so that a copy of the cookie or token no longer works.",
        why="""\
Deleting a cookie tells one browser to forget it; a copy made earlier, by malware or on a shared computer, \
remains valid. People press "log out" exactly when they fear this. The same holds for a password change: \
it must end the sessions that the thief already has.""",
        how=HowTo(
            flask="""\
With a server-side session, clearing it deletes the record. With Flask's own cookie session \
`session.clear()` cannot do that.

```python
from flask import redirect, session, url_for
from flask_login import login_required, logout_user

@app.post("/logout")
@login_required
def log_out():
    logout_user()
    session.clear()
    return redirect(url_for("home"))
```
To end all of a user's sessions, keep a number per user in the session and compare it in the \
`user_loader`.""",
            django="""\
Use `LogoutView` (by POST since Django 5) or `logout(request)`; both delete the record. For tokens \
blacklist the refresh token.

```python
from django.contrib.auth import logout
from django.views.decorators.http import require_POST
from rest_framework_simplejwt.tokens import RefreshToken

@require_POST
def log_out(request):
    logout(request)
    return redirect("home")

def log_out_of_api(request):
    RefreshToken(request.data["refresh"]).blacklist()
```
Keep `SessionMiddleware`'s store server-side: with signed cookies a copy stays valid.""",
            fastapi="""\
Delete the stored session; for a JWT keep its id (`jti`) in Redis until it would have expired, and look \
there in the dependency that returns the user.

```python
import time

@app.post("/logout", status_code=204)
async def log_out(claims: Annotated[dict, Depends(current_claims)], response: Response):
    seconds = max(1, int(claims["exp"] - time.time()))
    await redis.set(f"revoked:{claims['jti']}", 1, ex=seconds)
    response.delete_cookie("__Host-session", path="/", secure=True, httponly=True)
```""",
        ),
        cwe=(613,),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("7.4.1", "7.4.2", "7.4.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/topics/auth/default/#how-to-log-a-user-out",
            "https://django-rest-framework-simplejwt.readthedocs.io/en/latest/blacklist_app.html",
        ),
    ),
    Requirement(
        id="sessions.serializer",
        practice="sessions",
        title="Session data is never pickled",
        asks="Session data is written as JSON or another plain format, never with pickle.",
        why="""\
Loading a pickle can call any function. Whoever can write one session record (a leaked signing key, an \
open Redis, an injection into the database) then runs code on your server, so a small leak becomes the \
loss of the machine.""",
        how=HowTo(
            flask="""\
Flask's own session is JSON. Flask-Session uses msgpack since 0.6 and reads old pickles only until 1.0; \
set the format and empty the old store.

```python
app.config["SESSION_SERIALIZATION_FORMAT"] = "json"  # or the default, "msgpack"
```""",
            django="""\
JSON is the default and pickle was removed in Django 5.0; delete the setting that names it, and any copy \
of the class.

```python
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
```""",
            fastapi="""\
Starlette's session and starsessions are JSON. In a store of your own write JSON too.

```python
import json

async def save(session_id: str, data: dict) -> None:
    await redis.set(f"session:{session_id}", json.dumps(data), ex=1800)

async def load(session_id: str) -> dict:
    return json.loads(await redis.get(f"session:{session_id}") or "{}")
```""",
        ),
        cwe=(502,),
        owasp2025=("A08:2025",),
        owasp2021=("A08:2021",),
        asvs=("1.5.2",),
        references=(
            "https://docs.djangoproject.com/en/stable/topics/http/sessions/#session-serialization",
            "https://flask-session.readthedocs.io/en/latest/config_serialization.html",
            "https://docs.python.org/3/library/pickle.html",
        ),
    ),
)
