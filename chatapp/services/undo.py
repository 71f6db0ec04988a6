"""What can be taken back, and done again: every action on the list or in a tree leaves a step here. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from chatapp.domain.changes import Change
from chatapp.services.announcement import Announcement

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """`label` says in words what was done; `undo` and `redo` go between the state before and the one after it."""

    label: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    change: Change


class Undo:
    """A step that fails stays, to be tried again; one whose matter is gone for good (KeyError) goes as well."""

    def __init__(self, announcement: Announcement) -> None:
        self.announce = announcement.announce
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def perform(self, step: Step) -> None:
        """Does it, which is what `redo` says, and remembers how to take it back."""
        step.redo()
        self.remember(step)

    def remember(self, step: Step) -> None:
        """It is done already."""
        self._done.append(step)
        del self._done[:-LIMIT]
        self._undone.clear()
        self.announce(step.change)

    def drop(self, label: str) -> None:
        """Steps of that name have lost their matter, done or taken back."""
        self._done[:] = [step for step in self._done if step.label != label]
        self._undone[:] = [step for step in self._undone if step.label != label]

    def clear(self) -> None:
        """Nothing that was done before can be taken back past what happened now."""
        self._done.clear()
        self._undone.clear()

    @property
    def undo_label(self) -> str | None:
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    def undo(self) -> None:
        """Takes the last step back; nothing where there is none."""
        if self._done:
            self._move(self._done, self._undone, self._done[-1].undo)

    def redo(self) -> None:
        """Does again what was taken back last; nothing where there is none."""
        if self._undone:
            self._move(self._undone, self._done, self._undone[-1].redo)

    def _move(self, out_of: list[Step], into: list[Step], act: Callable[[], object]) -> None:
        try:
            act()
        except KeyError:
            out_of.pop()
            raise
        step = out_of.pop()
        into.append(step)
        self.announce(step.change)
