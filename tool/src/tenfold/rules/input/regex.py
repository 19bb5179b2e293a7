"""input.regex."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.place import Place
from tenfold.policies.regex import growth
from tenfold.program.app import App
from tenfold.rules.base import Observation, met, not_applicable, violated
from tenfold.rules.input._patterns import Pattern, patterns
from tenfold.rules.input._sink_rule import SinkRule


class Regex(SinkRule):
    r"""A regular expression on request data can take exponential time, or is request data itself.

    ## What it finds
    Patterns that request data is part of, and constant patterns with an unbounded repeat around something
    that matches the same text in several ways (`(a+)+$`, `([a-z]+ ?)*$`), where they are applied to request
    data or stand in a form, model, schema or URL. Patterns with two neighbouring repeats (`\s*\s*`,
    quadratic) are shown to `--persona pedantic`.

    ## Why it matters
    A text of 40 characters keeps a worker busy for years; a few such requests stop the site.

    ## Example
    ### Flask
    ```python app.py
    import re

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/check")
    def check():
        return {"ok": bool(re.match(r"^([a-z]+ ?)*$", request.args["name"]))}
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import re

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/check")
    def check():
        return {"ok": bool(re.match(r"^[a-z ]{1,80}$", request.args["name"]))}
    ```

    ## References
    - https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS
    - https://cwe.mitre.org/data/definitions/1333.html
    """

    requirement = "input.regex"
    severity = "medium"
    nothing = (
        "no regular expression is applied to request data (looked for re, and patterns of forms, models and schemas)"
    )
    sound = "its pattern is constant and takes linear time"
    fix = {"": "Search with `in` or the database, or pass the text through re.escape() first."}

    def judge(self, app: App) -> Iterable[Observation]:
        """Patterns made of request data, then slow constant ones, then the sound ones as proof."""
        made = [seen for seen in super().judge(app) if seen.kind == "violated"]
        yield from made
        sound: list[Place] = []
        found = bool(made)
        for pattern in patterns(app):
            kind = "" if pattern.linear else growth(pattern.text)
            if kind == "exponential":
                found = True
            if kind:
                yield _slow(pattern, kind)
            if kind != "exponential":
                sound.append(pattern.place)
        if not found and sound:
            count = f" ({len(sound)} patterns)" if len(sound) > 1 else ""
            yield met(min(sound), f"the pattern applied to input is constant and takes no exponential time{count}")
        elif not found:
            yield not_applicable(self.nothing)


def _slow(pattern: Pattern, kind: str) -> Observation:
    quick = kind == "polynomial"
    return violated(
        pattern.place,
        f"the pattern {pattern.text[:60]!r} takes {kind} time on a text that is made for it",
        "Write each repeat so that it cannot match what the next one matches, and limit the length of the text.",
        function=pattern.function,
        severity="low" if quick else None,
        confidence="medium" if quick else None,
        persona="pedantic" if quick else None,
    )
