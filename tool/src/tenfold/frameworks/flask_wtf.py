"""Flask-WTF."""

from tenfold.frameworks.model import Exemption, Library, Protection

LIBRARY = Library(
    name="Flask-WTF",
    package="flask-wtf",
    modules=("flask_wtf",),
    protections=(
        Protection(
            "flask_wtf.csrf.CSRFProtect", "framework.csrf", "attached", "checks a token on every unsafe request",
            aliases=("flask_wtf.CSRFProtect",),
        ),
        Protection(
            "flask_wtf.FlaskForm", "framework.csrf", "base", "checks the form's CSRF token",
            aliases=("flask_wtf.form.FlaskForm",),
        ),
        Protection(
            "flask_wtf.csrf.CSRFProtect.protect", "framework.csrf", "call", "checks a CSRF token",
            aliases=("flask_wtf.CSRFProtect.protect",),
        ),
    ),
    exemptions=(
        Exemption("flask_wtf.csrf.CSRFProtect.exempt", "framework.csrf", aliases=("flask_wtf.CSRFProtect.exempt",)),
    ),
)  # fmt: skip
