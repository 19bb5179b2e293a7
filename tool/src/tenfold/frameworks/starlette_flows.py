"""Starlette and FastAPI: where data does harm, and what makes it harmless."""

from tenfold.frameworks.flows import Sanitizer, Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Starlette",
    package="starlette",
    modules=("starlette", "fastapi"),
    tags=("framework",),
    sinks=(
        Sink("starlette.responses.FileResponse", "input.path", ("path", 0), "sends the file",
             aliases=("fastapi.responses.FileResponse",)),
        Sink("jinja2.Environment.from_string", "input.code", ("source", 0), "compiles it as template source",
             aliases=("starlette.templating.Jinja2Templates.env.from_string",
                      "fastapi.templating.Jinja2Templates.env.from_string")),
        Sink("starlette.responses.RedirectResponse", "input.redirect", ("url", 0), "redirects to it",
             aliases=("fastapi.responses.RedirectResponse",)),
    ),
    transfers=(
        Transfer("starlette.templating.Jinja2Templates.get_template", "holder", aliases=(
            "fastapi.templating.Jinja2Templates.get_template",)),
    ),
    sanitizers=(
        Sanitizer("starlette.requests.Request.url_for", ("input.redirect", "input.ssrf", "input.headers"),
                  aliases=("fastapi.Request.url_for", "fastapi.requests.Request.url_for",
                           "fastapi.FastAPI.url_path_for", "fastapi.Request.app.url_path_for")),
    ),
)  # fmt: skip
