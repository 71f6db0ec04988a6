"""F6: the keyboard goes from one part of the window to the next. GUI thread; knows widgets, not what they show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Pane:
    """`focus` gives the keyboard to the control in it that is wanted most."""

    widget: QWidget
    focus: Callable[[], None]


class Panes:
    def __init__(self, panes: Sequence[Pane]) -> None:
        self._panes = tuple(panes)

    def add(self, *panes: Pane) -> None:
        """Before the last, which is the bar below everything; one within another behind it."""
        self._panes = (*self._panes[:-1], *panes, *self._panes[-1:])

    def focus_next(self) -> None:
        """From the pane that has the keyboard, or the last one, to the next that is shown."""
        here = self.place_of(QApplication.focusWidget())
        following = [*self._panes[here + 1 :], *self._panes[: here + 1]]
        pane = next((pane for pane in following if pane.widget.isVisible()), None)
        if pane is not None:
            pane.focus()

    def place_of(self, focus: QWidget | None) -> int:
        """Of the pane that a widget is in, of two within each other the inner one; -1 for none."""
        return max((place for place, pane in enumerate(self._panes) if _holds(pane.widget, focus)), default=-1)

    def focus(self, place: int) -> None:
        """Nothing for -1, or for one that is not shown."""
        if 0 <= place < len(self._panes) and not self._panes[place].widget.isHidden():
            self._panes[place].focus()


def _holds(widget: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
