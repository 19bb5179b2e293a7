"""Scripts check a link before they set it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.xss._scripts import scripts


class ContextDom(Rule):
    r"""Scripts check a link before they set it.

    ## What it finds
    Scripts of the app that paste a property at the start of a link (`href`, `src`, `action`) into HTML. A link that is
    set after a test of its scheme stays silent.

    ## Why it matters
    A stored link of `javascript:...` runs as a script of your site when it is clicked. It holds no character that
    escaping would touch.

    ## Example
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```javascript static/notes.js
    function show(note) {
      document.getElementById("note").innerHTML = `<a href="${note.link}">Source</a>`;
    }
    ```

    ## Use instead
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ```javascript static/notes.js
    function show(note) {
      if (!/^https?:\/\//.test(note.link)) return;
      const link = document.createElement("a");
      link.href = note.link;
      link.textContent = "Source";
      document.getElementById("note").append(link);
    }
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html
    - https://developer.mozilla.org/en-US/docs/Web/URI/Reference/Schemes/javascript
    """

    requirement = "xss.context"
    severity = "medium"
    confidence = "medium"

    def judge(self, app: App) -> Iterator[Observation]:
        """Report each link that is pasted unchecked."""
        for path, facts in scripts(app).items():
            for sink in facts.sinks:
                if sink.links:
                    yield violated(
                        Place(path, sink.line, sink.column),
                        f"The script makes a link of {sink.links[0]}, which may be a javascript: link.",
                        r"Set href only after a test such as /^https?:\/\//.test(link).",
                    )  # fmt: skip
