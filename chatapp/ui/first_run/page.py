"""The first page: what the starter model is, where it comes from, what it takes; or a model of one's own.

GUI thread; shows values and asks by signals. It never fetches anything by itself.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.errors import Problem
from chatapp.domain.model import StarterCard
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.first_run.progress import InstallProgress
from chatapp.ui.first_run.starter_facts import StarterFacts
from chatapp.ui.widgets.banner import Banner, notice_of

WIDTH = 560
BUTTON = 32


class FirstRunPage(QScrollArea):
    install_asked = Signal()
    file_asked = Signal()
    folder_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, starter: StarterCard, place: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starter = starter
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Get a model"))
        self.install = QPushButton()
        self.install.setDefault(True)
        self.install.clicked.connect(self.install_asked)
        self.choose = QPushButton(self.tr("Choose a model of your own"))
        self.choose.setMenu(self._choices())
        self.progress = InstallProgress()
        self.progress.cancel_asked.connect(self.cancel_asked)
        self.banner = Banner()
        self._state: ModelState | None = None
        self._lay_out(StarterFacts(starter, place))
        self.show_state(ModelState())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def show_state(self, state: ModelState) -> None:
        if state == self._state:
            return
        self._state = state
        is_working = state.phase in (ModelPhase.INSTALLING, ModelPhase.LOADING)
        focus = QApplication.focusWidget()
        had_focus = focus in (self.install, self.choose, self.progress.cancel)
        self.progress.setVisible(is_working)
        self.install.setVisible(not is_working)
        self.choose.setVisible(not is_working)
        self.progress.show_state(state)
        self._show_problem(state.problem if state.phase is ModelPhase.FAILED else None)
        if had_focus and focus is not QApplication.focusWidget():
            self.focus_first()

    def focus_first(self) -> None:
        """What a person would press next."""
        (self.progress.cancel if self.install.isHidden() else self.install).setFocus()

    def _show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self.banner.hide()
        elif self.banner.isHidden() or self.banner.notice != notice_of(problem):
            self.banner.show_notice(notice_of(problem))
        if problem is not None:
            self.install.setText(self.tr("Try again"))
        elif self._starter.is_beside:
            self.install.setText(self.tr("Set up {0}").format(self._starter.name))
        else:
            self.install.setText(self.tr("Fetch {0}").format(self._starter.name))

    def _choices(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("A &GGUF file…")).triggered.connect(self.file_asked)
        menu.addAction(self.tr("A &folder in Hugging Face form…")).triggered.connect(self.folder_asked)
        return menu

    def _lay_out(self, facts: StarterFacts) -> None:
        title = QLabel(self.tr("Welcome to Causerie"))
        font = QFont(title.font())
        font.setPointSizeF(font.pointSizeF() * 1.8)
        title.setFont(font)
        words = QLabel(
            self.tr(
                "Causerie answers with a language model that runs on this computer. "
                "What you write stays here. To begin, it needs a model."
            )
        )
        words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.install)
        buttons.addWidget(self.choose)
        buttons.addStretch(1)
        for button in (self.install, self.choose, self.progress.cancel):
            button.setMinimumHeight(BUTTON)
        page = QWidget()
        page.setAutoFillBackground(True)
        page.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout()
        column.setSpacing(16)
        for widget in (title, words, self.banner, facts):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self.progress)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(WIDTH)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        self.setWidget(page)
