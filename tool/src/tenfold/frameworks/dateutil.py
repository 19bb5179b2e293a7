"""python-dateutil."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="python-dateutil",
    package="python-dateutil",
    modules=("dateutil",),
    transfers=(Transfer("dateutil.parser.parse", "number", aliases=("dateutil.parser.isoparse",)),),
)
