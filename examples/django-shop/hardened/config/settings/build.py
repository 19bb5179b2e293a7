"""Only for collectstatic while the image is built: no database, no service, no real key."""

from django.core.management.utils import get_random_secret_key

from .base import *

SECRET_KEY = get_random_secret_key()
