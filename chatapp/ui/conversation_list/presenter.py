"""Between the list and the use cases: fills it, marks what runs, carries out what it asks. GUI thread."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.conversation_list.arrangement import Shelves
from chatapp.ui.conversation_list.menus import folder_menu
from chatapp.ui.conversation_list.organiser import Organiser
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.signs import Signs
from chatapp.ui.conversation_list.stock import Stock
from chatapp.ui.quantities import count


def local_today() -> date:
    return datetime.now().astimezone().date()


class ListPresenter(QObject):
    """Knows which conversation is open, because the list marks it; `chosen` asks to open one, or a new one (None)."""

    chosen = Signal(object)  # int | None
    new_asked = Signal()
    entered = Signal()  # the keyboard goes on to the page
    binned = Signal(str)  # what was moved to the bin, in words
    purge_asked = Signal(int, str)  # to be confirmed by the person first
    purged = Signal(int)
    export_asked = Signal()  # of those that are marked

    def __init__(self, panel: ConversationPanel, services: Services, asking: Asking, organiser: Organiser) -> None:
        super().__init__(panel)
        self._organiser = organiser
        self._order = services.order
        self._shelves: Shelves | None = None
        self._panel = panel
        self._view = panel.view
        self._conversations = services.conversations
        self._asking = asking
        self._signs = Signs(services.answers.is_busy, lambda: asking.answer(self._conversations.interrupted))
        self._open_id: int | None = None
        self._stock = Stock()
        self._is_stale = False
        self._day = local_today()
        panel.filter_changed.connect(self._show)
        panel.bin_asked.connect(self._on_bin_asked)
        panel.new_asked.connect(self.new_asked)
        panel.view.clicked.connect(lambda _index: self.entered.emit())
        panel.view.activated.connect(self._on_activated)
        self._connect()

    def refresh(self) -> None:
        """Reads the list again; later, while a title is being written in it."""
        listed = self._asking.answer(lambda: self._conversations.listed(deleted=self._panel.shows_bin))
        shelves = self._organiser.shelves()
        if listed is not None and shelves is not None:
            self._stock.take(listed)
            self._shelves = shelves
            self._signs.read()
            self._show()
            self._view.rows.mark(self._signs.shown)

    def refresh_day(self) -> None:
        """Yesterday's Today is not today's: called when the window is looked at again."""
        if local_today() != self._day:
            self.refresh()

    def mark_open(self, conversation_id: int | None) -> None:
        if conversation_id != self._open_id:
            self._signs.see(conversation_id)
            self._view.rows.mark(self._signs.shown)
            self._uncover(conversation_id)
        self._open_id = conversation_id
        if self._view.current_id != conversation_id:
            self._view.select(conversation_id)

    def on_change(self, change: Change) -> None:
        if change.list_changed and change.path_of:
            self._renew(change.path_of)
        elif change.list_changed:
            self.refresh()
        if change.path_of or change.messages:
            self._signs.on_change(change, self._open_id)
            self._view.rows.mark(self._signs.shown)

    def delete(self, *ids: int) -> None:
        """Into the bin; if the open one was among them, its neighbour is opened."""
        words = self._title(ids[0]) if len(ids) == 1 else self.tr("{0} conversations").format(count(len(ids)))
        following = self._neighbour(ids)
        if self._asking(lambda: self._order.delete(ids)):
            if self._open_id in ids:
                self.chosen.emit(following)
            self.binned.emit(words)

    def delete_marked(self) -> None:
        """What is marked in the list, else what is open."""
        if ids := self.marked:
            self.delete(*ids)

    @property
    def marked(self) -> tuple[int, ...]:
        """What actions are about: several that are marked in the list, else the one that is open."""
        ids = tuple(self._view.marked_ids)
        if len(ids) > 1:
            return ids
        return () if self._open_id is None else (self._open_id,)

    def rename_open(self) -> None:
        """In its row; a search that hides the row is ended."""
        if not self._view.rows.index_of(self._open_id).isValid():
            self._panel.filter.clear()
        self._view.select(self._open_id)
        self._view.rename_current()

    def restore(self, *ids: int) -> None:
        """Out of the bin; if one is open, it stays so."""
        self._asking(lambda: self._order.restore(ids))

    def ask_purge(self, conversation_id: int) -> None:
        self.purge_asked.emit(conversation_id, self._title(conversation_id))

    def purge(self, conversation_id: int) -> None:
        """For good: only after the person confirmed it."""
        following = self._neighbour((conversation_id,))
        if self._asking(lambda: self._conversations.purge(conversation_id)):
            self.purged.emit(conversation_id)
            if conversation_id == self._open_id:
                self.chosen.emit(following)

    def _on_activated(self) -> None:
        """A list that comes under the keyboard has a current row, which is not open for that."""
        current_id = self._view.current_id
        if current_id not in (None, self._open_id):
            self._view.select(current_id)
            self.chosen.emit(current_id)
        self.entered.emit()

    def _renew(self, conversation_ids: frozenset[int]) -> None:
        """Something was written in these, or they were put in order: they alone are read again."""
        found = self._asking.answer(lambda: [self._conversations.conversation(id_) for id_ in conversation_ids])
        if found is not None:
            mine = [each for each in found if each.is_deleted == self._panel.shows_bin]
            self._stock.drop(conversation_ids - {each.id for each in mine})
            self._stock.renew(mine)
            self._show()

    def _show(self) -> None:
        """What is in memory and holds the words searched for; later, while a title is being written in the list."""
        self._is_stale = self._view.is_renaming
        if self._is_stale:
            return
        conversations = self._matching()
        self._day = local_today()
        is_searched = bool(self._panel.filter.text().strip())
        shelves = None if is_searched or self._panel.shows_bin else self._shelves
        marked = self._view.marked_ids
        if self._view.rows.show(conversations, self._day, shelves):
            self._view.select(self._open_id, marked)
        has_folders = shelves is not None and bool(shelves.folders)
        self._panel.show_empty("" if conversations or has_folders else self._why_empty())

    def _on_toggled(self) -> None:
        """A folder was opened or closed; the keyboard stays there."""
        row = self._view.current_row
        self._shelves = self._organiser.shelves() or self._shelves
        self._show()
        if row is not None and row.folder is not None:
            self._view.setCurrentIndex(self._view.rows.index_of_folder(row.folder.id))

    def _on_folder_made(self, folder_id: int) -> None:
        """Its name is written in its row, which must be shown for that."""
        self._panel.filter.clear()
        self.refresh()
        self._view.rename_folder(folder_id)

    def _on_menu_asked(self, place: QPoint) -> None:
        row, ids = self._view.current_row, self._view.marked_ids
        if row is not None and row.folder is not None and not ids:
            shelves = self._shelves or Shelves()
            menu = folder_menu(row.folder, shelves.folders, self._organiser.wishes, self._view)
        elif ids:
            menu = self.menu(ids)
        else:
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self, ids: Sequence[int]) -> QMenu:
        """About conversations of the list, or of the bin."""
        menu = QMenu(self._view)
        if self._panel.shows_bin:
            menu.addAction(self.tr("&Restore")).triggered.connect(lambda: self.restore(*ids))
            purge = menu.addAction(self.tr("&Delete for good…"))
            purge.setEnabled(len(ids) == 1)
            purge.triggered.connect(lambda: self.ask_purge(ids[0]))
            return menu
        rename = menu.addAction(self.tr("&Rename"))
        rename.setEnabled(len(ids) == 1)
        rename.triggered.connect(self._view.rename_current)
        self._organiser.fill(menu, ids)
        menu.addSeparator()
        menu.addAction(self.tr("&Export…")).triggered.connect(self.export_asked)
        menu.addAction(self.tr("Move to the &bin")).triggered.connect(lambda: self.delete(*ids))
        return menu

    def _matching(self) -> list[Conversation]:
        return self._stock.matching(self._panel.filter.text().strip())

    def _title(self, conversation_id: int) -> str:
        """Of one that may be open and not in the list: the bin is shown, or the other way round."""
        known = self._stock.find(conversation_id)
        if known is None:
            known = self._asking.answer(lambda: self._conversations.conversation(conversation_id))
        return known.title if known is not None and known.title else self.tr("New conversation")

    def _why_empty(self) -> str:
        if words := self._panel.filter.text().strip():
            return self.tr("No title holds “{0}”.").format(words)
        return self.tr("The bin is empty.") if self._panel.shows_bin else self.tr("No conversations yet.")

    def _neighbour(self, ids: Sequence[int]) -> int | None:
        """Whom the list shows below the first of these, or else above."""
        listed = self._view.rows.conversation_ids()
        first = next((place for place, id_ in enumerate(listed) if id_ in ids), None)
        if first is None:
            return None
        rest = listed[first + 1 :] + listed[:first][::-1]
        return next((id_ for id_ in rest if id_ not in ids), None)

    def _uncover(self, conversation_id: int | None) -> None:
        """One that comes on the screen stands in the list too: a filter that hides it ends."""
        is_hidden = conversation_id is not None and not self._view.rows.index_of(conversation_id).isValid()
        if is_hidden and self._stock.find(conversation_id or 0) is not None:
            self._panel.filter.clear()

    def _connect(self) -> None:
        view, organiser = self._view, self._organiser
        view.chosen.connect(self.chosen.emit)
        view.delete_asked.connect(lambda ids: self.delete(*ids))
        view.purge_asked.connect(self.ask_purge)
        view.rename_ended.connect(self._on_rename_ended)
        view.toggle_asked.connect(organiser.toggle)
        view.menu_asked.connect(self._on_menu_asked)
        view.rows.rename_asked.connect(self._on_rename_asked)
        view.rows.folder_rename_asked.connect(organiser.rename_folder)
        view.rows.move_asked.connect(organiser.move)
        view.rows.folder_move_asked.connect(organiser.put_folder)
        organiser.folder_placed.connect(view.go_to_folder)
        organiser.moved.connect(self._on_toggled)
        organiser.folder_made.connect(self._on_folder_made)
        organiser.wishes.folder_renamed.connect(view.rename_folder)

    def _on_bin_asked(self, shows_bin: bool) -> None:
        self._view.shows_bin = shows_bin
        self._view.rows.is_editable = not shows_bin
        self._view.setAccessibleName(self.tr("Bin") if shows_bin else self.tr("Conversations"))
        self.refresh()

    def _on_rename_asked(self, conversation_id: int, title: str) -> None:
        self._asking(lambda: self._conversations.rename(conversation_id, title))

    def _on_rename_ended(self) -> None:
        self._view.setFocus()
        if self._is_stale:
            self._show()
