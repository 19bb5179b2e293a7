"""PyYAML."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="PyYAML",
    package="pyyaml",
    modules=("yaml",),
    transfers=(
        *(Transfer(f"yaml.{name}", "mapping", "decoded", (0,)) for name in (
            "safe_load", "safe_load_all", "load", "load_all", "full_load", "unsafe_load")),
        *(Transfer(f"yaml.{name}", "data", "", (0,)) for name in ("dump", "safe_dump")),
    ),
    sinks=(
        *(Sink(f"yaml.{name}", "input.deserialize", ("stream", 0), "makes any object of it",
               unless=(("Loader", 1, ("yaml.SafeLoader", "yaml.CSafeLoader", "yaml.BaseLoader")),))
          for name in ("load", "load_all")),
        *(Sink(f"yaml.{name}", "input.deserialize", ("stream", 0), "makes any object of it")
          for name in ("unsafe_load", "unsafe_load_all", "full_load", "full_load_all")),
        *(Sink(f"yaml.{name}", "input.deserialize", ("stream", 0), "reads plain values only", safe=True)
          for name in ("safe_load", "safe_load_all")),
    ),
)  # fmt: skip
