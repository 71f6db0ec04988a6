"""What stands at the end of a row: an answer runs there, one came unseen, one was cut off. GUI thread; knows no row."""

from collections.abc import Callable, Mapping
from enum import Enum, auto

from chatapp.domain.changes import Change


class Sign(Enum):
    BUSY = auto()
    UNREAD = auto()
    CUT = auto()


class Signs:
    """An answer that ends while its conversation is not on the screen is unread until it is."""

    def __init__(self, is_busy: Callable[[int], bool], cut: Callable[[], frozenset[int] | None]) -> None:
        """`cut` reads which conversations end with an answer that was cut off; None where that can't be read."""
        self._is_busy = is_busy
        self._read_cut = cut
        self._busy: frozenset[int] = frozenset()
        self._unread: frozenset[int] = frozenset()
        self._cut: frozenset[int] = frozenset()

    @property
    def shown(self) -> Mapping[int, Sign]:
        """By conversation; what runs there counts for more than what was."""
        return (
            dict.fromkeys(self._cut, Sign.CUT)
            | dict.fromkeys(self._unread, Sign.UNREAD)
            | dict.fromkeys(self._busy, Sign.BUSY)
        )

    def read(self) -> None:
        """Anew, what is kept on the disk."""
        found = self._read_cut()
        self._cut = self._cut if found is None else found

    def on_change(self, change: Change, open_id: int | None) -> None:
        """`open_id` is the conversation on the screen."""
        candidates = change.path_of | self._busy
        busy = frozenset(id_ for id_ in candidates if self._is_busy(id_))
        self._unread = (self._unread | (self._busy - busy)) - busy - {open_id}
        self._busy = busy
        if change.path_of or open_id in self._cut:
            self.read()

    def see(self, conversation_id: int | None) -> None:
        """It is on the screen now."""
        self._unread -= {conversation_id}
