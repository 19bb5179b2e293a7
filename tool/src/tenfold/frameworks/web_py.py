"""web.py."""

from tenfold.frameworks.flows import Sink
from tenfold.frameworks.held import held
from tenfold.frameworks.model import Handler, Library

LIBRARY = Library(
    name="web.py",
    package="web-py",
    modules=("web",),
    tags=("framework",),
    sources=held(
        "web web.webapi", "web", any="input", body="data:text", cookie="cookies",
    ) + held(
        "web.ctx", "web.ctx", header="env environ host:text homedomain:text home:text realhome:text homepath:text",
        query="query:text", url="path:text fullpath:text",
    ),
    handlers=(
        Handler("web", "module", ("GET", "POST", "PUT", "PATCH", "DELETE"), others="path", holds="text"),
    ),
    sinks=(
        *(Sink(f"web.{name}", "input.redirect", ("url", 0), "redirects to it")
          for name in ("seeother", "found", "redirect", "tempredirect")),
        Sink("web.db.DB.query", "input.sql", ("sql_query", 0), "runs it as SQL"),
        Sink("web.template.Template", "input.code", ("text", 0), "compiles it as template source"),
    ),
)  # fmt: skip
