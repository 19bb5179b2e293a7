"""Errors that are the user's to mend: each becomes one line and exit code 2."""

from __future__ import annotations


class UsageError(Exception):
    """A bad argument, file or key; the message names it and says what to do."""
