"""input.uploads."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, met, not_applicable, violated
from tenfold.rules.input._upload_checks import upload_checks, upload_places

_FIX = {
    "flask": "Set MAX_CONTENT_LENGTH, compare the suffix with a set, and save under a random name outside static.",
    "django": "Give the field FileExtensionValidator([...]), refuse a file.size over a limit, and name it yourself.",
    "fastapi": "Read at most a limit (file.file.read(LIMIT + 1)), check the first bytes, and name the file yourself.",
}


class Uploads(Rule):
    """Uploads lack a size limit, a check of name or type, or a place of their own.

    ## What it finds
    Views and model fields that store a file of the client's, when the app limits no size
    (MAX_CONTENT_LENGTH, FileSize, a compared size, a bounded read, the proxy's body limit) or checks no
    type (allowed extensions, FileAllowed, FileExtensionValidator, ImageField, the first bytes), or keeps it
    under a static folder under the client's name.

    ## Why it matters
    An uploaded page runs its scripts in your site's name, an uploaded program waits to be run, and a file
    without a limit fills the disk.

    ## Example
    ### Flask
    ```python app.py
    import os

    from flask import Flask, request

    app = Flask(__name__)

    @app.post("/upload")
    def upload():
        file = request.files["file"]
        file.save(os.path.join("static/uploads", file.filename))
        return "", 201
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import secrets
    from pathlib import Path

    from flask import Flask, abort, request

    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    ALLOWED = {".png", ".pdf"}

    @app.post("/upload")
    def upload():
        file = request.files["file"]
        suffix = Path(file.filename).suffix.lower()
        if suffix not in ALLOWED:
            abort(415)
        file.save(Path("/srv/uploads") / (secrets.token_hex(16) + suffix))
        return "", 201
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html
    - https://flask.palletsprojects.com/en/stable/patterns/fileuploads/
    - https://cwe.mitre.org/data/definitions/434.html
    """

    requirement = "input.uploads"
    severity = "medium"

    def judge(self, app: App) -> Iterable[Observation]:
        """Say of all uploads together what is lacking and what is there."""
        places = upload_places(app)
        if not places:
            yield not_applicable("no file is taken from clients (looked for request.files, UploadFile, file fields)")
            return
        checks = upload_checks(app, places)
        lacking = [what for what, proof in checks.items() if proof is None]
        if lacking:
            proofs = [Step(proof, what.partition("; ")[0]) for what, proof in checks.items() if proof is not None]
            others = [Step(place, "a file is taken here too") for place in places[1:6]]
            yield violated(
                places[0],
                f"a file of the client's is taken, and nothing shows {' or '.join(lacking)}",
                _FIX[app.framework],
                related=(*others, *proofs),
                severity="medium" if len(lacking) > 1 else "low",
            )
        else:
            proof = next(iter(checks.values())) or places[0]
            steps = [Step(place, what) for what, place in checks.items() if place is not None]
            yield met(proof, f"uploads have {', '.join(checks)}", related=steps)
