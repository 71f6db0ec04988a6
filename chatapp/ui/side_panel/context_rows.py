"""The rows of the context map. GUI thread; words are made for the rows that are asked for: there may be thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt

from chatapp.domain.context import TurnShare
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role
from chatapp.domain.prompt import Summary
from chatapp.ui.markdown.thinking import parts_of
from chatapp.ui.markdown.words import blocks_of
from chatapp.ui.quantities import count
from chatapp.ui.transcript.wording import name_of

Index = QModelIndex | QPersistentModelIndex
WORDS = 60  # characters of a turn that are shown
READ = 600  # and so many are read for that: marks and addresses take their part
ROW = 28
translate = QCoreApplication.translate
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn of the report, its text, and how the person marked it; `message_id` None for what no message made."""

    share: TurnShare
    text: str
    mark: ContextMark | None = None

    @property
    def message_id(self) -> int | None:
        return self.share.message_ids[0] if self.share.message_ids else None

    @property
    def words(self) -> str:
        """How it begins: an answer as it is read, without its marks."""
        if self.share.role is Role.ASSISTANT:
            return " ".join(" ".join(blocks_of(parts_of(self.text).answer[:READ])).split())[:WORDS]
        return " ".join(self.text[:READ].split())[:WORDS]

    @property
    def spoken(self) -> str:
        state = translate("ContextMap", "in") if self.share.is_in else translate("ContextMap", "out")
        number = self.share.tokens
        tokens = translate("ContextMap", "1 token") if number == 1 else translate("ContextMap", "{0} tokens")
        return ", ".join((name_of(self.share.role), self.words, tokens.format(count(number)), state))


class ContextRows(QAbstractListModel):
    """A summary that was read instead of old turns stands first."""

    def __init__(self) -> None:
        super().__init__()
        self._turns: Sequence[Shown] = ()
        self._summary: Summary | None = None

    def show(self, turns: Sequence[Shown], summary: Summary | None) -> None:
        self.beginResetModel()
        self._turns, self._summary = turns, summary
        self.endResetModel()

    def turn(self, row: int) -> Shown | None:
        """None for the summary."""
        place = row - (self._summary is not None)
        return self._turns[place] if 0 <= place < len(self._turns) else None

    @property
    def summary(self) -> Summary | None:
        return self._summary

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._turns) + (self._summary is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW)
        turn = self.turn(index.row())
        if turn is not None:
            return turn.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None
        if self._summary is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _summary_words(self._summary)
        if role == Qt.ItemDataRole.ToolTipRole:
            return translate("ContextMap", "Enter or a double click shows the whole summary")
        return None


def _summary_words(summary: Summary) -> str:
    one, many = translate("ContextMap", "Summary of 1 turn: {1}"), translate("ContextMap", "Summary of {0} turns: {1}")
    return (one if summary.turns == 1 else many).format(count(summary.turns), " ".join(summary.text.split()))
