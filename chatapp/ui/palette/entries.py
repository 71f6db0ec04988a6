"""What the palette offers: a title, what stands beside it, what happens when it is chosen. GUI thread; no widget."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, partial
from itertools import islice

from PySide6.QtCore import QCoreApplication

from chatapp.domain.conversation import Conversation
from chatapp.ui.actions import Actions, full_text, keys_text
from chatapp.ui.palette.matching import best, folded
from chatapp.ui.preferences.declaration import declarations
from chatapp.ui.translation_catalogue import said

SHOWN = 60
RECENT = 8


class EntryKind(Enum):
    CONVERSATION = 0
    ACTION = 1
    SETTING = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """`detail` is its keys, or the section that it belongs to."""

    kind: EntryKind
    title: str
    detail: str
    run: Callable[[], object]


class Entries:
    """All there is to choose; folded once, when the first letter is typed, so that each further one only compares."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple([folded(entry.title) for entry in self._entries])

    def matching(self, words: str) -> list[Entry]:
        """The best first; without words the newest conversations, then the actions."""
        if words.strip():
            return [self._entries[place] for place in best(words, self._folded, SHOWN)]
        talks = (entry for entry in self._entries if entry.kind is EntryKind.CONVERSATION)
        recent = islice(talks, RECENT)
        return [*recent, *(entry for entry in self._entries if entry.kind is EntryKind.ACTION)]


def entries_of_conversations(
    conversations: Sequence[Conversation], open_one: Callable[[int], object]
) -> Iterator[Entry]:
    """Newest first in and out."""
    translate = QCoreApplication.translate
    talk = (translate("Palette", "New conversation"), translate("Palette", "Conversation"))
    document = (translate("Palette", "New document"), translate("Palette", "Document"))
    for conversation in conversations:
        untitled, detail = document if conversation.is_document else talk
        run = partial(open_one, conversation.id)
        yield Entry(EntryKind.CONVERSATION, conversation.title or untitled, detail, run)


def entries_of_actions(actions: Actions) -> Iterator[Entry]:
    """Those that can be done now; the palette itself is open already."""
    for action in actions.all():
        if action.isEnabled() and action is not actions.palette:
            yield Entry(EntryKind.ACTION, full_text(action), keys_text(action), action.trigger)


def entries_of_settings(show: Callable[[str, str], object]) -> Iterator[Entry]:
    for declaration in declarations():
        run = partial(show, declaration.section, declaration.key)
        detail = QCoreApplication.translate("Palette", "Preferences: {0}").format(said(declaration.section_title))
        yield Entry(EntryKind.SETTING, said(declaration.title), detail, run)
