"""Between the list and the use cases: fills it, marks what runs, carries out what it asks. GUI thread."""

from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from chatapp.domain.changes import Change
from chatapp.domain.conversation import Conversation
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.conversation_list.stock import Stock


def local_today() -> date:
    return datetime.now().astimezone().date()


class ListPresenter(QObject):
    """Knows which conversation is open, because the list marks it; `chosen` asks to open one, or a new one (None)."""

    chosen = Signal(object)  # int | None
    new_asked = Signal()
    entered = Signal()  # the keyboard goes on to the page
    binned = Signal(int, str)  # id and title of what was moved to the bin
    purge_asked = Signal(int, str)  # to be confirmed by the person first
    purged = Signal(int)

    def __init__(self, panel: ConversationPanel, services: Services, asking: Asking) -> None:
        super().__init__(panel)
        self._panel = panel
        self._view = panel.view
        self._conversations = services.conversations
        self._answers = services.answers
        self._asking = asking
        self._busy: frozenset[int] = frozenset()
        self._open_id: int | None = None
        self._stock = Stock()
        self._is_stale = False
        self._day = local_today()
        panel.filter_changed.connect(self._show)
        panel.bin_asked.connect(self._on_bin_asked)
        panel.new_asked.connect(self.new_asked)
        panel.view.clicked.connect(lambda _index: self.entered.emit())
        panel.view.activated.connect(lambda _index: self.entered.emit())
        self._view.chosen.connect(self.chosen.emit)
        self._view.delete_asked.connect(self.delete)
        self._view.restore_asked.connect(self.restore)
        self._view.purge_asked.connect(self.ask_purge)
        self._view.rename_ended.connect(self._on_rename_ended)
        self._view.rows.rename_asked.connect(self._on_rename_asked)

    def refresh(self) -> None:
        """Reads the list again; later, while a title is being written in it."""
        listed = self._asking.answer(lambda: self._conversations.listed(deleted=self._panel.shows_bin))
        if listed is not None:
            self._stock.take(listed)
            self._show()

    def refresh_day(self) -> None:
        """Yesterday's Today is not today's: called when the window is looked at again."""
        if local_today() != self._day:
            self.refresh()

    def mark_open(self, conversation_id: int | None) -> None:
        self._open_id = conversation_id
        if self._view.current_id != conversation_id:
            self._view.select(conversation_id)

    def on_change(self, change: Change) -> None:
        if change.list_changed and change.path_of and not self._panel.shows_bin:
            self._renew(change.path_of)
        elif change.list_changed:
            self.refresh()
        if change.path_of or change.messages:
            self._mark_busy(change.path_of | self._busy)

    def delete(self, conversation_id: int) -> None:
        """Into the bin; if it was open, its neighbour is opened."""
        title = self._title(conversation_id)
        following = self._neighbour(conversation_id)
        if self._asking(lambda: self._conversations.delete(conversation_id)):
            self._go_on(conversation_id, following)
            self.binned.emit(conversation_id, title)

    def delete_open(self) -> None:
        if self._open_id is not None:
            self.delete(self._open_id)

    def rename_open(self) -> None:
        """In its row; a search that hides the row is ended."""
        if not self._view.rows.index_of(self._open_id).isValid():
            self._panel.filter.clear()
        self._view.select(self._open_id)
        self._view.rename_current()

    def restore(self, conversation_id: int) -> None:
        """Out of the bin; if it is open, it stays so."""
        self._asking(lambda: self._conversations.restore(conversation_id))

    def ask_purge(self, conversation_id: int) -> None:
        self.purge_asked.emit(conversation_id, self._title(conversation_id))

    def purge(self, conversation_id: int) -> None:
        """For good: only after the person confirmed it."""
        following = self._neighbour(conversation_id)
        if self._asking(lambda: self._conversations.purge(conversation_id)):
            self.purged.emit(conversation_id)
            self._go_on(conversation_id, following)

    def _renew(self, conversation_ids: frozenset[int]) -> None:
        """Something was written in these: they alone are read again."""
        found = self._asking.answer(lambda: [self._conversations.conversation(id_) for id_ in conversation_ids])
        if found is not None:
            self._stock.renew(conversation for conversation in found if not conversation.is_deleted)
            self._show()

    def _show(self) -> None:
        """What is in memory and holds the words searched for; later, while a title is being written in the list."""
        self._is_stale = self._view.is_renaming
        if self._is_stale:
            return
        conversations = self._matching()
        self._day = local_today()
        if self._view.rows.show(conversations, self._day):
            self._view.select(self._open_id)
        self._panel.show_empty("" if conversations else self._why_empty())

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

    def _neighbour(self, conversation_id: int) -> int | None:
        """Whom the list shows below, or else above."""
        ids = [conversation.id for conversation in self._matching()]
        if conversation_id not in ids:
            return None
        place = ids.index(conversation_id)
        rest = ids[place + 1 :] + ids[:place][::-1]
        return rest[0] if rest else None

    def _go_on(self, gone_id: int, following: int | None) -> None:
        if gone_id == self._open_id:
            self.chosen.emit(following)

    def _mark_busy(self, candidates: frozenset[int]) -> None:
        self._busy = frozenset(id_ for id_ in candidates if self._answers.is_busy(id_))
        self._view.rows.mark_busy(self._busy)

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
