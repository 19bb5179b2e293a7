"""Practice 2, forms: schemas, named fields, rich text, uploads, regular expressions."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="input.validated",
        practice="input",
        title="Every body, form and query passes a schema",
        asks="Bodies, forms and query values pass a schema of types, lengths and ranges before the app uses them.",
        why="""\
Code that takes what it gets meets negative amounts, texts of ten megabytes, lists where a number was \
meant. The lucky case is a crash; the others are a free order, a full database or an opening for every \
injection on this list. A schema at the door makes the rest of the code simpler and safe to read.""",
        how=HowTo(
            flask="""\
Use a Flask-WTF form for pages and a Pydantic or marshmallow schema for JSON.

```python
from flask import abort, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=120)
    body: str = Field(max_length=20_000)

@app.post("/notes")
def create_note():
    try:
        note = NewNote.model_validate_json(request.get_data())
    except ValidationError as error:
        return {"errors": error.errors(include_input=False, include_context=False)}, 422
    return save(note), 201
```""",
            django="""\
Read `cleaned_data` of a form, or `validated_data` of a serializer, and never `request.POST` itself.

```python
from django import forms

class NoteForm(forms.Form):
    title = forms.CharField(max_length=120)
    stars = forms.IntegerField(min_value=1, max_value=5)

def create_note(request):
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "note.html", {"form": form}, status=422)
    save(**form.cleaned_data)
```""",
            fastapi="""\
Declare models with limits, and forbid unknown fields; do not take `dict`, `Any` or `await \
request.json()`.

```python
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=120)]
    stars: Annotated[int, Field(ge=1, le=5)]

@app.post("/notes", status_code=201)
async def create_note(note: NewNote): ...

@app.get("/notes")
async def notes(limit: Annotated[int, Query(ge=1, le=100)] = 20): ...
```""",
        ),
        cwe=(20, 1287, 129),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("2.2.1", "2.2.2", "15.3.5"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html",
            "https://docs.pydantic.dev/latest/concepts/models/",
            "https://docs.djangoproject.com/en/stable/ref/forms/validation/",
            "https://flask-wtf.readthedocs.io/en/1.2.x/form/",
        ),
    ),
    Requirement(
        id="input.mass-assignment",
        practice="input",
        title="Only named fields are bound",
        asks="A request sets only the fields that the view names, never every field that an object happens to have.",
        why="""\
`User(**request.json)` sets whatever the visitor sends. Add `"is_admin": true` to the profile form's body \
and the form that changes a nickname makes an administrator. A field added to the model next year is open \
from its first day.""",
        how=HowTo(
            flask="""\
Copy the fields one by one, from a schema that has only those.

```python
def update_profile(user, form):
    user.nickname = form.nickname.data
    user.about = form.about.data
    db.session.commit()
```
`form.populate_obj(user)` is fine as long as the form class has no more fields than the user may \
change.""",
            django="""\
Name the fields in `ModelForm` and `ModelSerializer`; never `"__all__"` or `exclude`.

```python
from django import forms

class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["nickname", "about"]
```""",
            fastapi="""\
Keep one model for what comes in and another for what goes out.

```python
from pydantic import BaseModel, ConfigDict

class ProfileIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    nickname: str | None = None
    about: str | None = None

class ProfileOut(ProfileIn):
    id: int

@app.patch("/me", response_model=ProfileOut)
async def update_profile(change: ProfileIn, user: CurrentUser):
    return await save(user, change.model_dump(exclude_unset=True))
```""",
        ),
        cwe=(915,),
        owasp2025=("A08:2025",),
        owasp2021=("A08:2021",),
        asvs=("15.3.3", "8.2.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Mass_Assignment_Cheat_Sheet.html",
            "https://docs.djangoproject.com/en/stable/topics/forms/modelforms/#selecting-the-fields-to-use",
            "https://fastapi.tiangolo.com/tutorial/response-model/",
        ),
    ),
    Requirement(
        id="input.sanitized",
        practice="input",
        title="Rich text cleaned with an allow-list",
        asks="HTML or Markdown from users passes an allow-list sanitizer before it is stored or shown.",
        why="""\
An editor in the browser sends HTML, and anyone can send HTML without the editor. Shown as it came, it \
runs scripts in every reader's session. Removing `<script>` by hand is not enough: `<img onerror>`, `<svg \
onload>` and dozens of other ways remain. Bleach, long the usual choice, is no longer developed.""",
        how=HowTo(
            flask="""\
Use nh3, the successor of Bleach; clean after Markdown was rendered, since Markdown lets HTML through.

```python
import nh3
from markdown import markdown
from markupsafe import Markup

TAGS = {"p", "a", "em", "strong", "ul", "ol", "li", "code", "pre", "blockquote"}

def rendered(text):
    return Markup(nh3.clean(markdown(text), tags=TAGS, url_schemes={"http", "https", "mailto"}))
```""",
            django="""\
Clean in the form, so that only clean text is stored.

```python
import nh3
from django import forms

class CommentForm(forms.Form):
    body = forms.CharField(widget=forms.Textarea, max_length=5000)

    def clean_body(self):
        return nh3.clean(self.cleaned_data["body"], tags={"p", "a", "em", "strong"})
```""",
            fastapi="""\
Clean in the model, so that no route can forget it.

```python
from typing import Annotated

import nh3
from pydantic import AfterValidator, BaseModel, Field

def cleaned(text: str) -> str:
    return nh3.clean(text, tags={"p", "a", "em", "strong"})

class Comment(BaseModel):
    body: Annotated[str, Field(max_length=5000), AfterValidator(cleaned)]
```""",
        ),
        cwe=(79, 116, 80),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.3.1", "1.3.4", "1.3.5"),
        references=(
            "https://nh3.readthedocs.io/en/latest/",
            "https://github.com/mozilla/bleach/issues/698",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="input.uploads",
        practice="input",
        title="Uploads limited, checked and kept apart",
        asks=(
            "Uploads have a size limit, a check of name and type, and a place outside the web root under "
            "a name that the app chose."
        ),
        why="""\
An upload is a file of the visitor's choice on your disk. Without a limit it fills the disk or the memory; \
with its own name it replaces other files; as `.html` or `.svg` it runs script on your domain, and as \
`.py` or `.php` perhaps on your server.""",
        how=HowTo(
            flask="""\
Limit the request, allow a few endings, look at the first bytes, and store under a random name.

```python
import secrets
from pathlib import Path

from flask import abort, request

app.config["MAX_CONTENT_LENGTH"] = 5 * 1024 * 1024
STARTS = {".png": b"\\x89PNG\\r\\n", ".jpg": b"\\xff\\xd8\\xff", ".pdf": b"%PDF-"}

@app.post("/upload")
def upload():
    file = request.files["file"]
    ending = Path(file.filename).suffix.lower()
    if ending not in STARTS or file.stream.read(16)[: len(STARTS[ending])] != STARTS[ending]:
        abort(415)
    file.stream.seek(0)
    file.save(Path(app.instance_path, "uploads", secrets.token_hex(16) + ending))
    return "", 201
```""",
            django="""\
Check in the form. Django has no limit on a file's size, so set one there and in the web server \
(`client_max_body_size`).

```python
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator

class UploadForm(forms.Form):
    photo = forms.ImageField(validators=[FileExtensionValidator(["png", "jpg"])])

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo.size > 5 * 1024 * 1024:
            raise ValidationError("At most 5 MB")
        return photo
```
`ImageField` opens the file with Pillow. Keep `MEDIA_ROOT` out of the code and static folders, and serve \
it from another domain or with `Content-Disposition: attachment`.""",
            fastapi="""\
Read no more than the limit, check the first bytes, and store under a random name.

```python
import secrets
from pathlib import Path

from fastapi import HTTPException, UploadFile

LIMIT = 5 * 1024 * 1024
UPLOADS = Path("/srv/app/uploads")

@app.post("/upload", status_code=201)
async def upload(file: UploadFile):
    data = await file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise HTTPException(413)
    if not data.startswith(b"\\x89PNG\\r\\n"):
        raise HTTPException(415)
    (UPLOADS / f"{secrets.token_hex(16)}.png").write_bytes(data)
```
Limit the whole request as well, since the form has been read before the route runs: \
`client_max_body_size` in nginx, or `FastAPI(max_body_size=...)` in releases that have it.""",
        ),
        cwe=(434, 400, 22),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=("5.2.1", "5.2.2", "5.3.1", "5.3.2"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html",
            "https://flask.palletsprojects.com/en/stable/patterns/fileuploads/",
            "https://docs.djangoproject.com/en/stable/topics/security/#user-uploaded-content",
            "https://fastapi.tiangolo.com/tutorial/request-files/",
        ),
    ),
    Requirement(
        id="input.regex",
        practice="input",
        title="Regular expressions that stay fast",
        asks=(
            "No regular expression used on request data can take more than linear time, and none is made "
            "from request data."
        ),
        why="""\
Python's `re` tries alternatives one after another. A pattern such as `(\\w+)+$` doubles the work with \
each further character, so one request of forty characters can hold a worker for hours; a few such \
requests stop the site.""",
        how=HowTo(
            flask="""\
Limit the length first, and write patterns in which each character can match in one way only. If users \
supply the pattern, use RE2 (`pip install google-re2`), which is linear.

```python
import re

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

def is_slug(text):
    return len(text) <= 80 and SLUG.fullmatch(text) is not None
```""",
            django="""\
Prefer Django's validators to patterns of your own, and set `max_length` on each field that a pattern \
checks. Text from users goes through `re.escape`.

```python
from django import forms
from django.core.validators import validate_slug

class PageForm(forms.Form):
    slug = forms.CharField(max_length=80, validators=[validate_slug])
```
`Model.objects.filter(name__regex=...)` with request data hands the problem to the database.""",
            fastapi="""\
`Field(pattern=...)` is checked by a linear engine (Rust's), so let the model do it rather than `re`.

```python
from typing import Annotated

from pydantic import BaseModel, Field

class Page(BaseModel):
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
```
Keep `regex_engine="rust-regex"`, the default, in `model_config`.""",
        ),
        cwe=(1333, 400, 625),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=("1.3.12", "1.2.9"),
        references=(
            "https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS",
            "https://docs.python.org/3/library/re.html#re.escape",
            "https://docs.pydantic.dev/latest/api/config/#pydantic.config.ConfigDict.regex_engine",
        ),
    ),
)
