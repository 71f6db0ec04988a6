"""A flat button with an icon in the colour of the palette. GUI thread."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from chatapp.ui.icons import Icon, icon

SMALL, LARGE = 16, 20


class IconButton(QToolButton):
    """`label` is what a screen reader says and, with the shortcut, what the tool tip shows.

    A veiled button keeps its place and can be reached by the keyboard, but isn't painted.
    """

    def __init__(self, name: Icon, label: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._is_veiled = False
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(SMALL, SMALL))
        self.setFixedSize(28, 28)
        self.set_label(label, shortcut)
        self._draw_icon()

    def set_label(self, label: str, shortcut: str = "") -> None:
        self.setAccessibleName(label)
        self.setToolTip(f"{label} ({shortcut})" if shortcut else label)

    def set_icon(self, name: Icon) -> None:
        self._name = name
        self._draw_icon()

    @property
    def is_veiled(self) -> bool:
        return self._is_veiled

    def set_veiled(self, is_veiled: bool) -> None:
        if is_veiled != self._is_veiled:
            self._is_veiled = is_veiled
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_veiled or self.hasFocus():
            super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.setIcon(icon(self._name, self.palette(), QPalette.ColorRole.ButtonText))
