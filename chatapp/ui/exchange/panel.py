"""The place above the page where imports, exports and backups say what they do and did. GUI thread."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from chatapp.ui.banners import Banners
from chatapp.ui.exchange.strip import ErrandStrip


class ExchangePanel(QWidget):
    """Takes no room while there is nothing to say."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        """`page` is what stands below."""
        super().__init__(parent)
        self.strip = ErrandStrip()
        self.banners = Banners()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.banners)
        column.addWidget(page, 1)
