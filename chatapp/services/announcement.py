"""Tells whoever listens what a use case changed. GUI thread only."""

from collections.abc import Callable

from chatapp.domain.changes import Change

Listener = Callable[[Change], None]


class Announcement:
    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._end(listener)

    def announce(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    def _end(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)
