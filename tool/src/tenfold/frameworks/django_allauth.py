"""django-allauth."""

from tenfold.frameworks.model import Bundle, BundledRoute, Exemption, Library, Protection, ViewBase

_FORM = ("GET", "POST")
_VIEWS = "allauth.account.views"
_ACCOUNT = {
    "login/": "LoginView", "logout/": "LogoutView", "signup/": "SignupView", "reauthenticate/": "ReauthenticateView",
    "email/": "EmailView", "password/change/": "PasswordChangeView", "password/set/": "PasswordSetView",
    "password/reset/": "PasswordResetView", "confirm-email/<key>/": "ConfirmEmailView",
    "password/reset/key/<uidb36>-<key>/": "PasswordResetFromKeyView",
}  # fmt: skip
_PRIVATE = ("ReauthenticateView", "EmailView", "PasswordChangeView", "PasswordSetView")
_PUBLIC = ("LoginView", "SignupView", "PasswordResetView", "ConfirmEmailView", "PasswordResetFromKeyView")
_ROUTES = tuple(BundledRoute(path, _FORM, f"{_VIEWS}.{view}") for path, view in _ACCOUNT.items())

LIBRARY = Library(
    name="django-allauth",
    package="django-allauth",
    modules=("allauth",),
    bundles=(Bundle("allauth.urls", _ROUTES), Bundle("allauth.account.urls", _ROUTES)),
    views=tuple(ViewBase(f"{_VIEWS}.{view}", _FORM) for view in _ACCOUNT.values()),
    protections=(
        *(
            Protection(f"{_VIEWS}.{view}", "framework.access", "instance", "lets only logged-in users through")
            for view in _PRIVATE
        ),
        Protection("allauth.account.middleware.AccountMiddleware", "framework.auth", "middleware", "serves log-in"),
        Protection(
            "allauth.account.decorators.verified_email_required", "framework.access", "decorator",
            "lets only users with a verified address through",
        ),
        Protection(
            "allauth.account.decorators.reauthentication_required", "framework.access", "decorator",
            "asks for the password again",
        ),
        Protection(
            "allauth.account.decorators.secure_admin_login", "framework.access", "decorator",
            "sends the admin's log-in through allauth",
        ),
    ),
    exemptions=tuple(Exemption(f"{_VIEWS}.{view}", "framework.access") for view in _PUBLIC),
)  # fmt: skip
