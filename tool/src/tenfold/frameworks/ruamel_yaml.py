"""ruamel.yaml."""

from tenfold.frameworks.flows import Sink, Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="ruamel.yaml",
    package="ruamel-yaml",
    modules=("ruamel",),
    sinks=tuple(
        Sink(f"ruamel.yaml.{name}", "input.deserialize", ("stream", 0), "makes any object of it",
             unless=(("Loader", 1, ("ruamel.yaml.SafeLoader", "ruamel.yaml.RoundTripLoader",
             "ruamel.yaml.BaseLoader")),))
        for name in ("load", "load_all")
    ),
    transfers=(
        *(Transfer(f"ruamel.yaml.YAML.{name}", "mapping", "decoded", (0,)) for name in ("load", "load_all")),
        Transfer("ruamel.yaml.safe_load", "mapping", "decoded", (0,)),
    ),
)  # fmt: skip
