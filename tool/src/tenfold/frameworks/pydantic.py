"""pydantic."""

from tenfold.frameworks.flows import RECEIVER, Sanitizer, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="pydantic",
    package="pydantic",
    modules=("pydantic",),
    tags=("schema",),
    transfers=(
        *(Transfer(f"pydantic.BaseModel.{name}", "model", "", (0,)) for name in (
            "model_validate", "model_validate_json", "parse_obj", "parse_raw", "model_construct", "construct",
            "from_orm")),
        *(Transfer(f"pydantic.BaseModel.{name}", "fields", "", (RECEIVER,)) for name in ("model_dump", "dict")),
        *(Transfer(f"pydantic.BaseModel.{name}", "data", "", (RECEIVER,)) for name in ("model_dump_json", "json")),
        *(Transfer(f"pydantic.BaseModel.{name}", "same", "", (RECEIVER,)) for name in ("model_copy", "copy")),
        *(Transfer(f"pydantic.TypeAdapter.{name}", "mapping", "", (0,)) for name in ("validate_python",
        "validate_json")),
        Transfer("pydantic.parse_obj_as", "mapping", "", (1,)),
    ),
    sanitizers=(Sanitizer("pydantic.PositiveInt", ("input.sql",)),),
)  # fmt: skip
