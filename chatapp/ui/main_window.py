"""The window: its layout, and which action goes to which part. GUI thread; the presenters of its parts do the work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget

from chatapp.domain.changes import Change
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.chat.writing import Writing
from chatapp.ui.commands import ChatCommands, ListCommands, OrderCommands, UndoCommand
from chatapp.ui.conversation_list.organiser import Organiser
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.presenter import ListPresenter
from chatapp.ui.exchange.panel import ExchangePanel
from chatapp.ui.exchange.presenter import ExchangePresenter
from chatapp.ui.first_run.page import FirstRunPage
from chatapp.ui.help import Help
from chatapp.ui.looks import Looks
from chatapp.ui.menus import Menus
from chatapp.ui.model_commands import ModelCommands
from chatapp.ui.model_presenter import ModelPresenter
from chatapp.ui.notices import Notices
from chatapp.ui.palette.command import PaletteCommand
from chatapp.ui.preferences.command import PreferencesCommand
from chatapp.ui.purge_question import ask_before_purge
from chatapp.ui.reading_commands import ReadingCommands
from chatapp.ui.remedies import remedies_of
from chatapp.ui.search_window.command import SearchCommand
from chatapp.ui.side_panel.command import SideCommand
from chatapp.ui.spoken_answers import SpokenAnswers
from chatapp.ui.status_bar.bar import StatusBar
from chatapp.ui.theme import Theme
from chatapp.ui.token_view.command import TokenViewCommand
from chatapp.ui.transcript.anchor import Anchor
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.unsent_file import UnsentFile
from chatapp.ui.window_order import order_tabs, panes_of
from chatapp.ui.window_settings import WindowSettings

SIZE = (1080, 760)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window is told of the world: where the data lies, and how to report on it without private text."""

    place: Paths
    diagnosis: Sequence[str]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one window hands to the next that takes its place."""

    conversation_id: int | None
    anchor: Anchor
    shows_preferences: bool


class MainWindow(QMainWindow):
    closed = Signal()
    settings_changed = Signal()

    def __init__(
        self, services: Services, theme: Theme, surroundings: Surroundings, carried: Carried | None = None
    ) -> None:
        super().__init__()
        self._services = services
        self._remembered = WindowSettings(services.settings)
        self.asking = Asking(self)
        self.panel = ConversationPanel()
        unsent = UnsentTexts(self)
        self._unsent_file = UnsentFile(surroundings.place.unsent, unsent)
        self.chat_page = ChatPage(unsent)
        self.first_run = FirstRunPage(services.models.starter, surroundings.place.models)
        self.status = StatusBar()
        self._pages = QStackedWidget()
        self._lay_out()
        self.commands = Actions(self)
        self.models = ModelPresenter(self, services, self.asking)
        self.menus = Menus(self.menuBar(), self.commands, self.models.installed)
        self.exchange = ExchangePresenter(self.exchange_panel, services, self.asking, self.commands)
        self.chat = ChatPresenter(self.chat_page, services, self.asking)
        organiser = Organiser(services, self.asking, self._remembered)
        self.list = ListPresenter(self.panel, services, self.asking, organiser)
        self.notices = Notices(self.chat_page.banners)
        self._model_commands = ModelCommands(self.commands, self.first_run, self.models)
        self.chat_page.banners.remedies = remedies_of(self.commands)
        self.side = SideCommand(self.commands, self.chat, services, self.asking)
        self.side.add_to(self._split)
        transcript = self.chat_page.transcript
        self.token_view = TokenViewCommand(self.commands, transcript, services, self.asking, self.notices)
        self.search = SearchCommand(self.commands, services, self.asking, transcript)
        self.search.open_ = self.open
        self.side.side.message_asked.connect(transcript.show_message)
        self._chat_commands = ChatCommands(self.commands, self.chat)
        self.writing = Writing(self.commands, self.chat_page, self.chat, services, self.asking)
        self._reading_commands = ReadingCommands(self.commands, self.chat_page.transcript)
        self._list_commands = ListCommands(self.commands, self.panel, self.list)
        self._order_commands = OrderCommands(self.commands, self.menus, self.list, organiser)
        self._undo = UndoCommand(self.commands, services.undo, self.asking)
        self._help = Help(self, self.commands, surroundings.diagnosis)
        self._looks = Looks(self.commands, theme, transcript, self._remembered)
        self._spoken = SpokenAnswers(self, services.answers, self.chat)
        self.preferences = PreferencesCommand(self, self.commands, services.settings)
        self.palette_command = PaletteCommand(self, self.commands, services.conversations, self.asking)
        self._connect_parts()
        self._connect_actions()
        self._begin(carried)
        self._end_listening = services.subscribe(self._on_change)

    def open(self, conversation_id: int | None) -> None:
        """Shows a conversation, or for None the page where a new one begins."""
        self.chat.open(conversation_id)

    def open_to_write(self, conversation_id: int | None) -> None:
        self.open(conversation_id)
        self._focus_page()

    def leave(self) -> Carried:
        """Keeps what is to be kept, and hears no more of what goes on."""
        self.side.side.pages.settings.flush()
        self._end_listening()
        self.exchange.leave()
        self._unsent_file.save()
        self._remembered.keep_place(self, self.panel)
        return Carried(self.chat.open_id, self.chat_page.transcript.anchor, self.preferences.dialog is not None)

    def come_forward(self) -> None:
        """A second start asked for it."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # Layout.

    def _lay_out(self) -> None:
        self._pages.addWidget(self.chat_page)
        self._pages.addWidget(self.first_run)
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.panel)
        self.exchange_panel = ExchangePanel(self._pages)
        split.addWidget(self.exchange_panel)
        split.setStretchFactor(1, 1)
        split.setSizes([self._remembered.sidebar_width, SIZE[0]])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        self.setCentralWidget(split)
        self.setStatusBar(self.status)
        self.setMinimumSize(640, 420)
        parts = (self.panel, self.first_run, self.chat_page, self.status)
        order_tabs(*parts)
        self._panes = panes_of(*parts)

    def _begin(self, carried: Carried | None) -> None:
        if not self._remembered.restore_place(self):
            self.resize(*SIZE)
        self.commands.sidebar.setChecked(self._remembered.is_sidebar_shown)
        self.panel.setVisible(self._remembered.is_sidebar_shown)
        self.notices.tell_found(self._services.notices)
        self.list.refresh()
        self.open_to_write(carried.conversation_id if carried else None)
        if carried is not None:
            self.chat_page.transcript.return_to(carried.anchor)
        self._on_model_moved()
        self._on_change(Change(list_changed=True, engine_changed=True))

    # Connections.

    def _connect_parts(self) -> None:
        self.asking.refused.connect(self.notices.tell)
        self._unsent_file.refused.connect(self.notices.tell)
        self.chat.shown.connect(self._on_shown)
        self.list.chosen.connect(self.open)
        self.list.new_asked.connect(lambda: self.open_to_write(None))
        self.list.entered.connect(self._focus_page)
        self.list.binned.connect(self._on_binned)
        self.list.purged.connect(self.chat.forget)
        self.asking.missed.connect(self.list.refresh, Qt.ConnectionType.QueuedConnection)
        self.list.purge_asked.connect(lambda id_, title: ask_before_purge(self, title, lambda: self.list.purge(id_)))
        self.chat_page.bin_bar.restore_asked.connect(lambda: self._with_open(self.list.restore))
        self.chat_page.bin_bar.purge_asked.connect(lambda: self._with_open(self.list.ask_purge))
        self.models.moved.connect(self._on_model_moved)
        self.menus.model_chosen.connect(self.models.load)
        self.exchange.open_id = lambda: self.chat.open_id
        self.exchange.replaced.connect(self._unsent_file.set_aside)
        self.exchange.replaced.connect(lambda: self.open(None))
        self.status.models_asked.connect(self._show_models)

    def _connect_actions(self) -> None:
        do = self.commands
        do.new.triggered.connect(lambda: self.open_to_write(None))
        do.new_incognito.triggered.connect(self._begin_incognito)
        do.quit.triggered.connect(self.close)
        do.next_pane.triggered.connect(self._panes.focus_next)
        do.full_screen.toggled.connect(lambda is_full: (self.showFullScreen if is_full else self.showNormal)())
        do.sidebar.toggled.connect(lambda is_shown: self._remembered.keep(is_sidebar_shown=is_shown))
        do.choose_model.triggered.connect(self._show_models)
        self._help.copied.connect(self.notices.tell_done)
        self.preferences.changed.connect(self._looks.apply)
        self.preferences.changed.connect(self.settings_changed)
        self.palette_command.conversation_chosen.connect(self.open_to_write)
        self.palette_command.setting_chosen.connect(self.preferences.show_setting)

    # What happens.

    def _on_change(self, change: Change) -> None:
        self.list.on_change(change)
        self.chat.on_change(change)
        self._spoken.on_change(change)
        self.side.on_change(change)
        if change.engine_changed or change.messages:
            self.models.on_change()
            self._show_engine()
        if change.list_changed:
            self._undo.refresh()
            if self._services.undo.undo_label != "Delete":
                self.notices.forget_deleted()

    def _on_shown(self) -> None:
        """Another conversation, or another state of this one."""
        conversation = self.chat.conversation
        self.setWindowTitle(self.chat_page.title.text())
        self.list.mark_open(self.chat.open_id)
        self._chat_commands.refresh()
        self._list_commands.refresh(can_change=conversation is not None and not conversation.is_deleted)
        self._order_commands.refresh(conversation)
        self._show_page()
        self._show_engine()

    def _on_model_moved(self) -> None:
        """A model came, went or failed."""
        self._show_page()
        self.menus.loaded_name = self.models.shown_state.name
        self._model_commands.refresh()

    def _show_page(self) -> None:
        """Without a model there is only the way to one, and the conversations of before to read."""
        has_model, is_new = self.models.has_any, self.chat.open_id is None
        page = self.chat_page if has_model or not is_new else self.first_run
        had_focus = self._pages.isAncestorOf(focus) if (focus := self.focusWidget()) else True
        is_other = self._pages.currentWidget() is not page
        self._pages.setCurrentWidget(page)
        self.chat_page.composer.setEnabled(has_model)
        self.notices.show_missing_model(None if has_model else lambda: self.open_to_write(None))
        self.notices.show_model(self.models.state, self.models.retry if has_model else None)
        if is_other and had_focus:
            self._focus_page()

    def _show_engine(self) -> None:
        answers = self._services.answers
        live = None if answers.running is None else answers.live(answers.running)
        state = self.models.shown_state
        is_told_on_page = self._pages.currentWidget() is self.first_run
        self.status.show_model(replace(state, progress=None) if is_told_on_page else state)
        shown = self.chat.answer
        self.status.show_answer(live, answers.figures_of(shown.message.id) if shown is not None else None)
        self.first_run.show_state(self.models.state)
        self.notices.show_unsaved(answers.problem)

    def _on_binned(self, words: str) -> None:
        self.notices.tell_deleted(words, self._undo.undo)

    def _begin_incognito(self) -> None:
        made = self.asking.answer(self._services.begin_incognito)
        if made is not None:
            self.open_to_write(made)

    def _with_open(self, act: Callable[[int], None]) -> None:
        if self.chat.open_id is not None:
            act(self.chat.open_id)

    def _show_models(self) -> None:
        button = self.status.model
        self.menus.model.popup(button.mapToGlobal(button.rect().topLeft()))

    def _focus_page(self) -> None:
        if self._pages.currentWidget() is self.first_run:
            self.first_run.focus_first()
        elif self.chat_page.composer.isEnabled() and not self.chat.is_deleted:
            self.chat_page.composer.edit.setFocus()
        else:
            self.chat_page.transcript.focus_reading()

    # Qt's own events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody else wanted stops the answer."""
        if event.key() == Qt.Key.Key_Escape and self.chat_page.purpose_bar.purpose is not None:
            self.chat_page.purpose_bar.leave()
        elif event.key() == Qt.Key.Key_Escape:
            self.chat.stop()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.list.refresh_day()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes at once; what runs is stopped and stored by whoever closes the services next."""
        self.leave()
        super().closeEvent(event)
        self.closed.emit()
