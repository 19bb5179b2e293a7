"""Django."""

from tenfold.frameworks.held import held
from tenfold.frameworks.model import (
    Bundle,
    BundledRoute,
    Exemption,
    Handler,
    HtmlSink,
    Library,
    MethodLimit,
    Protection,
    Renderer,
    RouteMaker,
    Source,
    ViewBase,
)

_FORM = ("GET", "POST")
_GENERIC = {
    "View": (), "TemplateView": ("GET",), "RedirectView": ("GET", "POST", "PUT", "PATCH", "DELETE"),
    "ListView": ("GET",), "DetailView": ("GET",), "ArchiveIndexView": ("GET",), "YearArchiveView": ("GET",),
    "MonthArchiveView": ("GET",), "WeekArchiveView": ("GET",), "DayArchiveView": ("GET",),
    "TodayArchiveView": ("GET",), "DateDetailView": ("GET",), "FormView": _FORM, "CreateView": _FORM,
    "UpdateView": _FORM, "DeleteView": (*_FORM, "DELETE"),
}  # fmt: skip
_MODULE = {
    "View": "base", "TemplateView": "base", "RedirectView": "base", "ListView": "list", "DetailView": "detail",
    "FormView": "edit", "CreateView": "edit", "UpdateView": "edit", "DeleteView": "edit",
}  # fmt: skip

_AUTH = "django.contrib.auth.views"
_ACCOUNTS = (
    BundledRoute("login/", _FORM, f"{_AUTH}.LoginView"),
    BundledRoute("logout/", ("POST",), f"{_AUTH}.LogoutView"),
    BundledRoute("password_change/", _FORM, f"{_AUTH}.PasswordChangeView"),
    BundledRoute("password_change/done/", ("GET",), f"{_AUTH}.PasswordChangeDoneView"),
    BundledRoute("password_reset/", _FORM, f"{_AUTH}.PasswordResetView"),
    BundledRoute("password_reset/done/", ("GET",), f"{_AUTH}.PasswordResetDoneView"),
    BundledRoute("reset/<uidb64>/<token>/", _FORM, f"{_AUTH}.PasswordResetConfirmView"),
    BundledRoute("reset/done/", ("GET",), f"{_AUTH}.PasswordResetCompleteView"),
)
_LOGGED_IN = "lets only logged-in users through"
_PERMITTED = "lets only users with a permission through"


def _decorated(name: str, what: str, module: str = "django.contrib.auth.decorators") -> Protection:
    return Protection(f"{module}.{name}", "framework.access", "decorator", what)


def _mixed(name: str, what: str) -> Protection:
    return Protection(f"django.contrib.auth.mixins.{name}", "framework.access", "base", what)


def _middleware(name: str, requirement: str, what: str, since: str = "") -> Protection:
    return Protection(name, requirement, "middleware", what, since=since)


LIBRARY = Library(
    name="Django",
    package="django",
    modules=("django",),
    tags=("framework",),
    views=(
        *(
            ViewBase(
                f"django.views.generic.{name}", methods,
                aliases=(f"django.views.generic.{_MODULE.get(name, 'dates')}.{name}",)
                + (("django.views.View",) if name == "View" else ()),
            )
            for name, methods in _GENERIC.items()
        ),
        ViewBase("django.views.generic.edit.ProcessFormView", _FORM),
        ViewBase("django.views.generic.edit.BaseFormView", _FORM),
        ViewBase("django.contrib.auth.views.LoginView", _FORM),
        ViewBase("django.contrib.auth.views.LogoutView", ("POST",)),
        ViewBase("django.contrib.auth.views.PasswordChangeView", _FORM),
        ViewBase("django.contrib.auth.views.PasswordResetView", _FORM),
        ViewBase("django.contrib.auth.views.PasswordResetConfirmView", _FORM),
        ViewBase("django.contrib.auth.views.PasswordChangeDoneView", ("GET",)),
        ViewBase("django.contrib.auth.views.PasswordResetDoneView", ("GET",)),
        ViewBase("django.contrib.auth.views.PasswordResetCompleteView", ("GET",)),
    ),
    routes=(
        RouteMaker(
            "django.urls.path", (), "list", view=("view", 1), path=("route", 0), aliases=("django.urls.conf.path",)
        ),
        RouteMaker(
            "django.urls.re_path", (), "list", view=("view", 1), path=("regex", 0),
            aliases=(
                "django.urls.conf.re_path",
                "django.conf.urls.url",
                "django.conf.urls.re_path",
                "django.conf.urls.defaults.url",
            ),
        ),
    ),
    limits=(
        MethodLimit("django.views.decorators.http.require_POST", ("POST",)),
        MethodLimit("django.views.decorators.http.require_GET", ("GET",)),
        MethodLimit("django.views.decorators.http.require_safe", ("GET",)),
        MethodLimit("django.views.decorators.http.require_http_methods"),
    ),
    bundles=(
        Bundle("django.contrib.auth.urls", _ACCOUNTS),
        Bundle("django.conf.urls.i18n", (BundledRoute("setlang/", ("POST",), "django.views.i18n.set_language"),)),
        Bundle(
            "django.contrib.admin.site.urls", (BundledRoute("", _FORM, "django.contrib.admin.site", kind="admin"),)
        ),
    ),
    protections=(
        _decorated("login_required", _LOGGED_IN),
        _decorated("permission_required", _PERMITTED),
        _decorated("user_passes_test", "lets only users that pass a test through"),
        _decorated("staff_member_required", "lets only staff through", "django.contrib.admin.views.decorators"),
        _mixed("LoginRequiredMixin", _LOGGED_IN),
        _mixed("PermissionRequiredMixin", _PERMITTED),
        _mixed("UserPassesTestMixin", "lets only users that pass a test through"),
        _middleware(
            "django.contrib.auth.middleware.LoginRequiredMiddleware", "framework.access", _LOGGED_IN, since="5.1"
        ),
        Protection("django.contrib.admin.site", "framework.access", "instance", "lets only staff through"),
        *(
            Protection("django.contrib.auth.views.PasswordChangeView", "framework.access", how, _LOGGED_IN)
            for how in ("instance", "base")
        ),
        _middleware(
            "django.middleware.csrf.CsrfViewMiddleware", "framework.csrf", "checks a token on every unsafe request"
        ),
        *(
            Protection(f"django.views.decorators.csrf.{name}", "framework.csrf", "decorator", "checks a CSRF token")
            for name in ("csrf_protect", "requires_csrf_token")
            if name == "csrf_protect"
        ),
        _middleware(
            "django.contrib.auth.middleware.AuthenticationMiddleware", "framework.auth", "knows the user of a request"
        ),
        _middleware(
            "django.contrib.sessions.middleware.SessionMiddleware", "sessions.server-side",
            "keeps sessions in the store that SESSION_ENGINE names",
        ),
        _middleware(
            "django.middleware.security.SecurityMiddleware", "xss.headers",
            "sends nosniff, Referrer-Policy and Cross-Origin-Opener-Policy",
        ),
        _middleware(
            "django.middleware.clickjacking.XFrameOptionsMiddleware", "xss.headers", "sends X-Frame-Options"
        ),
        *(
            Protection(f"django.utils.html.{name}", "xss.escaping", "call", "escapes its argument")
            for name in ("escape", "conditional_escape", "escapejs", "json_script", "format_html", "format_html_join",
                         "linebreaks", "urlize", "strip_tags")
        ),
        _middleware(
            "django.middleware.csp.ContentSecurityPolicyMiddleware", "xss.csp", "sends the policy of SECURE_CSP",
            since="6.0",
        ),
    ),
    exemptions=(
        Exemption("django.views.decorators.csrf.csrf_exempt", "framework.csrf"),
        Exemption("django.contrib.auth.decorators.login_not_required", "framework.access", since="5.1"),
        Exemption("django.contrib.auth.views.LoginView", "framework.access"),
        Exemption("django.views.decorators.clickjacking.xframe_options_exempt", "xss.headers"),
        Exemption("django.views.decorators.csp.csp_override", "xss.csp", since="6.0"),
    ),
    sources=(
        *held(
            "django.http.HttpRequest django.http.request.HttpRequest django.core.handlers.wsgi.WSGIRequest", "request",
            query="GET", form="POST", file="FILES:files", cookie="COOKIES",
            header="META headers get_host:text content_type:text content_params get_port:text",
            body="body:text read:text readline:text readlines:list",
            url="path:text path_info:text get_full_path:text get_full_path_info:text build_absolute_uri:text",
        ),
        Source("django.http.HttpRequest.get_raw_uri", "url", "request.get_raw_uri", holds="text", until="4.0"),
        Source(
            "django.forms.BaseForm.cleaned_data", "form", "form.cleaned_data",
            aliases=("django.forms.Form.cleaned_data", "django.forms.ModelForm.cleaned_data"), validated=True,
        ),
    ),
    handlers=(
        Handler("django", "module", takes=("request",), request=(("request", "django.http.HttpRequest"),)),
    ),
    html=(
        HtmlSink(
            "django.utils.safestring.mark_safe", ("s", 0), "markup",
            aliases=("django.utils.safestring.SafeString", "django.utils.safestring.SafeText"),
        ),
        HtmlSink("django.utils.html.format_html", ("format_string", 0), "format"),
        HtmlSink(
            "django.http.HttpResponse", ("content", 0), "response", content_type=(("content_type", 1),),
            aliases=("django.http.response.HttpResponse",),
        ),
        *(
            HtmlSink(f"django.http.HttpResponse{name}", ("content", 0), "response", content_type=(("content_type", 1),))
            for name in ("BadRequest", "NotFound", "Forbidden", "ServerError")
        ),
    ),
    renderers=(
        Renderer("django.shortcuts.render", ("template_name", 1), ("context", 2)),
        Renderer("django.template.loader.render_to_string", ("template_name", 0), ("context", 1)),
        Renderer("django.template.response.TemplateResponse", ("template", 1), ("context", 2)),
        Renderer("django.template.response.SimpleTemplateResponse", ("template", 0), ("context", 1)),
    ),
)  # fmt: skip
