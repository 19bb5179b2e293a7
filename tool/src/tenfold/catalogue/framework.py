"""Practice 1: use the framework's own security features."""

from tenfold.catalogue import framework_defaults
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="framework",
    number=1,
    title="Use the framework's own security features",
    summary="Log-in, passwords, permissions and forms rest on the framework's tested parts, and none is switched off.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="framework.csrf",
        practice="framework",
        title="Protection against cross-site request forgery",
        asks="Every state-changing route that trusts a cookie checks that the request came from this site.",
        why="""\
A browser sends your cookies with every request to your site, even when another site's page made the \
request. Without a check, a page that your user merely visits can post your forms in their name: change \
the e-mail address, move money, delete the account. The user sees nothing and your log shows an ordinary \
request.""",
        how=HowTo(
            flask="""\
Turn on Flask-WTF for the whole app, and put the token into each form. Exempt a view by name only where no \
cookie is trusted (a webhook with a signature, a token API).

```python
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

def create_app():
    ...
    csrf.init_app(app)
```
```html
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
</form>
```
Script clients send the same value in the header `X-CSRFToken`.""",
            django="""\
Keep `CsrfViewMiddleware` in `MIDDLEWARE` (it is there in a new project) and write `{% csrf_token %}` in \
each POST form. Remove `@csrf_exempt`, unless the view trusts no cookie. If HTTPS ends at a proxy, list \
the public origins.

```python
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
CSRF_TRUSTED_ORIGINS = ["https://shop.example.com"]
```""",
            fastapi="""\
An API that reads only an `Authorization` header needs nothing. As soon as a cookie logs the user in, \
refuse requests that a browser marks as coming from elsewhere; old clients without `Sec-Fetch-Site` are \
judged by `Origin`.

```python
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
SITE = "https://app.example.com"
SAFE = {"GET", "HEAD", "OPTIONS"}

@app.middleware("http")
async def refuse_other_sites(request: Request, call_next):
    if request.method not in SAFE and request.cookies:
        fetch_site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        if fetch_site not in {"same-origin", "none"} and origin != SITE:
            return JSONResponse({"detail": "Cross-site request refused"}, status_code=403)
    return await call_next(request)
```
Where forms need tokens, `starlette_csrf.CSRFMiddleware` does the double-submit cookie.""",
        ),
        cwe=(352,),
        owasp2025=("A01:2025",),
        owasp2021=("A01:2021",),
        asvs=("3.5.1", "3.5.2", "3.5.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/howto/csrf/",
            "https://flask-wtf.readthedocs.io/en/1.2.x/csrf/",
            "https://www.w3.org/TR/fetch-metadata/",
        ),
    ),
    Requirement(
        id="framework.auth",
        practice="framework",
        title="Log-in by the framework's system",
        asks=(
            "Log-in, log-out and the current user come from the framework's authentication system, not "
            "from a home-made one."
        ),
        why="""\
A log-in written by hand tends to miss what the known systems have learnt: a new session id after log-in, \
equal timing for unknown users, inactive accounts, safe reset links, "remember me" that can be revoked. \
Each gap is a way into other people's accounts, and nobody but you will find and mend it.""",
        how=HowTo(
            flask="""\
Use Flask-Login (or Flask-Security, which adds registration, reset and second factors).

```python
from flask_login import LoginManager, UserMixin, login_user

login_manager = LoginManager()
login_manager.login_view = "auth.login"

class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)

@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))
```
Call `login_manager.init_app(app)`, and `login_user(user)` only after the password was checked.""",
            django="""\
Use `django.contrib.auth` and its views; start with your own user model so that it can grow.

```python
from django.contrib.auth import views
from django.urls import path

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password-reset/", views.PasswordResetView.as_view(), name="password_reset"),
]
```
In a view of your own, call `authenticate(request, ...)` and then `login(request, user)`. For social \
log-in and second factors use django-allauth.""",
            fastapi="""\
Build on `fastapi.security` and one dependency that returns the user, or take FastAPI Users for the whole \
flow.

```python
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")

async def current_user(token: Annotated[str, Depends(oauth2_scheme)]):
    user = await user_of_token(token)
    if user is None or not user.is_active:
        raise HTTPException(401, "Log in again", headers={"WWW-Authenticate": "Bearer"})
    return user
```""",
        ),
        cwe=(287, 306, 1390),
        owasp2025=("A07:2025",),
        owasp2021=("A07:2021",),
        asvs=("6.3.1", "6.3.4", "6.3.8"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
            "https://flask-login.readthedocs.io/en/latest/",
            "https://docs.djangoproject.com/en/stable/topics/auth/",
            "https://fastapi.tiangolo.com/tutorial/security/",
        ),
    ),
    Requirement(
        id="framework.passwords",
        practice="framework",
        title="Passwords stored with a slow, salted hash",
        asks=(
            "Passwords are stored with Argon2, scrypt, bcrypt or PBKDF2, compared in constant time and "
            "checked for strength."
        ),
        why="""\
Databases leak: by injection, by a lost backup, by an insider. With plain text, MD5 or SHA-256 an attacker \
then reads most passwords within hours and tries them on your users' mail and bank. A slow, salted hash \
makes every single guess expensive, and refusing short and common passwords removes the guesses that would \
succeed first.""",
        how=HowTo(
            flask="""\
Werkzeug hashes with scrypt and compares in constant time; refuse weak passwords before you store them.

```python
from werkzeug.security import check_password_hash, generate_password_hash

def set_password(user, password):
    if not 12 <= len(password) <= 128 or password.casefold() in COMMON_PASSWORDS:
        raise ValueError("Use 12 characters or more, and no common password")
    user.password_hash = generate_password_hash(password)

def password_matches(user, password):
    return check_password_hash(user.password_hash, password)
```""",
            django="""\
Django hashes with PBKDF2 by default, which is enough; Argon2 is better (`pip install "django[argon2]"`). \
Keep the validators on, and raise the minimum length.

```python
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
```
Set passwords with `user.set_password()`; outside Django's forms, call `validate_password(password, user)` \
first.""",
            fastapi="""\
Use pwdlib (`pip install "pwdlib[argon2]"`); passlib is no longer maintained. Verify against a fixed hash \
when the user is unknown, so that both answers take as long.

```python
from typing import Annotated

from pwdlib import PasswordHash
from pydantic import BaseModel, Field, SecretStr

password_hash = PasswordHash.recommended()
UNKNOWN_USER = password_hash.hash("no such user")

class SignUp(BaseModel):
    email: str
    password: Annotated[SecretStr, Field(min_length=12, max_length=128)]

def password_matches(user, password: str) -> bool:
    stored = user.password_hash if user else UNKNOWN_USER
    return password_hash.verify(password, stored) and user is not None
```""",
        ),
        cwe=(916, 256, 328, 759, 208, 521),
        owasp2025=("A04:2025", "A07:2025"),
        owasp2021=("A02:2021", "A07:2021"),
        asvs=("11.4.2", "11.2.4", "6.2.1", "6.2.4"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
            "https://pages.nist.gov/800-63-4/sp800-63b.html",
            "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
            "https://werkzeug.palletsprojects.com/en/stable/utils/",
        ),
    ),
    Requirement(
        id="framework.access",
        practice="framework",
        title="Private routes demand a user or a permission",
        asks=(
            "Every state-changing or private route demands a logged-in user or a permission, and looks up "
            "objects within what that user may see."
        ),
        why="""\
A route without a check is open to anyone who knows or guesses its address; hiding the link hides nothing. \
The commonest form is quieter: the user is logged in, but `/invoices/1002` shows somebody else's invoice \
because only the number was looked up. Broken access control leads the OWASP list because it is so often \
just one forgotten line.""",
        how=HowTo(
            flask="""\
Protect a whole blueprint rather than each view, and search within the user's own objects.

```python
from flask import Blueprint
from flask_login import current_user, login_required

account = Blueprint("account", __name__)

@account.before_request
@login_required
def require_login():
    pass

@account.get("/invoices/<int:invoice_id>")
def invoice(invoice_id):
    return show(Invoice.query.filter_by(id=invoice_id, owner_id=current_user.id).first_or_404())
```
`@login_required` stands below `@app.route`; above it, the route registers the unprotected view.""",
            django="""\
Since Django 5.1 the whole site can demand log-in; open the public views by name.

```python
MIDDLEWARE += ["django.contrib.auth.middleware.LoginRequiredMiddleware"]  # after AuthenticationMiddleware
```
```python
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404

@login_not_required
def home(request): ...

@permission_required("shop.change_order", raise_exception=True)
def edit_order(request, pk):
    order = get_object_or_404(Order, pk=pk, shop=request.user.shop)
```
With Django REST framework set `DEFAULT_PERMISSION_CLASSES` to \
`["rest_framework.permissions.IsAuthenticated"]`.""",
            fastapi="""\
Put the dependency on the router, so that a new route is private unless it says otherwise.

```python
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

router = APIRouter(prefix="/invoices", dependencies=[Depends(current_user)])

@router.get("/{invoice_id}")
async def invoice(invoice_id: int, user: Annotated[User, Depends(current_user)]):
    found = await find_invoice(invoice_id, owner_id=user.id)
    if found is None:
        raise HTTPException(404)
    return found
```""",
        ),
        cwe=(862, 863, 639, 306),
        owasp2025=("A01:2025",),
        owasp2021=("A01:2021",),
        asvs=("8.2.1", "8.2.2", "8.3.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/topics/auth/default/",
            "https://fastapi.tiangolo.com/tutorial/dependencies/dependencies-in-path-operation-decorators/",
        ),
    ),
    *framework_defaults.REQUIREMENTS,
)
