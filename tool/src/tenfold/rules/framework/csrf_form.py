from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tenfold.language.template_facts import Form, TemplateFacts
from tenfold.place import Place
from tenfold.rules.base import Observation, Rule, violated

if TYPE_CHECKING:
    from tenfold.program.app import App

_ID = "framework.csrf"
_TOKEN = {"django": "{% csrf_token %}", "flask": '<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">'}


class CsrfForm(Rule):
    """A form must not hand its CSRF token to another site.

    ## What it finds
    A form of a template that posts to another site's address and yet writes the CSRF token of this one.

    ## Why it matters
    Whoever holds the token can send requests in your user's name, which is what the token was made to prevent.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask, render_template

    app = Flask(__name__)

    @app.get("/pay")
    def pay():
        return render_template("pay.html")
    ```
    ```html templates/pay.html
    <form method="post" action="https://pay.example.net/start">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
    </form>
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    ```
    ```html site/templates/pay.html
    {% load static %}
    <form method="post" action="https://pay.example.net/start">{% csrf_token %}</form>
    ```

    ## Use instead
    ### Flask
    ```python app.py
    from flask import Flask, render_template

    app = Flask(__name__)

    @app.get("/pay")
    def pay():
        return render_template("pay.html")
    ```
    ```html templates/pay.html
    <form method="post" action="https://pay.example.net/start"></form>
    <form method="post" action="/pay">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
    </form>
    ```
    ### Django
    ```python site/settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    ```
    ```html site/templates/pay.html
    {% load static %}
    <form method="post" action="https://pay.example.net/start"></form>
    <form method="post" action="/pay">{% csrf_token %}</form>
    ```

    ## References
    - https://docs.djangoproject.com/en/stable/howto/csrf/
    - https://flask-wtf.readthedocs.io/en/1.2.x/csrf/
    """

    requirement = _ID
    severity = "medium"
    frameworks = frozenset({"flask", "django"})

    def judge(self, app: App) -> Iterable[Observation]:
        """Judge every form that posts."""
        for path, template in app.templates.items():
            for form in _leaking(template):
                yield violated(
                    Place(path, form.line, form.column),
                    f"This form posts to another site ({form.action[:60]}) and hands it the CSRF token ({form.csrf}).",
                    f"Take {_TOKEN[app.framework]} out of the form that leaves this site.",
                )


def _leaking(template: TemplateFacts) -> list[Form]:
    """Forms that post to a constant address of another site and hold a token."""
    return [
        form
        for form in template.forms
        if form.method == "post" and form.csrf and form.action.lower().startswith(("http://", "https://", "//"))
        and "{" not in form.action[:12]
    ]  # fmt: skip
