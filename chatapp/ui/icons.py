"""The one set of icons, line-drawn, in the colour of the palette. GUI thread."""

from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QIcon, QPalette


class Icon(StrEnum):
    """Names say what an icon is for; values which drawing it is."""

    ADD = "mdi6.plus"
    ATTENTION = "mdi6.alert-outline"
    ATTACHMENT = "mdi6.paperclip"
    CHECK = "mdi6.check"
    CLOSE = "mdi6.close"
    COPY = "mdi6.content-copy"
    DELETE = "mdi6.trash-can-outline"
    DOCUMENT = "mdi6.file-document-plus-outline"
    DOWN = "mdi6.arrow-down-thin"
    EDIT = "mdi6.pencil-outline"
    EXCLUDE = "mdi6.eye-off-outline"
    ERROR = "mdi6.alert-octagon-outline"
    FOLDED = "mdi6.menu-right"
    INCOGNITO = "mdi6.incognito"
    INFORMATION = "mdi6.information-outline"
    MORE = "mdi6.dots-horizontal"
    NEXT = "mdi6.chevron-right"
    NOTES = "mdi6.note-text-outline"
    PANEL = "mdi6.dock-right"
    PIN = "mdi6.pin-outline"
    PREVIOUS = "mdi6.chevron-left"
    RESET = "mdi6.restore"
    REGENERATE = "mdi6.refresh"
    SEND = "mdi6.arrow-up"
    STOP = "mdi6.stop"
    STOPPED = "mdi6.stop-circle-outline"
    TO_END = "mdi6.arrow-down"
    VERSIONS = "mdi6.history"
    UP = "mdi6.arrow-up-thin"
    UNFOLDED = "mdi6.menu-down"


def icon(name: Icon, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Made for one palette: make it anew when the palette changes."""
    disabled = palette.color(QPalette.ColorGroup.Disabled, role)
    return _drawn(name, palette.color(role).name(), disabled.name())


@lru_cache(maxsize=256)
def _drawn(name: Icon, colour: str, disabled: str) -> QIcon:
    import qtawesome  # the font is read on first use, not before the window is there

    drawn: QIcon = qtawesome.icon(name.value, color=colour, color_disabled=disabled)
    return drawn
