"""Places and sentences that several rules of this practice share."""

from __future__ import annotations

from tenfold.place import Place
from tenfold.program.app import App


def settings_place(app: App) -> Place:
    """Where one would add what is missing: the settings of a Django project, or where the app is made."""
    return app.place


def told(name: str) -> str:
    """The last part of a qualified name, as a user would say it."""
    return name.rpartition(".")[2].rpartition(":")[2]
