"""Practice 2, destinations: paths, outgoing addresses, redirects, XML entities, headers."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="input.path",
        practice="input",
        title="File paths confined to one folder",
        asks="Request data in a file path passes a check that keeps the resulting path inside the intended folder.",
        why="""\
`../` climbs out of a folder, and an absolute path replaces it altogether. `/download?name=../../app/.env` \
then hands out your keys, and an upload of that kind overwrites your code.""",
        how=HowTo(
            flask="""\
`send_from_directory` and `safe_join` confine the path; `secure_filename` makes a plain name for storage.

```python
from flask import send_from_directory

@app.get("/files/<path:name>")
def download(name):
    return send_from_directory(app.config["UPLOADS"], name, as_attachment=True)
```
`os.path.join(folder, name)` alone confines nothing.""",
            django="""\
Go through the storage API, which refuses paths outside its root, or look the file up by its number.

```python
from django.http import FileResponse
from django.shortcuts import get_object_or_404

def download(request, pk):
    document = get_object_or_404(Document, pk=pk, owner=request.user)
    return FileResponse(document.file.open("rb"), as_attachment=True)
```
Where a path must be built, resolve it and test that it `is_relative_to` the folder.""",
            fastapi="""\
Resolve the path and test that it still lies inside.

```python
from pathlib import Path

from fastapi import HTTPException
from fastapi.responses import FileResponse

FILES = Path("/srv/app/files").resolve()

@app.get("/files/{name:path}")
def download(name: str):
    wanted = (FILES / name).resolve()
    if not wanted.is_relative_to(FILES) or not wanted.is_file():
        raise HTTPException(404)
    return FileResponse(wanted)
```
`str(wanted).startswith(str(FILES))` is not enough: `/srv/app/files-private` passes it.""",
        ),
        cwe=(22, 23, 36, 73),
        owasp2025=("A01:2025",),
        owasp2021=("A01:2021",),
        asvs=("5.3.2", "5.3.3"),
        references=(
            "https://owasp.org/www-community/attacks/Path_Traversal",
            "https://flask.palletsprojects.com/en/stable/api/#flask.send_from_directory",
            "https://docs.python.org/3/library/pathlib.html#pathlib.PurePath.is_relative_to",
        ),
    ),
    Requirement(
        id="input.ssrf",
        practice="input",
        title="Outgoing requests only to allowed hosts",
        asks=(
            "Request data chooses the host of an outgoing request only through an allow-list, and "
            "redirects are not followed blindly."
        ),
        why="""\
Your server stands inside your network. If a visitor may name the address it fetches, they can read what \
only the server reaches: the cloud's metadata service with its credentials, an admin page on localhost, \
another team's database.""",
        how=HowTo(
            flask="""\
Compare the parsed host with a fixed set, and switch redirects off.

```python
from urllib.parse import urlsplit

import requests
from flask import abort

ALLOWED = {"api.partner.example", "images.example.com"}

def fetch(url):
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ALLOWED:
        abort(400)
    return requests.get(url, timeout=5, allow_redirects=False)
```
If any public host must be allowed (webhooks), resolve the name once, refuse every address that is not \
`is_global`, connect to that address, and send the traffic through a forward proxy that enforces the \
same.""",
            django="""\
Let the user choose a name, and keep the addresses on your side.

```python
import requests
from django import forms

PARTNERS = {"acme": "https://api.acme.example/v1", "globex": "https://api.globex.example"}

class ImportForm(forms.Form):
    partner = forms.ChoiceField(choices=[(name, name) for name in PARTNERS])

def run_import(form):
    return requests.get(PARTNERS[form.cleaned_data["partner"]], timeout=5, allow_redirects=False)
```""",
            fastapi="""\
Validate in the model; httpx follows no redirects unless told to.

```python
from typing import Annotated

import httpx
from pydantic import AfterValidator, HttpUrl

ALLOWED = {"api.partner.example", "images.example.com"}

def known_host(url: HttpUrl) -> HttpUrl:
    if url.scheme != "https" or url.host not in ALLOWED:
        raise ValueError("host is not allowed")
    return url

@app.get("/preview")
async def preview(url: Annotated[HttpUrl, AfterValidator(known_host)]):
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get(str(url))).headers.get("content-type")
```""",
        ),
        cwe=(918, 441),
        owasp2025=("A01:2025",),
        owasp2021=("A10:2021",),
        asvs=("1.3.6", "13.2.4", "15.3.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html",
            "https://docs.python.org/3/library/ipaddress.html",
        ),
    ),
    Requirement(
        id="input.redirect",
        practice="input",
        title="Redirects stay on this site",
        asks="A redirect whose target comes from the request goes only to this site or to a host on an allow-list.",
        why="""\
`/login?next=https://evil.example` begins with your name, so people trust it, and after log-in they land \
on a copy of your log-in page that asks for the password "once more". With OAuth the same fault hands over \
the token.""",
        how=HowTo(
            flask="""\
Accept only a path on this site: one slash at the start, no backslash, no host.

```python
from urllib.parse import urlsplit

from flask import redirect, request, url_for

def after_login():
    target = request.args.get("next", "").replace("\\\\", "/")
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        target = url_for("home")
    return redirect(target)
```""",
            django="""\
Django's log-in view checks `next` itself; elsewhere use the same function.

```python
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

def after_save(request):
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    return redirect(target)
```""",
            fastapi="""\
Accept only a path on this site, by pattern: one slash, and no second slash or backslash after it.

```python
from typing import Annotated

from fastapi import Query
from fastapi.responses import RedirectResponse

@app.get("/continue")
def go_on(target: Annotated[str, Query(pattern=r"^/([\\w?=&.%-][\\w/?=&.%-]*)?$", max_length=200)] = "/"):
    return RedirectResponse(target, status_code=303)
```""",
        ),
        cwe=(601,),
        owasp2025=("A01:2025",),
        owasp2021=("A01:2021",),
        asvs=("3.7.2",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/topics/auth/default/",
        ),
    ),
    Requirement(
        id="input.xml",
        practice="input",
        title="XML parsed without entities",
        asks="XML from outside is parsed with entities, external files and network access switched off.",
        why="""\
XML may define entities that stand for a file or an address, so a parser that follows them reads \
`/etc/passwd` or your internal services into the answer. Entities that contain each other grow a few lines \
into gigabytes and stop the server.""",
        how=HowTo(
            flask="""\
Use defusedxml, which has the same functions as the standard library.

```python
from defusedxml.ElementTree import fromstring
from flask import request

def read_invoice():
    return fromstring(request.get_data(), forbid_dtd=True)
```""",
            django="""\
Use defusedxml; where lxml is needed, switch the features off by name.

```python
from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)

def read_feed(request):
    return etree.fromstring(request.body, PARSER)
```""",
            fastapi="""\
Use defusedxml on the raw body, and limit its size first.

```python
from defusedxml.ElementTree import fromstring
from fastapi import HTTPException, Request

@app.post("/invoices")
async def read_invoice(request: Request):
    body = await request.body()
    if len(body) > 1_000_000:
        raise HTTPException(413)
    return {"root": fromstring(body, forbid_dtd=True).tag}
```""",
        ),
        cwe=(611, 776, 827),
        owasp2025=("A02:2025",),
        owasp2021=("A05:2021",),
        asvs=("1.5.1",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html",
            "https://docs.python.org/3/library/xml.html#xml-security",
            "https://github.com/tiran/defusedxml",
        ),
    ),
    Requirement(
        id="input.headers",
        practice="input",
        title="No unchecked request data in headers and cookies",
        asks=(
            "Request data enters a response header, a cookie or a mail header only after a check that "
            "admits no line end."
        ),
        why="""\
A line end closes a header and opens the next. Where the server lets it through, a visitor can set cookies \
for others, poison a shared cache, or add recipients to the mail that your contact form sends. Frameworks \
refuse most line ends today, often with a server error; a cookie or header that a visitor names freely \
remains a fault.""",
        how=HowTo(
            flask="""\
Set headers through the framework, with values from a fixed list or of a narrow type; file names through \
`send_file`.

```python
from flask import make_response, request

LANGUAGES = {"en", "de", "fr"}

def choose_language():
    response = make_response("", 204)
    chosen = request.args.get("lang")
    response.set_cookie("lang", chosen if chosen in LANGUAGES else "en", secure=True, samesite="Lax")
    return response
```""",
            django="""\
Use `FileResponse` for file names and `EmailMessage` for mail; both refuse line ends. Narrow everything \
else by a form.

```python
from django.core.mail import EmailMessage
from django.http import FileResponse

def send(form):
    EmailMessage(subject=form.cleaned_data["subject"], to=["help@example.com"]).send()

def download(document):
    return FileResponse(document.file, as_attachment=True, filename=document.name)
```""",
            fastapi="""\
Narrow the value by its type; `FileResponse(filename=...)` encodes a name as RFC 6266 asks.

```python
from typing import Literal

from fastapi import Response

@app.post("/language/{lang}", status_code=204)
def choose_language(lang: Literal["en", "de", "fr"], response: Response):
    response.set_cookie("lang", lang, secure=True, httponly=True, samesite="lax")
```""",
        ),
        cwe=(113, 93, 644),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.1", "1.3.11", "5.4.2"),
        references=(
            "https://www.rfc-editor.org/rfc/rfc9110#section-5.5",
            "https://owasp.org/www-community/attacks/HTTP_Response_Splitting",
            "https://docs.djangoproject.com/en/stable/topics/email/#preventing-header-injection",
        ),
    ),
)
