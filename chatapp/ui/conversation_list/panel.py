"""The left pane: search field, new conversation, the list, the way into the bin and out. GUI thread; layout only."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from chatapp.ui.conversation_list.list_view import ConversationListView
from chatapp.ui.conversation_list.search_field import SearchField
from chatapp.ui.icons import Icon
from chatapp.ui.key_tips import show_keys
from chatapp.ui.widgets.icon_button import IconButton

WIDTH = 264
BUTTON = 32


class ConversationPanel(QWidget):
    filter_changed = Signal(str)
    new_asked = Signal()
    bin_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(180)
        self.filter = SearchField()
        self.filter.textChanged.connect(self.filter_changed)
        self.filter.left_downwards.connect(self.focus_list)
        self.new_button = _flat_button(Icon.ADD, self.tr("New conversation"), "")
        show_keys(self.new_button, self.new_button.text(), "new")
        self.new_button.clicked.connect(self.new_asked)
        self.document_button = IconButton(Icon.DOCUMENT, self.tr("New document"))
        self.document_button.setFixedSize(BUTTON, BUTTON)
        show_keys(self.document_button, self.tr("New document"), "new_document")
        self.bin_button = _flat_button(Icon.DELETE, self.tr("Bin"), self.tr("Deleted conversations"))
        self.bin_button.setCheckable(True)
        self.bin_button.toggled.connect(self.bin_asked)
        self.view = ConversationListView()
        self._stands_in = False  # the button above, for a list that has emptied
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 32, 16, 0)
        self.empty.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    @property
    def shows_bin(self) -> bool:
        return self.bin_button.isChecked()

    def show_empty(self, reason: str) -> None:
        """A sentence in the list's place; the list itself for "". What the keyboard finds in a list that has emptied is
        the button above, until there is a list again."""
        had_keyboard = self.view.hasFocus()
        self.empty.setText(reason)
        if reason and had_keyboard:
            self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pages.setCurrentWidget(self.empty if reason else self.view)
        if self._stands_in and not reason and self.new_button.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stands_in = bool(reason) and (had_keyboard or self._stands_in)

    def focus_list(self) -> None:
        (self.view if self.pages.currentWidget() is self.view else self.filter).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def put_below(self, part: QWidget, *controls: QWidget) -> None:
        """Between the list and the bin; so are its controls on the way of Tab."""
        self._foot.insertWidget(0, part)
        for before, after in pairwise((self.view, *controls, self.bin_button)):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shows_bin:
            self.bin_button.setChecked(False)
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 0)
        head.addWidget(self.filter.boxed())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 4)
        buttons.setSpacing(4)
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.document_button)
        foot = self._foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.addWidget(self.bin_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(buttons)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)


def _flat_button(name: Icon, text: str, tool_tip: str) -> IconButton:
    button = IconButton(name, text)
    button.setText(text)
    button.setToolTip(tool_tip)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setMinimumSize(0, BUTTON)
    button.setMaximumSize(16777215, BUTTON)  # Qt's own "no limit" in width
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
