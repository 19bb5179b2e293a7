"""Simple JWT for Django REST framework."""

from tenfold.frameworks.model import Library, Protection, ViewBase

_VIEWS = "rest_framework_simplejwt.views"

LIBRARY = Library(
    name="Simple JWT",
    package="djangorestframework-simplejwt",
    modules=("rest_framework_simplejwt",),
    views=tuple(
        ViewBase(f"{_VIEWS}.{name}", ("POST",))
        for name in (
            "TokenObtainPairView", "TokenRefreshView", "TokenVerifyView", "TokenBlacklistView",
            "TokenObtainSlidingView", "TokenRefreshSlidingView",
        )
    ),
    protections=tuple(
        Protection(
            f"rest_framework_simplejwt.authentication.{name}", "framework.csrf", "entry",
            "reads the token from a header, which no other site can send along",
        )
        for name in ("JWTAuthentication", "JWTStatelessUserAuthentication")
    ),
)  # fmt: skip
