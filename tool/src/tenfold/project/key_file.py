"""Files of keys and certificates in PEM: nothing is read from them; the scan for secrets looks at their text."""

from tenfold.project.facts import FileFacts


class KeyFileFacts(FileFacts, frozen=True):
    """A file of keys or certificates."""


def read(text: str) -> KeyFileFacts:
    """The facts of a PEM file."""
    _ = text
    return KeyFileFacts()
