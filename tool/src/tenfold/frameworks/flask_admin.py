"""Flask-Admin."""

from tenfold.frameworks.model import (
    Bundle,
    BundledRoute,
    ClassAttribute,
    Library,
    Protection,
    RouteMaker,
    Router,
    ViewBase,
)

_FORM = ("GET", "POST")

LIBRARY = Library(
    name="Flask-Admin",
    package="flask-admin",
    modules=("flask_admin",),
    protections=(
        Protection("flask_admin.form.SecureForm", "framework.csrf", "entry", "puts a CSRF token into admin forms"),
    ),
    attributes=(ClassAttribute("form_base_class", "entry", within="flask_admin."),),
    routers=(Router("flask_admin.Admin", prefix=("url", 2), default="/admin", parent=("app", 0)),),
    routes=(
        RouteMaker(
            "flask_admin.Admin.add_view", _FORM, "call", view=("view", 0), path=("", -1), kind="admin"
        ),
    ),
    bundles=(
        Bundle("flask_admin.Admin", (BundledRoute("/", ("GET",), "flask_admin.AdminIndexView", kind="admin"),)),
    ),
    views=(
        ViewBase("flask_admin.BaseView", _FORM),
        ViewBase("flask_admin.AdminIndexView", _FORM),
        ViewBase("flask_admin.contrib.sqla.ModelView", _FORM),
    ),
)  # fmt: skip
