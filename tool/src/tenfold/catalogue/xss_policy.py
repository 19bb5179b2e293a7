"""Practice 6, second half: what the browser is told, by policy and by headers."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="xss.csp",
        practice="xss",
        title="A Content-Security-Policy is sent",
        asks="Every HTML answer carries an enforced Content-Security-Policy.",
        why="""\
Escaping is forgotten somewhere sooner or later. A policy is the net below: the browser then refuses the \
injected script, and can tell you about it. Without one a single missed place gives the attacker \
everything.""",
        how=HowTo(
            flask="""\
Flask-Talisman sends one. Begin in report-only mode, read the reports, then enforce.

```python
from flask_talisman import Talisman

Talisman(
    app,
    content_security_policy={
        "default-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    },
    content_security_policy_nonce_in=["script-src"],
)
```""",
            django="""\
Django 6 has it built in. On 5.2 install django-csp 4, whose setting is `CONTENT_SECURITY_POLICY`.

```python
from django.utils.csp import CSP

MIDDLEWARE += ["django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
```
`SECURE_CSP_REPORT_ONLY` takes the same dictionary for the trial.""",
            fastapi="""\
One middleware for all pages. Leave `/docs` out: Swagger UI needs a policy of its own.

```python
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

@app.middleware("http")
async def content_security_policy(request, call_next):
    response = await call_next(request)
    if request.url.path not in {"/docs", "/redoc"}:
        response.headers.setdefault("Content-Security-Policy", POLICY)
    return response
```
A pure JSON API sends `default-src 'none'; frame-ancestors 'none'`.""",
        ),
        cwe=(693, 79),
        owasp2025=("A02:2025", "A05:2025"),
        owasp2021=("A05:2021", "A03:2021"),
        asvs=("3.4.3", "3.4.7"),
        references=(
            "https://www.w3.org/TR/CSP3/",
            "https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/howto/csp/",
            "https://django-csp.readthedocs.io/en/latest/",
        ),
    ),
    Requirement(
        id="xss.csp-strength",
        practice="xss",
        title="The policy stops injected script",
        asks=(
            "The policy allows script by nonce or hash, has no unsafe-inline, unsafe-eval or wildcard, "
            "and sets object-src, base-uri and frame-ancestors."
        ),
        why="""\
Most policies on the web stop nothing: `unsafe-inline` allows just what an attacker injects, `https:` or a \
big CDN's name allows any script that is hosted there, and a missing `base-uri` lets one injected tag \
redirect all your scripts. A nonce that changes with each answer is both stricter and easier to \
keep.""",
        how=HowTo(
            flask="""\
Give each answer a nonce and let trusted scripts load more. `'strict-dynamic'` makes browsers ignore host \
lists.

```python
Talisman(
    app,
    content_security_policy={
        "default-src": "'self'",
        "script-src": "'strict-dynamic'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    },
    content_security_policy_nonce_in=["script-src"],
)
```
```html
<script src="/static/app.js" nonce="{{ csp_nonce() }}"></script>
```""",
            django="""\
Use the nonce in the policy and in the templates.

```python
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
TEMPLATES[0]["OPTIONS"]["context_processors"] += ["django.template.context_processors.csp"]
```
```html
<script src="{% static 'app.js' %}" nonce="{{ csp_nonce }}"></script>
```
A page with a nonce must not come from a shared cache.""",
            fastapi="""\
Make the nonce before the route runs, and put it into the policy and the template.

```python
import secrets

@app.middleware("http")
async def content_security_policy(request, call_next):
    request.state.nonce = secrets.token_urlsafe(16)
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'nonce-{request.state.nonce}' 'strict-dynamic'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response
```
```html
<script src="/static/app.js" nonce="{{ request.state.nonce }}"></script>
```""",
        ),
        cwe=(693, 1021, 79),
        owasp2025=("A02:2025", "A05:2025"),
        owasp2021=("A05:2021", "A03:2021"),
        asvs=("3.4.3", "3.4.6"),
        references=(
            "https://csp-evaluator.withgoogle.com/",
            "https://web.dev/articles/strict-csp",
            "https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
        ),
    ),
    Requirement(
        id="xss.inline",
        practice="xss",
        title="No inline scripts or handlers in templates",
        asks="Templates hold no inline script without a nonce, no on* handler and no javascript: address.",
        why="""\
As long as one page needs inline script, the policy has to allow inline script, the attacker's included. \
Moved into files, your scripts are cached, tested and told apart from what someone injected.""",
        how=HowTo(
            flask="""\
Move handlers into a file and hand over data by attributes.

```html
<button class="delete" data-id="{{ note.id }}">Delete</button>
<script src="{{ url_for('static', filename='notes.js') }}" defer></script>
```
```text
// notes.js
for (const button of document.querySelectorAll(".delete")) {
  button.addEventListener("click", () => remove(button.dataset.id));
}
```""",
            django="""\
Move handlers into a file, hand over data with `json_script` or attributes; what must stay inline gets the \
nonce.

```html
<button class="delete" data-id="{{ note.pk }}">Delete</button>
<script src="{% static 'notes.js' %}" defer></script>
<script nonce="{{ csp_nonce }}">document.documentElement.classList.add("js");</script>
```""",
            fastapi="""\
Move handlers into a file below a `StaticFiles` mount and hand over data by attributes.

```html
<button class="delete" data-id="{{ note.id }}">Delete</button>
<script src="{{ url_for('static', path='notes.js') }}" defer></script>
```""",
        ),
        cwe=(1021, 79),
        owasp2025=("A05:2025", "A06:2025"),
        owasp2021=("A03:2021", "A04:2021"),
        asvs=("3.4.3",),
        references=(
            "https://web.dev/articles/strict-csp#step-3-refactor-html-templates-and-client-side-code",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP",
        ),
    ),
    Requirement(
        id="xss.headers",
        practice="xss",
        title="The browser's other protections are switched on",
        asks="Answers carry nosniff, a frame restriction, Referrer-Policy, Permissions-Policy, COOP and CORP.",
        why="""\
Without `nosniff` a browser may run an upload as script. Without a frame restriction another site shows \
yours invisibly under its own buttons, and your user clicks "delete". Without a referrer policy the reset \
link's token travels to every site that the page links to.""",
        how=HowTo(
            flask="""\
Flask-Talisman sends the first ones; add the last two.

```python
@app.after_request
def browser_protections(response):
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response
```""",
            django="""\
`SecurityMiddleware` and `XFrameOptionsMiddleware` send nosniff, `DENY`, a referrer policy and COOP by \
default: keep them. Add Permissions-Policy with django-permissions-policy, and CORP with a line of your \
own.

```python
MIDDLEWARE += ["django_permissions_policy.PermissionsPolicyMiddleware"]
PERMISSIONS_POLICY = {"camera": [], "microphone": [], "geolocation": []}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
```
```python
class ResourcePolicy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
```
`no-referrer` breaks Django's own CSRF check over HTTPS; leave it at the value above.""",
            fastapi="""\
One middleware, or the `secure` package, whose defaults cover these.

```python
from secure import Secure

secure_headers = Secure.with_default_headers()

@app.middleware("http")
async def browser_protections(request, call_next):
    response = await call_next(request)
    await secure_headers.set_headers_async(response)
    return response
```""",
        ),
        cwe=(693, 1021, 200),
        owasp2025=("A02:2025", "A06:2025"),
        owasp2021=("A05:2021", "A04:2021"),
        asvs=("3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.2.1"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
            "https://owasp.org/www-project-secure-headers/",
            "https://docs.djangoproject.com/en/stable/ref/middleware/#module-django.middleware.security",
        ),
    ),
)
