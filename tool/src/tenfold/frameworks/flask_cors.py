"""Flask-CORS: it opens an app to other origins; rules read its settings."""

from tenfold.frameworks.model import Library

LIBRARY = Library(name="Flask-CORS", package="flask-cors", modules=("flask_cors",), tags=("cors",))
