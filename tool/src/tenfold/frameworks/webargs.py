"""webargs."""

from tenfold.frameworks.model import Handler, Library, Source

_PARSERS = (
    "webargs.flaskparser", "webargs.djangoparser", "webargs.aiohttpparser", "webargs.bottleparser",
    "webargs.falconparser", "webargs.tornadoparser", "webargs.pyramidparser",
)  # fmt: skip

LIBRARY = Library(
    name="webargs",
    package="webargs",
    modules=("webargs",),
    tags=("schema",),
    sources=(
        Source("webargs.core.Parser.parse", "any", "the parsed arguments", validated=True, holds="json", aliases=(
            *(f"{parser}.parser.parse" for parser in _PARSERS), "webargs.flaskparser.FlaskParser.parse")),
    ),
    handlers=(
        Handler(
            "webargs.core.Parser.use_args", "decorator", others="any", holds="json", validated=True,
            skip=("request", "req"),
            aliases=(*(f"{parser}.use_args" for parser in _PARSERS),
            *(f"{parser}.parser.use_args" for parser in _PARSERS)),
        ),
        Handler(
            "webargs.core.Parser.use_kwargs", "decorator", others="any", holds="text", validated=True,
            skip=("request", "req"),
            aliases=(
                *(f"{parser}.use_kwargs" for parser in _PARSERS),
                *(f"{parser}.parser.use_kwargs" for parser in _PARSERS)
            ),
        ),
    ),
)  # fmt: skip
