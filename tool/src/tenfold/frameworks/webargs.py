"""webargs."""

from tenfold.frameworks.model import Handler, Holds, Library, Source

_PARSERS = ("webargs.flaskparser", "webargs.djangoparser", "webargs.aiohttpparser")

_HANDED: tuple[tuple[str, Holds], ...] = (("use_args", "json"), ("use_kwargs", "text"))


def arguments_of(*parsers: str) -> tuple[Handler, ...]:
    """The decorators of parsers that hand what they read to the function below them."""
    return tuple(
        Handler(
            names[0], "decorator", others="any", holds=holds, validated=True, skip=("request", "req"), aliases=names[1:]
        )
        for last, holds in _HANDED
        for names in [tuple(f"{one}.{last}" for parser in parsers for one in (parser, f"{parser}.parser"))]
    )


LIBRARY = Library(
    name="webargs",
    package="webargs",
    modules=("webargs",),
    tags=("schema",),
    sources=(
        Source(
            "webargs.core.Parser.parse", "any", "the parsed arguments", validated=True, holds="json",
            aliases=("webargs.flaskparser.FlaskParser.parse", *(f"{parser}.parser.parse" for parser in _PARSERS)),
        ),
    ),
    handlers=arguments_of(*_PARSERS),
)  # fmt: skip
