"""The panel's frame: a row of tabs and the page that is chosen. GUI thread; layout only."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

WIDTH = 330


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    widget: QWidget


class SidePanel(QWidget):
    page_shown = Signal()

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Side panel"))
        self.setMinimumWidth(240)
        self.setAutoFillBackground(True)  # beside a page, whose ground is another
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Pages of the side panel"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._stack = QStackedWidget()
        for page in pages:
            self.tabs.addTab(page.title)
            self._stack.addWidget(page.widget)
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    @property
    def shown(self) -> QWidget | None:
        """The page that can be seen; None while the panel is hidden."""
        return self._stack.currentWidget() if self.isVisible() else None

    def show_page(self, widget: QWidget) -> None:
        self.tabs.setCurrentIndex(self._stack.indexOf(widget))

    def focus_page(self) -> None:
        if (page := self._stack.currentWidget()) is not None:
            page.setFocus()

    def _on_tab_chosen(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.page_shown.emit()
