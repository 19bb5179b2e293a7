"""dj-rest-auth."""

from tenfold.frameworks.model import Bundle, BundledRoute, Library, Protection, ViewBase

_VIEWS = {
    "password/reset/": ("PasswordResetView", ("POST",)), "login/": ("LoginView", ("POST",)),
    "password/reset/confirm/": ("PasswordResetConfirmView", ("POST",)), "logout/": ("LogoutView", ("POST",)),
    "user/": ("UserDetailsView", ("GET", "PATCH", "PUT")), "password/change/": ("PasswordChangeView", ("POST",)),
}  # fmt: skip

LIBRARY = Library(
    name="dj-rest-auth",
    package="dj-rest-auth",
    modules=("dj_rest_auth",),
    bundles=(
        Bundle(
            "dj_rest_auth.urls",
            tuple(
                BundledRoute(path, methods, f"dj_rest_auth.views.{view}") for path, (view, methods) in _VIEWS.items()
            ),
        ),
    ),
    views=tuple(ViewBase(f"dj_rest_auth.views.{view}", methods) for view, methods in _VIEWS.values()),
    protections=tuple(
        Protection(f"dj_rest_auth.views.{view}", "framework.access", "instance", "lets only logged-in users through")
        for view in ("UserDetailsView", "PasswordChangeView")
    ),
)
