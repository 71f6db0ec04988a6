"""Tool tips that name the keys of an action as they are bound now. GUI thread; widgets say which action is theirs."""

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

WORDS, ACTION = "tip_words", "tip_action"
_keys: dict[str, str] = {}
"""By the name of the action, as this system spells them."""


def show_keys(widget: QWidget, words: str, action: str) -> None:
    """The tool tip is these words and the keys of the action of this name, whatever they are by then."""
    widget.setProperty(WORDS, words)
    widget.setProperty(ACTION, action)
    _renew(widget)


def follow(actions: Iterable[QAction], window: QWidget) -> None:
    """The keys of these actions may be others from now on."""
    _keys.clear()
    for action in actions:
        if keys := action.shortcuts():
            _keys[action.objectName()] = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
    for widget in window.findChildren(QWidget):
        if widget.property(ACTION):
            _renew(widget)


def _renew(widget: QWidget) -> None:
    words, keys = widget.property(WORDS), _keys.get(widget.property(ACTION), "")
    widget.setToolTip(f"{words} ({keys})" if keys else words)
