"""Practice 2, queries: SQL, NoSQL, LDAP and XPath."""

from tenfold.catalogue.model import HowTo, Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="input.sql",
        practice="input",
        title="SQL with bound parameters",
        asks="No request data is part of the text of a SQL query: values are bound, and names come from a fixed list.",
        why="""\
If a visitor's text is pasted into a query, the visitor writes part of the query. One quote mark in a \
search box can then read every table, log in without a password, or delete the data. Quoting by hand \
always misses a case; binding keeps text and query apart for good.""",
        how=HowTo(
            flask="""\
Let SQLAlchemy build the query, or bind names in `text()`. A column to sort by is chosen from a mapping.

```python
from sqlalchemy import select, text

SORTABLE = {"name": Product.name, "price": Product.price}

def search(term, sort):
    query = select(Product).where(Product.name.contains(term, autoescape=True))
    return db.session.scalars(query.order_by(SORTABLE.get(sort, Product.name))).all()

def count(owner_id):
    return db.session.execute(text("SELECT count(*) FROM notes WHERE owner_id = :owner"), {"owner": owner_id})
```""",
            django="""\
Use the ORM. In `raw()`, `extra()`, `RawSQL` and `cursor.execute` pass the values separately, without \
quotes round `%s`.

```python
from django.db import connection

def search(request):
    return Product.objects.filter(name__icontains=request.GET.get("q", ""))

def monthly(month):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(total) FROM shop_order WHERE month = %s", [month])
        return cursor.fetchone()
```
Do not pass request data as keyword names either: `filter(**request.GET.dict())` lets the visitor choose \
the field.""",
            fastapi="""\
Bind in SQLAlchemy or SQLModel; with asyncpg use `$1`, with psycopg `%s`. Limit sort columns by a \
`Literal`.

```python
from typing import Literal

from sqlalchemy import select

@app.get("/products")
async def products(session: SessionDep, q: str = "", sort: Literal["name", "price"] = "name"):
    query = select(Product).where(Product.name.contains(q, autoescape=True))
    return (await session.scalars(query.order_by(getattr(Product, sort)))).all()
```
```python
rows = await connection.fetch("SELECT id FROM notes WHERE owner_id = $1", owner_id)
```""",
        ),
        cwe=(89, 564),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.4",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html",
            "https://peps.python.org/pep-0249/",
            "https://docs.djangoproject.com/en/stable/topics/db/sql/",
            "https://docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.text",
        ),
    ),
    Requirement(
        id="input.nosql",
        practice="input",
        title="NoSQL queries without operators from outside",
        asks=(
            "Request data enters a document query only as a value of a known type, never as an operator, key or script."
        ),
        why="""\
MongoDB reads a dictionary as instructions. If a JSON body goes straight into `find_one`, a visitor who \
sends `{"password": {"$ne": null}}` matches the first account and is logged in; `$where` even runs \
JavaScript in the database.""",
        how=HowTo(
            flask="""\
Demand a string before the value enters the query, and never pass the whole body.

```python
from flask import abort, request

def find_user():
    email = request.get_json().get("email")
    if not isinstance(email, str):
        abort(400)
    return users.find_one({"email": {"$eq": email}})
```""",
            django="""\
Take the value from a cleaned form or serializer, where it already has a type.

```python
def find_user(form):
    if not form.is_valid():
        return None
    return users.find_one({"email": {"$eq": form.cleaned_data["email"]}})
```""",
            fastapi="""\
A Pydantic model with `str` fields refuses a dictionary with 422, so no operator gets through. Do not use \
`dict` or `Any`.

```python
from pydantic import BaseModel, EmailStr

class LogIn(BaseModel):
    email: EmailStr
    password: str

@app.post("/login")
async def login(body: LogIn):
    user = await users.find_one({"email": {"$eq": body.email}})
```""",
        ),
        cwe=(943, 74),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.4", "15.3.5"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Injection_Prevention_Cheat_Sheet.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/NoSQL_Security_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="input.ldap",
        practice="input",
        title="LDAP filters and names with escaped values",
        asks=(
            "Request data in an LDAP filter or distinguished name is escaped by the library's function for that place."
        ),
        why="""\
In a filter the characters `*`, `(`, `)` and the backslash are syntax. A user name of `*)(uid=*` changes \
which entries are searched, and an asterisk alone can match everyone: a log-in without a password or a \
list of all staff.""",
        how=HowTo(
            flask="""\
Escape for the filter; for a distinguished name use `ldap3.utils.dn.escape_rdn`, which has other rules.

```python
from ldap3.utils.conv import escape_filter_chars

def find_person(connection, uid):
    connection.search(
        "ou=people,dc=example,dc=com",
        f"(&(objectClass=person)(uid={escape_filter_chars(uid)}))",
        attributes=["cn", "mail"],
    )
    return connection.entries
```""",
            django="""\
Let django-auth-ldap do the search, which escapes `%(user)s`. With python-ldap itself, use its filter \
function.

```python
from ldap.filter import filter_format

search_filter = filter_format("(&(objectClass=person)(uid=%s))", [form.cleaned_data["uid"]])
```""",
            fastapi="""\
Escape as below, and narrow the value first: a user name rarely needs more than letters, digits, dot and \
hyphen.

```python
from typing import Annotated

from fastapi import Path
from ldap3.utils.conv import escape_filter_chars

@app.get("/people/{uid}")
def person(uid: Annotated[str, Path(pattern=r"^[a-z0-9.-]{1,32}$")]):
    return find_people(f"(uid={escape_filter_chars(uid)})")
```""",
        ),
        cwe=(90,),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.6",),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/LDAP_Injection_Prevention_Cheat_Sheet.html",
            "https://www.rfc-editor.org/rfc/rfc4515",
            "https://www.rfc-editor.org/rfc/rfc4514",
        ),
    ),
    Requirement(
        id="input.xpath",
        practice="input",
        title="XPath with variables",
        asks="Request data enters an XPath expression as a variable, never as part of its text.",
        why="""\
XPath has no permissions: whoever writes part of the expression can read the whole document. A quote and \
`or '1'='1` in a user name selects every node, so a log-in check against an XML file passes for \
anyone.""",
        how=HowTo(
            flask="""\
lxml binds variables by keyword.

```python
def find_user(tree, name):
    return tree.xpath("//user[@name = $name]", name=name)
```""",
            django="""\
lxml binds variables by keyword; compile an expression that is used often.

```python
from lxml import etree

find_user = etree.XPath("//user[@name = $name]")

def user(tree, form):
    return find_user(tree, name=form.cleaned_data["name"])
```
`xml.etree.ElementTree.findall` has no variables: compare in Python instead.""",
            fastapi="""\
lxml binds variables by keyword.

```python
@app.get("/users/{name}")
def user(name: str):
    return [node.get("id") for node in tree.xpath("//user[@name = $name]", name=name)]
```""",
        ),
        cwe=(643, 91),
        owasp2025=("A05:2025",),
        owasp2021=("A03:2021",),
        asvs=("1.2.7",),
        references=(
            "https://lxml.de/xpathxslt.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/Injection_Prevention_Cheat_Sheet.html",
        ),
    ),
)
