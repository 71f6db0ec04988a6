"""Three dots that open a menu. GUI thread; who owns it fills the menu."""

from PySide6.QtWidgets import QMenu, QStyleOptionToolButton, QToolButton, QWidget

from chatapp.ui.icons import Icon
from chatapp.ui.widgets.icon_button import IconButton


class MoreButton(IconButton):
    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(Icon.MORE, label, "", parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """Without the arrow of a button with a menu: the dots say it, and there is no room for both."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu
