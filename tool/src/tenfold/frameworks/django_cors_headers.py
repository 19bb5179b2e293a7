"""django-cors-headers: it opens an app to other origins; rules read its settings."""

from tenfold.frameworks.model import Library

LIBRARY = Library(name="django-cors-headers", package="django-cors-headers", modules=("corsheaders",), tags=("cors",))
