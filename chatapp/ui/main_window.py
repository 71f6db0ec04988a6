"""The window: its layout, and which action goes to which part. GUI thread; the presenters of its parts do the work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from chatapp.domain.changes import Change
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.central import Central
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.dialog_size import open_at
from chatapp.ui.drafting.crossing import Crossing
from chatapp.ui.drafting.room import DraftingRoom
from chatapp.ui.exchange.panel import ExchangePanel
from chatapp.ui.exchange.presenter import ExchangePresenter
from chatapp.ui.first_run.page import FirstRunPage
from chatapp.ui.looks import Looks
from chatapp.ui.menus import Menus
from chatapp.ui.model_commands import ModelCommands
from chatapp.ui.model_display import ModelDisplay
from chatapp.ui.model_presenter import ModelPresenter
from chatapp.ui.palette.command import PaletteCommand
from chatapp.ui.panes import Pane
from chatapp.ui.preferences.command import PreferencesCommand
from chatapp.ui.remedies import remedies_of
from chatapp.ui.sidebar import Sidebar
from chatapp.ui.status_bar.bar import StatusBar
from chatapp.ui.steward import Premises, Steward
from chatapp.ui.theme import Theme
from chatapp.ui.title_buttons import fill_heads
from chatapp.ui.transcript.anchor import Anchor
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.unsent_file import UnsentFile
from chatapp.ui.window_order import order_tabs, panes_of
from chatapp.ui.window_settings import WindowSettings
from chatapp.ui.workspace import Workspace

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
    pane: int  # where the keyboard was


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
        self.central = Central(self.chat_page, self.first_run)
        self._lay_out()
        self.commands = Actions(self)
        self.models = ModelPresenter(self, services, self.asking)
        self.menus = Menus(self.menuBar(), self.commands, self.models.installed)
        self.exchange = ExchangePresenter(self.exchange_panel, services, self.asking, self.commands)
        self.chat = ChatPresenter(self.chat_page, services, self.asking)
        self._sidebar = Sidebar(self.panel, self.menus, services, self.asking, self._remembered)
        self.list = self._sidebar.list
        self._model_commands = ModelCommands(self.commands, self.first_run, self.models)
        self.chat_page.banners.remedies = remedies_of(self.commands)
        self.workspace = Workspace(self.commands, self.chat_page, self.chat, services, self.asking)
        self.workspace.side.add_to(self._split)
        self.workspace.search.open_ = self.open
        self.notices = self.workspace.notices
        self._display = ModelDisplay(self.status, self.first_run, self.menus, self.models, self.notices)
        self.drafting = DraftingRoom(self.commands, services)
        self.add_page(self.drafting.page, self.drafting.page.focus_first)
        side = self.workspace.side.panel
        self._panes.add(*self.drafting.panes, Pane(side, side.focus_page))
        self.workspace.search.show_place = lambda at: self.drafting.page.editor.select(at, at)
        self.workspace.search.focus_page = self.central.focus_page
        self.crossing = Crossing(self.commands, self.drafting, self.workspace, self.open_to_write)
        premises = Premises(self, self.panel, self.chat_page, self.central, self.exchange_panel.banners)
        self.steward = Steward(premises, self.commands, services, self.asking, surroundings.diagnosis)
        self._looks = Looks(
            self.commands, theme, (self.chat_page.transcript, self.drafting.page.editor), self._remembered
        )
        self.preferences = PreferencesCommand(self, self.commands, services.settings)
        self.palette_command = PaletteCommand(self, self.commands, services.conversations, self.asking)
        fill_heads(self.commands, self.menus, self.chat_page.head, self.drafting.page.head, self.panel.bin_button)
        self._connect_parts()
        self._connect_actions()
        self._begin(carried)
        self._end_listening = services.subscribe(self._on_change)

    def open(self, conversation_id: int | None) -> None:
        """Shows a conversation, or for None the page where a new one begins; another page makes room for it."""
        if conversation_id is not None and self.drafting.takes(conversation_id):
            self._open_document(conversation_id)
            return
        self.drafting.close()
        self.central.leave_other()
        self.chat.open(conversation_id)

    @property
    def _open_id(self) -> int | None:
        """Of the conversation or the document that is on the screen."""
        return self.chat.open_id if self.drafting.row is None else self.drafting.row.id

    def _open_document(self, document_id: int) -> None:
        """Nothing is open behind it, so that no action is about what can't be seen."""
        if self.drafting.open(document_id):
            self.chat.open(None)
            self.central.show_other(self.drafting.page)
            self._on_shown()

    def open_to_write(self, conversation_id: int | None) -> None:
        self.open(conversation_id)
        self.central.focus_page()

    def add_page(self, page: QWidget, focus: Callable[[], None]) -> None:
        """A page of another kind, which `central.show_other` puts in the conversation's place; `focus` is for the
        keyboard."""
        self.central.add(page, focus)
        self._panes.add(Pane(page, focus))

    def leave(self) -> Carried:
        """Keeps what is to be kept, and hears no more of what goes on."""
        self.workspace.leave()
        self._sidebar.leave()
        self._end_listening()
        self.exchange.leave()
        self.steward.leave()
        self._unsent_file.save()
        self._remembered.keep_place(self, self.panel)
        open_id = self._open_id
        self.drafting.close()
        shows_preferences, pane = self.preferences.dialog is not None, self._panes.place_of(self.focusWidget())
        return Carried(open_id, self.chat_page.transcript.anchor, shows_preferences, pane)

    def come_forward(self) -> None:
        """A second start asked for it."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # Layout.

    def _lay_out(self) -> None:
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.panel)
        self.exchange_panel = ExchangePanel(self.central)
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
            open_at(self, SIZE)
        self.notices.tell_found(self._services.notices)
        self._sidebar.begin()
        self.open_to_write(carried.conversation_id if carried else None)
        if carried is not None:
            self.chat_page.transcript.return_to(carried.anchor)
            self._panes.focus(carried.pane)
        self._on_model_moved()
        self._on_change(Change(list_changed=True, engine_changed=True))

    # Connections.

    def _connect_parts(self) -> None:
        self.asking.refused.connect(self.notices.tell)
        self._unsent_file.refused.connect(self.notices.tell)
        self.chat.shown.connect(self._on_shown)
        self.drafting.shown.connect(self._on_shown)
        self.drafting.stepped.connect(self._sidebar.undo.refresh)
        self.central.turned.connect(self._on_turned)
        self.list.chosen.connect(self.open)
        self.list.new_asked.connect(lambda: self.open_to_write(None))
        self.list.entered.connect(self.central.focus_page)
        self._sidebar.notices = (self.notices, self.drafting.notices)
        self.list.purged.connect(self.chat.forget)
        self.asking.missed.connect(self.list.refresh, Qt.ConnectionType.QueuedConnection)
        for bar in (self.chat_page.bin_bar, self.drafting.page.bin_bar):
            bar.restore_asked.connect(lambda: self._with_open(self.list.restore))
            bar.purge_asked.connect(lambda: self._with_open(self.list.ask_purge))
        self.models.moved.connect(self._on_model_moved)
        self.exchange.open_id = lambda: self.chat.open_id
        self.exchange.documents.open_id = lambda: self._open_id
        self.exchange.documents.open_asked.connect(self.open_to_write)
        self.exchange.marked = self.exchange.documents.marked = lambda: self.list.marked
        self.list.export_asked.connect(self.commands.export.trigger)
        self.exchange.replaced.connect(self._unsent_file.set_aside)
        self.exchange.replaced.connect(lambda: self.open(None))

    def _connect_actions(self) -> None:
        do = self.commands
        do.new.triggered.connect(lambda: self.open_to_write(None))
        do.new_incognito.triggered.connect(self._begin_incognito)
        do.quit.triggered.connect(self.close)
        do.next_pane.triggered.connect(self._panes.focus_next)
        do.full_screen.toggled.connect(lambda is_full: (self.showFullScreen if is_full else self.showNormal)())
        do.choose_model.triggered.connect(self._display.offer)
        self.preferences.changed.connect(self._looks.apply)
        self.preferences.changed.connect(self.steward.follow_settings)
        self.preferences.changed.connect(self.settings_changed)
        self.palette_command.conversation_chosen.connect(self.open_to_write)
        self.palette_command.setting_chosen.connect(self.preferences.show_setting)

    # What happens.

    def _on_change(self, change: Change) -> None:
        self._sidebar.on_change(change)
        self.chat.on_change(change)
        self.workspace.on_change(change)
        self.drafting.on_change(change)
        if change.engine_changed or change.messages:
            self.models.on_change()
            self._show_engine()

    def _on_shown(self) -> None:
        """Another conversation, or another state of this one."""
        self._sidebar.show_open(self.chat.conversation if self.drafting.row is None else self.drafting.row)
        self._sidebar.undo.written = None if self.drafting.row is None else self.drafting.presenter
        self._sidebar.undo.refresh()
        self._show_page()
        self._on_turned()

    def _on_model_moved(self) -> None:
        """A model came, went or failed."""
        self._show_page()
        self._display.show_loaded()
        self._model_commands.refresh()

    def _on_turned(self) -> None:
        """Another page, or another title of it."""
        self.setWindowTitle(self.central.title)
        self.workspace.side.set_aside(is_aside=self.central.other is not None)
        self._show_engine()

    def _show_page(self) -> None:
        """Where there is no model, nothing can be written, and it is said beside what is read."""
        has_model = self.models.has_any
        self.chat_page.composer.setEnabled(has_model)
        self.central.show_conversation(has_model=has_model, is_new=self.chat.open_id is None)
        self.notices.show_missing_model(None if has_model else lambda: self.open_to_write(None))
        self._display.show_failure()

    def _show_engine(self) -> None:
        self._display.show(self.chat.answer, self._services.answers, is_told_on_page=self.central.is_first_run)

    def _begin_incognito(self) -> None:
        made = self.asking.answer(self._services.begin_incognito)
        if made is not None:
            self.open_to_write(made)

    def _with_open(self, act: Callable[[int], None]) -> None:
        if (open_id := self._open_id) is not None:
            act(open_id)

    # Qt's own events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody else wanted stops the answer."""
        if event.key() == Qt.Key.Key_Escape and self.chat_page.purpose_bar.purpose is not None:
            self.chat_page.purpose_bar.leave()
        elif event.key() == Qt.Key.Key_Escape:
            self.workspace.turns.stop()
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
