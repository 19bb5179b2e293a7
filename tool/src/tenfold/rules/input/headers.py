"""input.headers."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._guards import checks
from tenfold.rules.input._header_writes import Written, headers_written
from tenfold.rules.input._trace import trace_of

_FIX = "Pass the value through urllib.parse.quote(), or take it from a fixed set."
_FIX_FILE = "Let the framework write it: FileResponse(path, filename=name), or send_file(..., download_name=name)."
_REFUSING = {"flask": "Werkzeug", "django": "Django (BadHeaderError)"}


class Headers(Rule):
    """Request data is written into a response header as it came.

    ## What it finds
    Values of response headers that are made of request data: all of them in FastAPI, whose responses check
    nothing; in Flask and Django, which refuse a line end, only the names of headers and cookies. Numbers,
    quoted values (`quote`), the framework's own `filename=` and `download_name=`, and cookie values (they
    are encoded) are silent.

    ## Why it matters
    A line end in a header begins another header, or the body: cookies are set and pages forged for whoever shares a
    cache. Servers stop most of it, and then the request ends in an error. A quote mark in `Content-Disposition` changes
    the name and kind of what is downloaded.

    ## Example
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import FileResponse

    app = FastAPI()

    @app.get("/files/{name}")
    def download(name: str):
        return FileResponse("report.pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
    ```

    ## Use instead
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI
    from fastapi.responses import FileResponse

    app = FastAPI()

    @app.get("/files/{name}")
    def download(name: str):
        return FileResponse("report.pdf", filename=name, content_disposition_type="inline")
    ```

    ## References
    - https://owasp.org/www-community/attacks/HTTP_Response_Splitting
    - https://www.rfc-editor.org/rfc/rfc6266
    - https://cwe.mitre.org/data/definitions/113.html
    """

    requirement = "input.headers"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge each header that request data gets into."""
        trace = trace_of(app)
        refused: list[Written] = []
        found = False
        for written in headers_written(app):
            named = trace.origin(written.file, written.scope, written.name)
            origin = named or trace.origin(written.file, written.scope, written.value)
            if origin is None or next(
                checks(written.file, written.scope, trace.names, written.value, written.at), None
            ):
                continue
            if app.framework != "fastapi" and named is None:
                refused.append(written)
                continue
            found = True
            disposition = written.title == "content-disposition"
            part = "the name" if named else "a part"
            yield violated(
                written.place,
                f"{origin.source} becomes {part} of a header unchecked ({written.title or 'any name'})",
                _FIX_FILE if disposition else _FIX,
                function=written.function,
                severity="medium" if disposition or named else "low",
            )
        if not found and refused:
            place = refused[0].place
            yield met(
                place, f"request data becomes a header, and {_REFUSING[app.framework]} refuses a line end in its value"
            )
        elif not found:
            yield not_applicable("no header or cookie name is built from request data")
