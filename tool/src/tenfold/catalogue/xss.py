"""Practice 6: no cross-site scripting."""

from tenfold.catalogue import xss_policy
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="xss",
    number=6,
    title="Prevent cross-site scripting",
    summary=(
        "Data is never taken for markup or script, and the browser is told to run nothing that the app did not mean."
    ),
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="xss.escaping",
        practice="xss",
        title="Request data reaches HTML only escaped",
        asks=(
            "Request data reaches HTML only through a template engine that escapes it, never marked safe "
            "or pasted into a response."
        ),
        why="""\
If a search page shows the search term as it came, a link can carry a script that runs in your user's \
session as soon as they click it. It reads what they read, posts what they may post, and shows a false \
log-in form under your address.""",
        how=HowTo(
            flask="""\
Render a template file ending in `.html`: other endings, such as `.txt` or `.j2`, are not escaped. Build \
markup with `Markup`'s formatting, which escapes its arguments.

```python
from flask import render_template, request
from markupsafe import Markup

@app.get("/search")
def search():
    return render_template("search.html", term=request.args.get("q", ""))

def link(name):
    return Markup("<b>{}</b>").format(name)  # not Markup(f"<b>{name}</b>")
```
Do not return f-strings as HTML, write `|safe`, or set `autoescape` to false.""",
            django="""\
Templates escape by themselves; in Python use `format_html`.

```python
from django.shortcuts import render
from django.utils.html import format_html

def search(request):
    return render(request, "search.html", {"term": request.GET.get("q", "")})

def badge(name):
    return format_html("<b>{}</b>", name)  # not mark_safe(f"<b>{name}</b>")
```
Do not put request data into `HttpResponse(f"...")`, and remove `|safe` and `{% autoescape off %}`.""",
            fastapi="""\
`Jinja2Templates` escapes files that end in `.html`, `.htm` or `.xml`; `HTMLResponse` of a string escapes \
nothing.

```python
from fastapi import Request
from fastapi.templating import Jinja2Templates

templates = Jinja2Templates(directory="templates")

@app.get("/search")
def search(request: Request, q: str = ""):
    return templates.TemplateResponse(request, "search.html", {"term": q})
```
With an `Environment` of your own pass `autoescape=True`: Jinja's default is off.""",
        ),
        cwe=(79, 80, 116),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.1.2", "1.2.1", "3.2.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
            "https://flask.palletsprojects.com/en/stable/web-security/#cross-site-scripting-xss",
            "https://docs.djangoproject.com/en/stable/ref/utils/#django.utils.html.format_html",
            "https://jinja.palletsprojects.com/en/stable/api/#autoescaping",
        ),
    ),
    Requirement(
        id="xss.context",
        practice="xss",
        title="Data encoded for the place where it stands",
        asks=(
            "Data in attributes, addresses and scripts is quoted and encoded for that place, where HTML "
            "escaping alone does not help."
        ),
        why="""\
Escaping turns `<` into `&lt;`, and that is all. An attribute without quotes ends at a space, so `x \
onmouseover=...` adds a handler; `href="{{ url }}"` accepts `javascript:`; inside `<script>` or `onclick` \
the data is program text. Each of these runs script although everything was "escaped".""",
        how=HowTo(
            flask="""\
Quote every attribute, check the scheme of a link, and give data to scripts as JSON.

```html
<input value="{{ name }}">
<div id="cart" data-items="{{ items | tojson | forceescape }}"></div>
<script nonce="{{ csp_nonce() }}">const items = {{ items | tojson }};</script>
```
```python
from urllib.parse import urlsplit

def web_link(url):
    return url if urlsplit(url).scheme in {"http", "https"} else "#"
```""",
            django="""\
Quote every attribute, check links with `URLValidator(schemes=["https", "http"])` when they are stored, \
and give data to scripts with `json_script`.

```html
<input value="{{ name }}">
{{ items|json_script:"items" }}
<script src="{% static 'cart.js' %}"></script>
```
```text
// cart.js
const items = JSON.parse(document.getElementById("items").textContent);
```""",
            fastapi="""\
As in Flask, since both use Jinja: quote attributes, and let `tojson` write data into scripts. Pydantic's \
`HttpUrl` refuses `javascript:` links.

```html
<a href="{{ profile.website }}">website</a>
<script nonce="{{ nonce }}">const items = {{ items | tojson }};</script>
```
```python
from pydantic import BaseModel, HttpUrl

class Profile(BaseModel):
    website: HttpUrl
```
Never write data into `onclick=` and its like.""",
        ),
        cwe=(79, 83, 116),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.1", "1.2.2", "1.2.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#output-encoding",
            "https://docs.djangoproject.com/en/stable/ref/templates/builtins/#json-script",
            "https://jinja.palletsprojects.com/en/stable/templates/#jinja-filters.tojson",
        ),
    ),
    Requirement(
        id="xss.stored",
        practice="xss",
        title="Stored text is shown escaped",
        asks="Text from the database is shown escaped, or was cleaned by an allow-list sanitizer on its way.",
        why="""\
What one visitor stores, all others see. A script in a comment, a display name or a support ticket waits \
for the administrator to open the page, and then acts with the administrator's rights. "It comes from our \
own database" is no reason to trust it.""",
        how=HowTo(
            flask="""\
Drop `|safe` and `Markup` on stored fields. If the field is meant to hold HTML, clean it where it is \
shown, too.

```python
import nh3
from markupsafe import Markup

@app.template_filter("rich")
def rich(text):
    return Markup(nh3.clean(text, tags={"p", "a", "em", "strong"}))
```
```html
<h1>{{ post.title }}</h1>
<div>{{ post.body | rich }}</div>
```""",
            django="""\
Drop `|safe` and `mark_safe` on model fields, in admin methods too. If the field is meant to hold HTML, \
clean it.

```python
import nh3
from django import template
from django.utils.safestring import mark_safe

register = template.Library()

@register.filter
def rich(text):
    return mark_safe(nh3.clean(text, tags={"p", "a", "em", "strong"}))
```
```html
<div>{{ post.body|rich }}</div>
```""",
            fastapi="""\
A JSON answer is not HTML, but the page that shows it must use `textContent`, not `innerHTML`. In Jinja \
drop `|safe`.

```text
// client
title.textContent = note.title;
body.innerHTML = DOMPurify.sanitize(note.body);
```""",
        ),
        cwe=(79,),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.1", "1.3.1", "3.2.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html",
            "https://nh3.readthedocs.io/en/latest/",
        ),
    ),
    *xss_policy.REQUIREMENTS,
)
