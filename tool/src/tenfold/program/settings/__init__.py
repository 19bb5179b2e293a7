"""The effective settings of an app in the judged environment, each with its value, its place and its source."""

from tenfold.program.settings.effective import ListItem, Settings
from tenfold.program.settings.found import SettingsModule

__all__ = ["ListItem", "Settings", "SettingsModule"]
