"""Routes of Django apps as people write them, and what guards each."""

import pytest
from tests.program.project_of import project_of, table

ACCESS, CSRF, RATE = "framework.access", "framework.csrf", "rate.default"
SETTINGS = """
INSTALLED_APPS = ["django.contrib.auth"]
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
"""
MIDDLEWARE = f"{CSRF}=django.middleware.csrf.CsrfViewMiddleware@middleware"


def project(urls: str = "", views: str = "", settings: str = "", **more: str) -> dict[str, str]:
    files = {"manage.py": "", "shop/__init__.py": "", "shop/settings.py": SETTINGS + settings}
    files["shop/urls.py"] = "from django.urls import include, path, re_path\nfrom shop import views\n" + urls
    files["shop/views.py"] = views
    return {**files, **{name.replace("__", "/") + ".py": text for name, text in more.items()}}


def test_patterns_and_includes() -> None:
    files = project(
        """
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from cart import urls as cart_urls
extra = [path("extra/", views.page)]
urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("cart/", include(("cart.urls", "cart"), namespace="cart")),
    path("again/", include(cart_urls)),
    path("more/", include(extra)),
    re_path(r"^old/(?P<year>[0-9]{4})/$", views.page),
    path("unknown/", include("oauth2_provider.urls")),
] + extra
urlpatterns += i18n_patterns(path("shown/", views.page))
urlpatterns.append(path("last/", views.page))
""",
        "def page(request): ...\n",
        cart__urls='from django.urls import path\nfrom . import views\nurlpatterns = [path("add/<int:pk>/", views.add)]\n',
        cart__views="def add(request, pk):\n    if request.method == 'POST': ...\n",
        cart____init__="",
    )
    rows = table(files)
    assert "GET,POST /admin/ django.contrib.admin.site" in rows
    assert "GET,POST /accounts/login/ django.contrib.auth.views.LoginView" in rows
    assert "POST /accounts/logout/ django.contrib.auth.views.LogoutView" in rows
    own = [row for row in rows if "contrib" not in row]
    assert own == [
        "GET,POST /cart/add/<int:pk>/ cart/views.py:add",
        "GET,POST /again/add/<int:pk>/ cart/views.py:add",
        "GET /more/extra/ shop/views.py:page",
        "GET /old/(?P<year>[0-9]{4})/ shop/views.py:page",
        "- /unknown/ oauth2_provider.urls",
        "GET /extra/ shop/views.py:page",
        "GET /<language>/shown/ shop/views.py:page",
        "GET /last/ shop/views.py:page",
    ]


def test_a_url_configuration_that_includes_itself_ends() -> None:
    assert table(
        project('urlpatterns = [path("x/", include("shop.urls")), path("y/", views.y)]\n', "def y(r): ...")
    ) == ["GET /y/ shop/views.py:y"]


@pytest.mark.parametrize(
    "joined",
    [
        "urlpatterns = reduce(add, [some, others])",
        "urlpatterns = list(chain(some, others))",
        "urlpatterns = sum([some, others], [])",
        "groups = [some]\ngroups.append(others)\nurlpatterns = reduce(add, groups)",
    ],
)
def test_lists_that_are_joined(joined: str) -> None:
    head = "from functools import reduce\nfrom itertools import chain\nfrom operator import add\n"
    lists = 'some = [path("a", views.page)]\nothers = [path("b", views.page)]\n'
    rows = table(project(f"{head}{lists}{joined}\n", "def page(request): ...\n"))
    assert rows == ["GET /a shop/views.py:page", "GET /b shop/views.py:page"]


def test_patterns_of_old_django() -> None:
    urls = "from django.conf.urls import patterns, url\nurlpatterns = patterns('', url(r'^a/$', views.page))\n"
    assert table(project(urls, "def page(request): ...\n")) == ["GET /a/ shop/views.py:page"]


OWN_LIMIT = """
def {name}(*methods):
    def decorator(view):
        def inner(request):
            return view(request) if {test} else None
        return inner
    return decorator

@{name}({given})
def view(request): ...
"""


@pytest.mark.parametrize(
    ("name", "test", "given", "methods"),
    [
        ("answers", "request.method in methods", "'POST', 'OPTIONS'", "POST"),
        ("answers", "request.method in methods", "'delete', 'GET'", "DELETE,GET"),
        ("answers", "True", "'POST'", "GET"),
        ("answers", "request.method in methods", "'POST', 'speed'", "GET"),
    ],
)
def test_methods_that_a_decorator_of_the_project_limits(name: str, test: str, given: str, methods: str) -> None:
    views = OWN_LIMIT.format(name=name, test=test, given=given)
    assert table(project('urlpatterns = [path("", views.view)]\n', views)) == [f"{methods} / shop/views.py:view"]


@pytest.mark.parametrize(
    ("views", "methods"),
    [
        ("def view(request): ...", "GET"),
        ("def view(request):\n    form = Form(request.POST or None)", "GET,POST"),
        ("def view(r):\n    if r.method in ('PUT', 'DELETE'): ...", "DELETE,GET,PUT"),
        ("from django.views.decorators.http import require_POST\n@require_POST\ndef view(request): ...", "POST"),
        (
            (
                "from django.views.decorators import http\n@http.require_http_methods(['GET', 'POST'])\n"
                "def view(request): ..."
            ),
            "GET,POST",
        ),
        ("from rest_framework.decorators import api_view\n@api_view(['PUT'])\ndef view(request): ...", "PUT"),
        ("from rest_framework.decorators import api_view\n@api_view()\ndef view(request): ...", "GET"),
    ],
)
def test_methods_of_function_views(views: str, methods: str) -> None:
    assert table(project('urlpatterns = [path("", views.view)]\n', views)) == [f"{methods} / shop/views.py:view"]


@pytest.mark.parametrize(
    ("body", "methods"),
    [
        ("class V(generic.View):\n    def get(self, request): ...\n    def put(self, request): ...", "GET,PUT"),
        ("class V(generic.ListView): ...", "GET"),
        ("class V(generic.CreateView): ...", "GET,POST"),
        ("class V(generic.DeleteView): ...", "DELETE,GET,POST"),
        ("class Base(generic.FormView): ...\nclass V(Base): ...", "GET,POST"),
        ("class V(generic.UpdateView):\n    http_method_names = ['post']", "POST"),
        ("class V(generics.ListCreateAPIView): ...", "GET,POST"),
    ],
)
def test_methods_of_class_views(body: str, methods: str) -> None:
    views = "from django.views import generic\nfrom rest_framework import generics\n" + body
    assert table(project('urlpatterns = [path("", views.V.as_view())]\n', views)) == [f"{methods} / shop/views.py:V"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        pytest.param(
            "@login_required\ndef view(request): ...", "django.contrib.auth.decorators.login_required@route", id="bare"
        ),
        pytest.param(
            "@permission_required('shop.add', raise_exception=True)\ndef view(request): ...",
            "django.contrib.auth.decorators.permission_required@route",
            id="called",
        ),
        pytest.param(
            "staff = user_passes_test(lambda u: u.is_staff)\n@staff\ndef view(request): ...",
            "django.contrib.auth.decorators.user_passes_test@route",
            id="made once",
        ),
        pytest.param(
            "def staff(view):\n    return user_passes_test(lambda u: u.is_staff)(view)\n@staff\ndef view(request): ...",
            "django.contrib.auth.decorators.user_passes_test@route",
            id="made by a function",
        ),
        pytest.param(
            "def owner(view):\n    def inner(request, pk):\n        if request.user.pk != pk:\n"
            "            raise PermissionDenied\n        return view(request, pk)\n    return inner\n"
            "@owner\ndef view(request): ...",
            "shop/views.py:owner@route",
            id="home-made",
        ),
        pytest.param(
            "def view(request):\n    if not request.user.is_authenticated:\n        return redirect('login')",
            "shop/views.py:view@route",
            id="in the view",
        ),
        pytest.param(
            "def view(request):\n    if not OPEN or request.user.is_authenticated:\n        raise PermissionDenied",
            "",
            id="turns away who is logged in",
        ),
        pytest.param(
            "def view(request):\n    if not OPEN or not request.user.is_authenticated:\n        raise PermissionDenied",
            "shop/views.py:view@route",
            id="one of two reasons",
        ),
        pytest.param("def login_required(f): return f\n@login_required\ndef view(request): ...", "", id="empty name"),
        pytest.param(
            "def view(request):\n    if request.user.is_authenticated:\n        x = 1", "", id="only shows more"
        ),
    ],
)
def test_access_of_function_views(view: str, expected: str) -> None:
    head = "from django.contrib.auth.decorators import login_required, permission_required, user_passes_test\n"
    head += "from django.core.exceptions import PermissionDenied\n"
    rows = table(project('urlpatterns = [path("", views.view)]\n', head + view), ACCESS)
    assert rows == [f"GET / shop/views.py:view | {ACCESS}={expected}" if expected else "GET / shop/views.py:view"]


_MIXIN = "django.contrib.auth.mixins.LoginRequiredMixin@class"
_LOGIN = "django.contrib.auth.decorators.login_required@route"


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        pytest.param("class V(LoginRequiredMixin, ListView): ...", _MIXIN, id="before the view"),
        pytest.param("class V(ListView, LoginRequiredMixin): ...", "", id="after the view it is not in force"),
        pytest.param("class B(LoginRequiredMixin): ...\nclass V(B, ListView): ...", _MIXIN, id="through a base"),
        pytest.param(
            "@method_decorator(login_required, name='dispatch')\nclass V(ListView): ...", _LOGIN, id="on the class"
        ),
        pytest.param(
            "@method_decorator([login_required], name='dispatch')\nclass V(ListView): ...", _LOGIN, id="in a list"
        ),
        pytest.param(
            "class V(ListView):\n    @method_decorator(login_required)\n    def dispatch(self, *a): ...",
            _LOGIN,
            id="on dispatch",
        ),
        pytest.param(
            "class M:\n    def dispatch(self, request):\n        if not request.user.is_staff:\n"
            "            raise PermissionDenied\n        return super().dispatch(request)\nclass V(M, ListView): ...",
            "shop/views.py:M@class",
            id="home-made mixin",
        ),
        pytest.param(
            "class V(APIView):\n    permission_classes = [IsAuthenticated]\n    def get(self, request): ...",
            "rest_framework.permissions.IsAuthenticated@class",
            id="REST framework",
        ),
        pytest.param(
            "class V(APIView):\n    permission_classes = [IsAuthenticated | AllowAny]\n    def get(self, request): ...",
            "",
            id="one of two permissions lets everyone through",
        ),
        pytest.param(
            "class Own(BasePermission):\n    def has_permission(self, r, v): return r.user == 1\n"
            "class V(APIView):\n    permission_classes = (Own,)\n    def get(self, request): ...",
            "shop/views.py:Own@class",
            id="a permission of the project's",
        ),
    ],
)
def test_access_of_class_views(view: str, expected: str) -> None:
    head = """
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.views.generic import ListView
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.views import APIView
"""
    rows = table(project('urlpatterns = [path("", views.V.as_view())]\n', head + view), ACCESS)
    assert rows == [f"GET / shop/views.py:V | {ACCESS}={expected}" if expected else "GET / shop/views.py:V"]


def test_csrf_by_middleware_and_its_exemptions() -> None:
    views = """
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.utils.decorators import method_decorator
from django.views import View
def plain(request): ...
@csrf_exempt
def hook(request): ...
@method_decorator(csrf_exempt, name="dispatch")
class Hook(View):
    def post(self, request): ...
"""
    urls = """
from django.views.decorators.csrf import csrf_exempt
urlpatterns = [path("a", views.plain), path("b", views.hook), path("c", views.Hook.as_view()),
               path("d", csrf_exempt(views.plain))]
"""
    assert table(project(urls, views), CSRF) == [
        f"GET /a shop/views.py:plain | {MIDDLEWARE}",
        f"GET /b shop/views.py:hook | !{CSRF}",
        f"POST /c shop/views.py:Hook | !{CSRF}",
        f"GET /d shop/views.py:plain | !{CSRF}",
    ]
    app = project_of(project(urls, views)).apps[0]
    assert [place.line for _, place in app.protections.exempt(CSRF)] == [6, 7, 6]


def test_log_in_for_every_view_by_middleware() -> None:
    settings = """
MIDDLEWARE += ["django.contrib.auth.middleware.LoginRequiredMiddleware", "shop.middleware.Staff"]
"""
    views = "from django.contrib.auth.decorators import login_not_required\n"
    views += "def a(request): ...\n@login_not_required\ndef b(request): ...\n"
    middleware = "class Staff:\n    def __call__(self, request):\n        if not request.user.is_staff:\n"
    middleware += "            return HttpResponseForbidden()\n        return self.get_response(request)\n"
    files = project('urlpatterns = [path("a", views.a), path("b", views.b)]\n', views, settings)
    files["shop/middleware.py"] = middleware
    name = f"{ACCESS}=django.contrib.auth.middleware.LoginRequiredMiddleware@middleware"
    assert table(files, ACCESS) == [
        f"GET /a shop/views.py:a | {name} {ACCESS}=shop/middleware.py:Staff@middleware",
        f"GET /b shop/views.py:b | !{ACCESS}",
    ]


def test_view_sets_of_a_router() -> None:
    urls = """
from rest_framework import routers
router = routers.DefaultRouter()
router.register(r"notes", views.Notes, basename="note")
router.register("tags", views.Tags)
urlpatterns = [path("api/", include(router.urls))]
"""
    views = """
from rest_framework import mixins, viewsets
from rest_framework.authentication import TokenAuthentication
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated
class Notes(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
    @action(detail=True, methods=["post"], permission_classes=[IsAdminUser])
    def publish(self, request, pk=None): ...
class Tags(mixins.ListModelMixin, viewsets.GenericViewSet):
    authentication_classes = [TokenAuthentication]
    permission_classes = [AllowAny]
    lookup_field = "slug"
    @action(detail=False, url_path="of-the-day")
    def day(self, request): ...
"""
    member = f"{ACCESS}=rest_framework.permissions.IsAuthenticated@class"
    session = f"{CSRF}=rest_framework.authentication.SessionAuthentication@settings"
    token = f"{CSRF}=rest_framework.authentication.TokenAuthentication@class"
    assert table(project(urls, views), ACCESS, CSRF) == [
        f"GET,POST /api/notes/ shop/views.py:Notes | {member} {session}",
        f"DELETE,GET,PATCH,PUT /api/notes/<pk>/ shop/views.py:Notes | {member} {session}",
        (
            "POST /api/notes/<pk>/publish/ shop/views.py:Notes | "
            f"{ACCESS}=rest_framework.permissions.IsAdminUser@route {session}"
        ),
        f"GET /api/tags/ shop/views.py:Tags | {token} !{ACCESS}",
        f"GET /api/tags/of-the-day/ shop/views.py:Tags | {token} !{ACCESS}",
    ]


def test_defaults_of_the_rest_framework_setting() -> None:
    settings = """
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
}
"""
    views = "from rest_framework.decorators import api_view, permission_classes\n"
    views += "from rest_framework.permissions import AllowAny\n@api_view(['POST'])\ndef a(request): ...\n"
    views += "@api_view(['GET'])\n@permission_classes([AllowAny])\ndef b(request): ...\ndef c(request): ...\n"
    urls = 'urlpatterns = [path("a", views.a), path("b", views.b), path("c", views.c)]\n'
    rate = f"{RATE}=rest_framework.throttling.AnonRateThrottle@settings"
    assert table(project(urls, views, settings), ACCESS, RATE) == [
        f"POST /a shop/views.py:a | {ACCESS}=rest_framework.permissions.IsAuthenticated@settings {rate}",
        f"GET /b shop/views.py:b | {rate} !{ACCESS}",
        "GET /c shop/views.py:c",
    ]


def test_ninja() -> None:
    files = project(
        'from shop.api import api\nurlpatterns = [path("api/", api.urls)]\n',
        shop__api="""
from ninja import NinjaAPI
from ninja.security import HttpBearer
from shop.notes import router
class Token(HttpBearer):
    def authenticate(self, request, token): ...
api = NinjaAPI(auth=Token())
api.add_router("/notes", router)
api.add_router("/text", "shop.notes.other")
@api.get("/hello")
def hello(request): ...
@api.post("/login", auth=None)
def login(request): ...
""",
        shop__notes="""
from ninja import Router
router = Router()
other = Router()
@router.put("/{id}")
def change(request, id: int): ...
@other.get("/x")
def x(request): ...
""",
    )
    token = f"{ACCESS}=ninja.security.HttpBearer@router"
    assert table(files, ACCESS) == [
        f"GET /api/hello shop/api.py:hello | {token}",
        f"POST /api/login shop/api.py:login | !{ACCESS}",
        f"PUT /api/notes/{{id}} shop/notes.py:change | {token}",
        f"GET /api/text/x shop/notes.py:x | {token}",
    ]


def test_accounts_of_allauth() -> None:
    rows = table(project('urlpatterns = [path("accounts/", include("allauth.urls"))]\n'), ACCESS)
    assert "GET,POST /accounts/login/ allauth.account.views.LoginView | !framework.access" in rows
    assert any("/accounts/email/" in row and f"{ACCESS}=allauth.account.views.EmailView" in row for row in rows)
