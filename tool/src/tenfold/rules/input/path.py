"""input.path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tenfold.dataflow.holes import OPEN, Hole
from tenfold.findings import Severity
from tenfold.frameworks.flows import LOOKS, UNPACKS
from tenfold.program.app import App
from tenfold.rules.base import Observation, met, not_applicable
from tenfold.rules.input._sink_rule import Judged, SinkRule
from tenfold.rules.input._uploads import file_field, holds_slash, looked_up, saves
from tenfold.rules.input._uses import Use


class Path(SinkRule):
    """Request data names a file.

    ## What it finds
    Files that are opened, sent, saved, moved or removed under a path made with request data: query, form
    and body values, `<path:...>` parameters and the client's file names. `secure_filename`, `safe_join`,
    `send_from_directory`, `is_relative_to`, `commonpath`, storages, numbers, fixed tables and plain path
    parameters (they hold no slash) are silent.

    ## Why it matters
    `../../etc/passwd` reads what the app may read: keys, settings, other users' files. Written to, it replaces code.

    ## Example
    ### Flask
    ```python app.py
    import os

    from flask import Flask, request, send_file

    app = Flask(__name__)

    @app.get("/download")
    def download():
        return send_file(os.path.join("/srv/files", request.args["name"]))
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, request, send_from_directory

    app = Flask(__name__)

    @app.get("/download")
    def download():
        return send_from_directory("/srv/files", request.args["name"])
    ```

    ## References
    - https://owasp.org/www-community/attacks/Path_Traversal
    - https://flask.palletsprojects.com/en/stable/api/#flask.send_from_directory
    - https://cwe.mitre.org/data/definitions/22.html
    """

    requirement = "input.path"
    severity = "high"
    nothing = "no file is opened, sent or saved (looked for open, Path, os, shutil, send_file, FileResponse, save)"
    sound = "no part of the path comes from outside unconfined"
    fix = {
        "": "Resolve the path and refuse it unless it .is_relative_to() the folder, or name the file yourself.",
        "flask": "Use send_from_directory(folder, name), or secure_filename(name) before you join.",
        "django": "Let a storage keep the file (default_storage, FileField), or use safe_join(folder, name).",
    }

    def judge(self, app: App) -> Iterable[Observation]:
        """Files first; that a path is only looked up is told where nothing worse is done in the same function."""
        seen = list(super().judge(app))
        worse = {one.function for one in seen if one.kind == "violated" and one.severity != "low"}
        told: set[str] = set()
        for one in seen:
            if one.kind != "violated" or one.severity != "low":
                yield one
            elif one.function not in worse | told:
                told.add(one.function)
                yield one

    def report(self, app: App, one: Judged) -> Observation:
        """A resolved path that was compared without the separator reaches but a folder that begins the same."""
        seen = super().report(app, one)
        return replace(seen, persona="pedantic") if all(hole.has("beside") for hole in one.harm) else seen

    def grade(self, app: App, one: Judged) -> Severity | None:  # noqa: ARG002
        """To learn whether a file exists, or to reach a folder whose name begins the same, is a small gain."""
        asked = one.use.sink.what == LOOKS
        return "low" if asked or all(hole.has("beside") for hole in one.harm) else None

    def uses(self, app: App) -> list[Use]:
        """The declared calls, and the saving of uploads."""
        return [*super().uses(app), *saves(app)]

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:
        """A name without folders, a path that was compared with its folder once resolved, or one that cannot climb."""
        root, data = hole.data.root, hole.data
        folder = "folder" in use.sink.what
        if root is not None and root.part == "path" and not root.validated and not holds_slash(app, root):
            return not folder or hole.lacks("..") or hole.is_word()  # ".." alone is a folder
        if use.sink.what == LOOKS and hole.has("beside"):
            return True
        if use.sink.what == UNPACKS:
            return False  # the archive names the files
        if root is not None and root.part == "file":
            # Django cuts folders off the names of uploads; the content of a file is no path.
            return app.framework == "django" or not root.key.endswith(("filename", "name"))
        if hole.has("within") or "basename" in data.via or hole.is_word():
            return True
        if hole.lacks("/") and (hole.lacks("..") or not folder):
            return True
        return _cannot_climb(hole)

    def conclude(self, app: App, safe: list[Use], unclear: list[Use]) -> Iterator[Observation]:
        """Without calls of its own, fields that store files are the proof."""
        risky = [use for use in unclear if not looked_up(use)]
        safe = [use for use in safe if use.sink.what != LOOKS]
        proofs = [use for use in safe if use.sink.safe or use.expr is None or not _fixed(app, use)]
        field = file_field(app)
        if field is not None and not risky:
            yield met(field, "the storage of this field cleans the name and keeps the file under its folder")
        elif risky or proofs:
            yield from super().conclude(app, proofs, risky)
        elif safe or unclear:
            yield from super().conclude(app, safe, [])
        else:
            yield not_applicable(self.nothing)


def _fixed(app: App, use: Use) -> bool:
    """Whether a path is one constant, which proves nothing."""
    return isinstance(app.program.values.of(use.file, use.scope, use.expr), str)


def _cannot_climb(hole: Hole) -> bool:
    """Whether it stands behind a folder and can neither climb out of it nor begin anew."""
    lacks = [text for text in hole.details("lacks") if (text and text in "../") or text == "/"]
    if not lacks or not hole.before.rstrip(OPEN):
        return False
    anew = "joined" in hole.data.via and not (hole.lacks("/") or "/" in hole.details("not-begins"))
    return not anew
