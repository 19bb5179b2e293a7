"""Starlette and FastAPI: what their functions make of the data that they are given."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="Starlette",
    package="starlette",
    modules=("starlette", "fastapi"),
    transfers=(
        Transfer("starlette.datastructures.URL", "url", aliases=("fastapi.datastructures.URL",)),
        *(Transfer(f"starlette.datastructures.{name}", "same") for name in (
            "QueryParams", "Headers", "FormData", "MultiDict", "ImmutableMultiDict", "MutableHeaders")),
        Transfer("starlette.datastructures.URLPath", "data"),
        Transfer("fastapi.encoders.jsonable_encoder", "same", "", (0,)),
    ),
)  # fmt: skip
