"""Scripts do not paste data into HTML."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.xss._scripts import scripts


class EscapingDom(Rule):
    """Scripts do not paste data into HTML.

    ## What it finds
    Scripts of the app under `static/`, `assets/` or `public/` that paste a property between tags and give the result to
    `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `document.write` or jQuery's `html()`. Constants, numbers, calls and
    expressions with a sanitizer or an escaping function stay silent, and so do libraries and built files.

    ## Why it matters
    An API that answers JSON is safe only as long as its client shows the answer as text. With `innerHTML` the title of
    a note becomes script in the browser of everyone who lists it.

    ## Example
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```javascript static/notes.js
    function show(notes) {
      document.getElementById("notes").innerHTML = notes.map(note => `<h2>${note.title}</h2>`).join("");
    }
    ```

    ## Use instead
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```javascript static/notes.js
    function show(notes) {
      document.getElementById("notes").replaceChildren(...notes.map(note => {
        const title = document.createElement("h2");
        title.textContent = note.title;
        return title;
      }));
    }
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html
    - https://developer.mozilla.org/en-US/docs/Web/API/Element/innerHTML#security_considerations
    """

    requirement = "xss.escaping"
    severity = "medium"
    confidence = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report each place that pastes data into HTML."""
        for path, facts in scripts(app).items():
            for sink in facts.sinks:
                yield violated(
                    Place(path, sink.line, sink.column), f"The script pastes {sink.data[0]} into HTML by {sink.what}.",
                    "Make the elements with document.createElement() and set textContent.",
                )  # fmt: skip
