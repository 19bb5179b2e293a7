"""input.headers."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.dataflow.holes import Hole, holes, settled
from tenfold.dataflow.values import Root, Value
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._header_writes import Written, headers_written
from tenfold.rules.way import confidence, further, surest_first, way

_FIX = "Pass the value through urllib.parse.quote(), or take it from a fixed set."
_FIX_FILE = "Let the framework write it: FileResponse(path, filename=name), or send_file(..., download_name=name)."
_ENDS = frozenset({"\n", "\r"})
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
        refused: list[Written] = []
        places: set[tuple[str, int]] = set()
        for written in headers_written(app):
            named = _breaking(written, written.name)
            found = named or _breaking(written, written.value)
            at = (written.place.file, written.place.line)
            if not found or at in places:
                continue
            if app.framework != "fastapi" and not named:
                refused.append(written)
                continue
            places.add(at)
            yield self._finding(app, written, surest_first(found), named=bool(named))
        if not places and refused:
            place = refused[0].place
            yield met(
                place, f"request data becomes a header, and {_REFUSING[app.framework]} refuses a line end in its value"
            )
        elif not places:
            yield not_applicable("no header or cookie name is built from request data")

    def _finding(self, app: App, written: Written, found: list[Hole], *, named: bool) -> Observation:
        first, *others = found
        disposition = written.title == "content-disposition"
        part = "the name" if named else "a part"
        source = first.data.root.label if first.data.root is not None else "request data"
        return violated(
            written.place,
            f"{source} becomes {part} of a header unchecked ({written.title or 'any name'})",
            _FIX_FILE if disposition else _FIX,
            path=way(first.data, written.place, f"becomes {part} of a header"),
            related=further([hole.data for hole in others]),
            function=written.function,
            severity="medium" if disposition or named else "low",
            confidence=confidence(app, self, [hole.data for hole in found]),
        )


def _breaking(written: Written, value: Value) -> list[Hole]:
    """The pieces of request data that can end a header, or the quotes of a file's name; once for each source."""
    ends = _ENDS | {'"'} if written.title == "content-disposition" else _ENDS
    found: dict[object, Hole] = {}
    for hole in holes(value):
        data = hole.data
        if data.root is None or settled(data, "input.headers") or data.has("asked"):
            continue
        if not all(hole.lacks(end) for end in ends) and not _one_line(data.root, written.title):
            found.setdefault(data.root, hole)
    return list(found.values())


def _one_line(root: Root, title: str) -> bool:
    """Whether servers have refused line ends in it already, and none but these do harm."""
    return root.part in {"header", "url"} and title not in {"", "content-disposition"}
