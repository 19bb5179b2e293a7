"""Django REST framework."""

from tenfold.frameworks.held import held
from tenfold.frameworks.model import (
    ClassAttribute,
    Exemption,
    Handler,
    Library,
    MethodLimit,
    Protection,
    Router,
    Source,
    ViewBase,
)

_GENERIC = {
    "CreateAPIView": ("POST",), "ListAPIView": ("GET",), "RetrieveAPIView": ("GET",), "DestroyAPIView": ("DELETE",),
    "UpdateAPIView": ("PATCH", "PUT"), "ListCreateAPIView": ("GET", "POST"),
    "RetrieveUpdateAPIView": ("GET", "PATCH", "PUT"), "RetrieveDestroyAPIView": ("DELETE", "GET"),
    "RetrieveUpdateDestroyAPIView": ("DELETE", "GET", "PATCH", "PUT"),
}  # fmt: skip
_MIXINS = {
    "CreateModelMixin": ("create",), "ListModelMixin": ("list",), "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"), "DestroyModelMixin": ("destroy",),
}  # fmt: skip
_PERMISSIONS = {
    "IsAuthenticated": "lets only authenticated users through", "IsAdminUser": "lets only staff through",
    "IsAuthenticatedOrReadOnly": "lets only authenticated users change anything",
    "DjangoModelPermissions": "lets only users with the model's permission through",
    "DjangoModelPermissionsOrAnonReadOnly": "lets only users with the model's permission change anything",
    "DjangoObjectPermissions": "lets only users with the object's permission through",
}  # fmt: skip

_VIEWS = (
    "rest_framework.views.APIView",
    "rest_framework.generics.GenericAPIView",
    *(f"rest_framework.generics.{name}" for name in _GENERIC),
    *(
        f"rest_framework.viewsets.{name}"
        for name in ("ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet", "ViewSetMixin")
    ),
    "rest_framework.authtoken.views.ObtainAuthToken",
    "rest_framework.authtoken.views.obtain_auth_token",
)

_REQUEST = "rest_framework.request.Request"
_METHODS = (
    "get", "post", "put", "patch", "delete", "head", "options", "list", "retrieve", "create", "update",
    "partial_update",
    "destroy",
)  # fmt: skip

LIBRARY = Library(
    name="Django REST framework",
    package="djangorestframework",
    modules=("rest_framework",),
    tags=("framework",),
    routers=(Router("rest_framework.routers.DefaultRouter"), Router("rest_framework.routers.SimpleRouter")),
    views=(
        ViewBase("rest_framework.views.APIView"),
        *(ViewBase(f"rest_framework.generics.{name}", methods) for name, methods in _GENERIC.items()),
        *(ViewBase(f"rest_framework.mixins.{name}", actions=actions) for name, actions in _MIXINS.items()),
        ViewBase("rest_framework.viewsets.ReadOnlyModelViewSet", actions=("list", "retrieve")),
        ViewBase(
            "rest_framework.viewsets.ModelViewSet",
            actions=("list", "create", "retrieve", "update", "partial_update", "destroy"),
        ),
        ViewBase("rest_framework.authtoken.views.ObtainAuthToken", ("POST",)),
        ViewBase("rest_framework.authtoken.views.obtain_auth_token", ("POST",)),
    ),
    limits=(MethodLimit("rest_framework.decorators.api_view"),),
    attributes=(
        ClassAttribute(
            "permission_classes", "entry", "REST_FRAMEWORK.DEFAULT_PERMISSION_CLASSES", within="rest_framework.",
            decorator="rest_framework.decorators.permission_classes", computed="get_permissions",
        ),
        ClassAttribute(
            "authentication_classes", "entry", "REST_FRAMEWORK.DEFAULT_AUTHENTICATION_CLASSES",
            default=(
                "rest_framework.authentication.SessionAuthentication",
                "rest_framework.authentication.BasicAuthentication",
            ),
            within="rest_framework.", decorator="rest_framework.decorators.authentication_classes",
            computed="get_authenticators",
        ),
        ClassAttribute(
            "throttle_classes", "entry", "REST_FRAMEWORK.DEFAULT_THROTTLE_CLASSES", within="rest_framework.",
            decorator="rest_framework.decorators.throttle_classes", computed="get_throttles",
        ),
    ),
    protections=(
        *(
            Protection(f"rest_framework.permissions.{name}", "framework.access", "entry", what)
            for name, what in _PERMISSIONS.items()
        ),
        Protection(
            "rest_framework.authentication.SessionAuthentication", "framework.csrf", "entry",
            "checks the CSRF token of whoever the session logs in",
        ),
        Protection(
            "rest_framework.authentication.TokenAuthentication", "framework.csrf", "entry",
            "reads the token from a header, which no other site can send along",
        ),
        *(
            Protection(f"rest_framework.throttling.{name}", "rate.default", "entry", what)
            for name, what in (
                ("AnonRateThrottle", "limits requests per address"), ("UserRateThrottle", "limits requests per user"),
                ("ScopedRateThrottle", "limits requests per scope"),
            )
        ),
    ),
    exemptions=(
        Exemption("rest_framework.permissions.AllowAny", "framework.access"),
        # `as_view` of every API view is csrf_exempt; SessionAuthentication checks the token instead.
        *(Exemption(name, "framework.csrf") for name in _VIEWS),
        Exemption("rest_framework.decorators.api_view", "framework.csrf"),
    ),
    handlers=(
        Handler("rest_framework.views.APIView", "base", _METHODS, request=(("", _REQUEST),),
                attributes=(("request", _REQUEST),), aliases=_VIEWS),
        Handler("rest_framework.decorators.api_view", "decorator", request=(("", _REQUEST),),
                aliases=("rest_framework.decorators.action",)),
    ),
    sources=(
        *held(
            "rest_framework.request.Request django.http.HttpRequest", "request", body="data", query="query_params",
        ),
        *held(  # which it passes on from Django's
            "rest_framework.request.Request", "request", query="GET", form="POST", file="FILES:files", cookie="COOKIES",
            header="META headers get_host:text content_type:text", body="stream:text body:text",
            url="path:text path_info:text get_full_path:text build_absolute_uri:text",
        ),
        Source(
            "rest_framework.serializers.BaseSerializer.validated_data", "body", "serializer.validated_data",
            aliases=(
                "rest_framework.serializers.Serializer.validated_data",
                "rest_framework.serializers.ModelSerializer.validated_data",
            ),
            validated=True,
        ),
    ),
)  # fmt: skip
