"""Django: where data does harm, and what makes it harmless."""

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library

_DATABASE = ("cursor", "cur")
_URLS = ("input.redirect", "input.ssrf", "input.headers")

LIBRARY = Library(
    name="Django",
    package="django",
    modules=("django",),
    tags=("framework",),
    sinks=(
        *(Sink(f"django.db.backends.utils.CursorWrapper.{method}", "input.sql", ("sql", 0), "runs it as SQL",
               aliases=(f"django.db.connection.cursor.{method}", f"django.db.connections[].cursor.{method}"),
               receivers=_DATABASE)
          for method in ("execute", "executemany")),
        Sink("django.db.models.Manager.raw", "input.sql", ("raw_query", 0), "runs it as SQL",
             aliases=("django.db.models.QuerySet.raw",), receivers=("objects",)),
        Sink("django.db.models.Func", "input.sql", ("template", -1), "puts it into the SQL as it is", objects=True,
             aliases=("django.db.models.expressions.Func", "django.db.models.Aggregate")),
        Sink("django.db.models.Func", "input.sql", ("function", -1), "puts it into the SQL as it is", objects=True,
             aliases=("django.db.models.expressions.Func", "django.db.models.Aggregate")),
        Sink("django.utils.module_loading.import_string", "input.code", ("dotted_path", 0), "imports it", objects=True),
        *(Sink("django.db.models.QuerySet.extra", "input.sql", (argument, position), "runs it as SQL")
          for argument, position in (("select", 0), ("where", 1), ("tables", 3), ("order_by", 4))),
        Sink("django.db.models.expressions.RawSQL", "input.sql", ("sql", 0), "makes SQL of it"),
        Sink("django.template.backends.django.DjangoTemplates.from_string", "input.code", ("template_code", 0),
             "compiles it as template source", aliases=("django.template.engines[].from_string",)),
        Sink("django.template.Template", "input.code", ("template_string", 0), "compiles it as template source",
             aliases=("django.template.base.Template",)),
        Sink("django.template.Engine.from_string", "input.code", ("template_code", 0),
            "compiles it as template source"),
        Sink("django.core.files.storage.Storage.save", "input.path", ("name", 0), "keeps the file inside the storage",
             aliases=("django.core.files.storage.default_storage.save",), safe=True),
        Sink("django.core.files.storage.Storage.open", "input.path", ("name", 0), "keeps the file inside the storage",
             aliases=("django.core.files.storage.default_storage.open",), safe=True),
        Sink("django.views.static.serve", "input.path", ("path", 1), "keeps the path inside the folder", safe=True),
        Sink("django.shortcuts.redirect", "input.redirect", ("to", 0), "redirects to it"),
        *(Sink(f"django.http.{name}", "input.redirect", ("redirect_to", 0), "redirects to it",
               aliases=(f"django.http.response.{name}",))
          for name in ("HttpResponseRedirect", "HttpResponsePermanentRedirect")),
    ),
    transfers=(
        Transfer("django.template.loader.get_template", "holder", aliases=("django.template.loader.select_template",)),
        Transfer("django.utils.html.strip_tags"),
    ),
    sanitizers=(
        # Percent encoding leaves no character that ends a text, an attribute or a script's string.
        Sanitizer("django.utils.http.urlencode", ("xss.escaping", "xss.context"), aliases=(
            "django.utils.http.urlquote", "django.utils.encoding.iri_to_uri", "django.utils.encoding.escape_uri_path")),
        Sanitizer("django.utils.text.slugify", ("xss.escaping", "xss.context")),
        Sanitizer("django.urls.reverse", ("xss.escaping", "xss.context"), aliases=("django.shortcuts.reverse",)),
        Sanitizer("django.utils.html.escapejs", ("xss.escaping", "xss.context")),
        Sanitizer("django.utils._os.safe_join", ("input.path",)),
        Sanitizer("django.utils.text.get_valid_filename", ("input.path",)),
        Sanitizer("django.utils.http.url_has_allowed_host_and_scheme", _URLS, "check",
                  aliases=("django.utils.http.is_safe_url",)),
        Sanitizer("django.urls.reverse", _URLS, aliases=("django.shortcuts.reverse", "django.urls.reverse_lazy",
                                                         "django.core.urlresolvers.reverse")),
        Sanitizer("django.shortcuts.resolve_url", ("input.headers",)),
        Sanitizer("django.contrib.auth.views.RedirectURLMixin.get_success_url", _URLS, aliases=(
            "django.contrib.auth.views.LoginView.get_success_url",)),
        Sanitizer("django.utils.http.urlencode", ("input.headers",)),
        *(Sanitizer(f"django.db.models.{name}", ("input.sql",), "query") for name in (
            "Manager.filter", "Q", "F", "Value", "Subquery", "OuterRef", "QuerySet")),
        Sanitizer("django.utils.text.slugify", ("input.path", "input.headers", "input.sql")),
    ),
)  # fmt: skip
