"""chardet."""

from tenfold.frameworks.flows import Transfer
from tenfold.frameworks.model import Library

LIBRARY = Library(
    name="chardet", package="chardet", modules=("chardet",), transfers=(Transfer("chardet.detect", "fixed"),)
)
