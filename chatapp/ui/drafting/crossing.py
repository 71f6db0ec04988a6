"""What goes from a conversation into a document, and back. GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.ui.actions import Actions
from chatapp.ui.chat.turn_actions import TurnActions
from chatapp.ui.composer.composer import Composer
from chatapp.ui.drafting.room import DraftingRoom

Open = Callable[[int | None], None]


class Crossing(QObject):
    """`open_` shows what a row of the list stands for, with the keyboard; None a conversation that begins."""

    def __init__(
        self, actions: Actions, room: DraftingRoom, turns: TurnActions, composer: Composer, open_: Open
    ) -> None:
        super().__init__(room)
        self._composer = composer
        self._open = open_
        room.open_asked.connect(open_)
        room.plans.conversation_begun.connect(open_)
        room.plans.quoted.connect(self._talk_about)
        actions.answer_to_document.triggered.connect(lambda: room.begin_with(turns.answer_text))

    def _talk_about(self, passage: str) -> None:
        """In a conversation that begins with it."""
        self._open(None)
        quoted = "".join(f"> {line}\n" for line in passage.splitlines())
        self._composer.suggest(f"{quoted}\n" if quoted else "")
