"""What the actions about conversations do, and when they can be done. GUI thread; the parts carry them out."""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenuBar, QWidget

from chatapp.domain.conversation import Conversation
from chatapp.services.undo import Undo
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.chat.turn_actions import TurnActions
from chatapp.ui.conversation_list.organiser import Organiser
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.presenter import ListPresenter
from chatapp.ui.drafting.wording import step_name
from chatapp.ui.menus import Menus


class ChatCommands(QObject):
    """The actions about the open conversation."""

    def __init__(self, actions: Actions, chat: ChatPresenter, turns: TurnActions) -> None:
        super().__init__(actions)
        self._actions = actions
        self._chat = chat
        self._turns = turns
        actions.copy_answer.triggered.connect(turns.copy_answer)
        actions.regenerate.triggered.connect(turns.regenerate)
        actions.continue_answer.triggered.connect(turns.continue_answer)
        actions.attach.triggered.connect(chat.attach)
        actions.stop.triggered.connect(turns.stop)
        actions.edit_last.triggered.connect(turns.edit_last)
        actions.previous_version.triggered.connect(lambda: turns.step_version(-1))
        actions.next_version.triggered.connect(lambda: turns.step_version(1))

    def refresh(self) -> None:
        """Which of them can be done now."""
        actions, chat, turn = self._actions, self._chat, self._chat.answer
        can_write = turn is not None and not chat.is_deleted
        actions.copy_answer.setEnabled(turn is not None)
        for action in (actions.answer_to_document, actions.answer_into):
            action.setEnabled(turn is not None)
        actions.regenerate.setEnabled(can_write and turn is not None and turn.message.status.is_terminal)
        actions.continue_answer.setEnabled(can_write and turn is not None and turn.message.status.can_continue)
        actions.attach.setEnabled(not chat.is_deleted)
        actions.stop.setEnabled(chat.is_busy)
        actions.edit_last.setEnabled(can_write)
        actions.previous_version.setEnabled(self._turns.has_version(-1))
        actions.next_version.setEnabled(self._turns.has_version(1))


class ListCommands(QObject):
    """The actions about the list: search, rename, bin, undo."""

    def __init__(self, actions: Actions, panel: ConversationPanel, presenter: ListPresenter) -> None:
        super().__init__(actions)
        self._actions = actions
        self._panel = panel
        self._presenter = presenter
        actions.sidebar.toggled.connect(panel.setVisible)
        actions.search.triggered.connect(self._search)
        actions.rename.triggered.connect(self._rename)
        actions.delete.triggered.connect(self._delete)
        actions.bin.toggled.connect(self._show_bin)
        panel.bin_button.toggled.connect(actions.bin.setChecked)

    def refresh(self, *, can_change: bool) -> None:
        """`can_change`: whether a conversation outside the bin is open."""
        self._actions.rename.setEnabled(can_change)
        self._actions.delete.setEnabled(can_change)

    def _search(self) -> None:
        self._actions.sidebar.setChecked(True)
        self._panel.focus_filter()

    def _show_bin(self, shows_bin: bool) -> None:
        if shows_bin:
            self._actions.sidebar.setChecked(True)
        self._panel.bin_button.setChecked(shows_bin)

    def _rename(self) -> None:
        """In its row, which must be shown for that; a folder's, while the keyboard is on it."""
        view = self._panel.view
        if view.hasFocus() and view.current_folder_id is not None:
            view.rename_folder(view.current_folder_id)
            return
        self._actions.sidebar.setChecked(True)
        self._panel.bin_button.setChecked(False)
        self._presenter.rename_open()

    def _delete(self) -> None:
        self._presenter.delete_marked()


class OrderCommands(QObject):
    """The actions that keep order: about what is marked in the list, else about what is open."""

    def __init__(self, actions: Actions, menus: Menus, presenter: ListPresenter, organiser: Organiser) -> None:
        super().__init__(actions)
        self._actions = actions
        self._drawers = (menus.folders, menus.tags, menus.colours)
        self._presenter = presenter
        self._organiser = organiser
        self._conversation: Conversation | None = None
        actions.new_folder.triggered.connect(self._new_folder)
        actions.pin.triggered.connect(self._pin)
        actions.archive.triggered.connect(self._archive)
        for menu, fill in zip(
            self._drawers, (organiser.fill_folders, organiser.fill_tags, organiser.fill_colours), strict=True
        ):
            menu.aboutToShow.connect(lambda menu=menu, fill=fill: fill(menu, self._presenter.marked))

    def refresh(self, conversation: Conversation | None) -> None:
        """The one that is open."""
        self._conversation = conversation
        can_change = conversation is not None and not conversation.is_deleted
        for action in (self._actions.pin, self._actions.archive, *(menu.menuAction() for menu in self._drawers)):
            action.setEnabled(can_change)
        is_pinned = conversation is not None and conversation.is_pinned
        is_archived = conversation is not None and conversation.is_archived
        self._actions.pin.setText(self.tr("Unp&in") if is_pinned else self.tr("P&in"))
        self._actions.archive.setText(self.tr("Take out of the &archive") if is_archived else self.tr("&Archive"))

    def _new_folder(self) -> None:
        self._actions.bin.setChecked(False)
        self._actions.sidebar.setChecked(True)
        self._organiser.add_folder()

    def _pin(self) -> None:
        if self._conversation is not None:
            self._organiser.pin(self._presenter.marked, is_pinned=not self._conversation.is_pinned)

    def _archive(self) -> None:
        if self._conversation is not None:
            self._organiser.archive(self._presenter.marked, is_archived=not self._conversation.is_archived)


class Undoing(Protocol):
    """What takes its own steps back."""

    @property
    def undo_label(self) -> str | None: ...

    @property
    def redo_label(self) -> str | None: ...

    def undo(self) -> object: ...

    def redo(self) -> object: ...


class UndoCommand(QObject):
    """Ctrl+Z and Ctrl+Shift+Z for what was done to the list and in trees; a text field that has the keyboard takes
    them for itself. While a document is `written` they are for its text, unless the keyboard went to the list."""

    def __init__(self, actions: Actions, panel: QWidget, steps: Undo, asking: Asking) -> None:
        super().__init__(actions)
        self._actions = actions
        self._panel = panel
        self._steps = steps
        self._asking = asking
        self._is_in_list = False
        self.written: Undoing | None = None
        actions.undo.triggered.connect(lambda: self.undo() if self._text is None else self._text.undo())
        actions.redo.triggered.connect(lambda: self._redo() if self._text is None else self._text.redo())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def _text(self) -> Undoing | None:
        """Of the document that is worked on."""
        return None if self._is_in_list else self.written

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Menus and other windows take the keyboard for a while: what is worked on is still the same."""
        if now is None or isinstance(now, QMenuBar) or now.window() is not self._panel.window():
            return
        is_in_list = now is self._panel or self._panel.isAncestorOf(now)
        if is_in_list is not self._is_in_list:
            self._is_in_list = is_in_list
            self.refresh()

    def undo(self) -> None:
        """The last step of the list and the trees, whatever is on the screen."""
        self._asking(self._steps.undo)

    def _redo(self) -> None:
        self._asking(self._steps.redo)

    def refresh(self) -> None:
        steps = self._text or self._steps
        self._show(self._actions.undo, steps.undo_label, self.tr("&Undo"), self.tr("&Undo: {0}"))
        self._show(self._actions.redo, steps.redo_label, self.tr("&Redo"), self.tr("&Redo: {0}"))

    def _show(self, action: QAction, label: str | None, alone: str, with_label: str) -> None:
        action.setEnabled(label is not None)
        words = step_name(label) if label else ""
        action.setText(with_label.format(words) if words else alone)
