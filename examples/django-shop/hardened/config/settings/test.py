"""The test run: as on a developer's machine, with its own files."""

import tempfile

from .dev import *
from .dev import LOGGING, STORAGES

MEDIA_ROOT = tempfile.mkdtemp(prefix="shop-test-")
STORAGES["default"]["OPTIONS"] = {"location": MEDIA_ROOT}
LOGGING["handlers"]["console"] = {"class": "logging.NullHandler"}
