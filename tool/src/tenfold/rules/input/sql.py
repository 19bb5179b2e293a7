"""input.sql."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.dataflow.holes import Hole
from tenfold.program.app import App
from tenfold.rules.base import Observation, met, not_applicable
from tenfold.rules.input._queries import first_query
from tenfold.rules.input._quotes import in_quotes
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._uses import Use


class Sql(SinkRule):
    """Request data is part of the text of a SQL query.

    ## What it finds
    Calls that run SQL (DB-API cursors, SQLAlchemy's `text`, Django's `raw`, `extra`, `RawSQL` and cursors,
    asyncpg, psycopg, peewee and others) whose text is built from request data by an f-string, `%`, `+`,
    `format` or `join`. Bound values, query builders, numbers, names out of a fixed table and checked names
    are silent; so is prose with SQL words.

    ## Why it matters
    Whoever writes a part of a query reads or changes any row: one quote in a search box gives every account's data, and
    with some databases the machine.

    ## Example
    ### Flask
    ```python app.py
    import sqlite3

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/search")
    def search():
        connection = sqlite3.connect("shop.db")
        q = request.args["q"]
        return connection.execute(f"SELECT name FROM product WHERE name LIKE '%{q}%'").fetchall()
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from sqlalchemy import create_engine, text

    app = FastAPI()
    engine = create_engine("sqlite://")

    @app.get("/search")
    def search(q: str):
        with engine.connect() as connection:
            return connection.execute(text("SELECT name FROM product WHERE name = '" + q + "'")).all()
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import sqlite3

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/search")
    def search():
        connection = sqlite3.connect("shop.db")
        q = request.args["q"]
        return connection.execute("SELECT name FROM product WHERE name LIKE ?", (f"%{q}%",)).fetchall()
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from sqlalchemy import create_engine, text

    app = FastAPI()
    engine = create_engine("sqlite://")

    @app.get("/search")
    def search(q: str):
        with engine.connect() as connection:
            return connection.execute(text("SELECT name FROM product WHERE name = :name"), {"name": q}).all()
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html
    - https://cwe.mitre.org/data/definitions/89.html
    """

    requirement = "input.sql"
    severity = "high"
    nothing = "no SQL is run and no ORM is used (looked for cursors, execute, text, raw, extra, models and queries)"
    sound = "its text is constant and values are bound"
    fix = {
        "": "Put a placeholder into the text and give the value beside it: execute(text, (value,)).",
        "django": "Use the ORM, or a %s placeholder and params=[value].",
        "fastapi": "Use text('... :name') with {'name': value}, or build the query with select().",
    }

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """Words are no SQL; a value in quotes cannot leave them without a quote."""
        return hole.is_word() or in_quotes(hole)

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:
        """Without raw SQL, queries of an ORM are the proof."""
        if safe or unclear:
            yield from super().conclude(app, safe, unclear)
            return
        query = first_query(app)
        if query is None:
            yield not_applicable(self.nothing)
        else:
            yield met(
                query.place, f"{query.call.name}() is a query of the ORM, which binds its values; no SQL text is built"
            )
