"""What waits to cross to the GUI thread: a list, a lock, and one wake-up for all that came since the last look."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Generic, TypeVar

from chatapp.engine.messages import Event, TextDelta

Item = TypeVar("Item")


def _nothing() -> None:
    """The wake-up of an outbox that nobody watches yet."""


def _never(_earlier: Item, _later: Item) -> Item | None:
    return None


class Outbox(Generic[Item]):
    """Posted to on any thread, drained on one. The wake-up is called on the poster's thread, without the lock."""

    def __init__(self, merge: Callable[[Item, Item], Item | None] = _never) -> None:
        """`merge` makes one item of two neighbours where it can, else returns None."""
        self._items: list[Item] = []
        self._lock = Lock()
        self._wake: Callable[[], None] = _nothing
        self._merge = merge

    def watch(self, wake: Callable[[], None]) -> None:
        """From now on `wake` is called when the first item comes; at once if some are waiting."""
        with self._lock:
            self._wake = wake
            is_waiting = bool(self._items)
        if is_waiting:
            wake()

    def post(self, item: Item) -> None:
        with self._lock:
            merged = self._merge(self._items[-1], item) if self._items else None
            if merged is not None:
                self._items[-1] = merged
                return
            self._items.append(item)
            wake = self._wake if len(self._items) == 1 else _nothing
        wake()

    def drain(self) -> list[Item]:
        """All items in order; the next post wakes again."""
        with self._lock:
            items, self._items = self._items, []
        return items


def merge_text(earlier: Event, later: Event) -> Event | None:
    """Neighbouring TextDeltas of one alternative become one."""
    if not (isinstance(earlier, TextDelta) and isinstance(later, TextDelta)):
        return None
    if (earlier.id, earlier.alternative) != (later.id, later.alternative):
        return None
    return replace(earlier, text=earlier.text + later.text, tokens=earlier.tokens + later.tokens)
