"""In which order conversations are listed, under which headings and in which folders. GUI thread; knows values only."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from chatapp.domain.conversation import Conversation
from chatapp.domain.folder import Folder, children
from chatapp.ui.conversation_list.day_sections import section_of


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, a folder, or a conversation below the last one. `depth` is how many folders it stands in; `is_open`:
    whether what stands in a folder, or under a heading that can be closed, is listed; `count` is how many do."""

    title: str
    conversation: Conversation | None = None
    section: str = ""
    depth: int = 0
    folder: Folder | None = None
    is_open: bool = True
    count: int = 0

    @property
    def key(self) -> int | str:
        if self.conversation is not None:
            return self.conversation.id
        return self.title if self.folder is None else f"folder {self.folder.id} {self.depth} {self.is_open}"


@dataclass(frozen=True, slots=True)
class Shelves:
    """The folders, and which of them are closed. An archive that is closed lists nothing but its heading."""

    folders: Sequence[Folder] = ()
    closed: Set[int] = frozenset()
    is_archive_open: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """The words, in the person's language."""

    untitled: str
    untitled_document: str
    pinned: str
    folders: str
    archive: str


@dataclass(slots=True)
class _Sorted:
    """Conversations by where they stand, each newest first."""

    pinned: list[Conversation] = field(default_factory=list)
    loose: list[Conversation] = field(default_factory=list)
    archived: list[Conversation] = field(default_factory=list)
    in_folders: dict[int, list[Conversation]] = field(default_factory=dict)


class RowMaker:
    """Makes rows of conversations, and gives out again those that it has made: of thousands, few are new each time."""

    def __init__(self, headings: Headings) -> None:
        self._words = headings
        self._today = date.min
        self._headings: dict[str, Row] = {}
        self._sections: dict[date, str] = {}
        self._rows: dict[int, Row] = {}

    def rows_of(self, conversations: Iterable[Conversation], today: date, shelves: Shelves | None = None) -> list[Row]:
        """Newest first in. Without shelves all of them stand under the days; with them pinned ones come first, then
        the days of those in no folder, then folders, then the archive."""
        if today != self._today:
            self._today = today
            self._sections.clear()
            self._rows.clear()
        if shelves is None:
            return self._by_days(conversations)
        found = _sort(conversations, {folder.id for folder in shelves.folders})
        rows = self._under(self._words.pinned, found.pinned)
        rows += self._by_days(found.loose)
        if shelves.folders:
            rows.append(self._headings.setdefault(self._words.folders, Row(self._words.folders)))
        rows += self._in_folders(shelves, found.in_folders, None, 0)
        return rows + self._archive(found.archived, is_open=shelves.is_archive_open)

    def _by_days(self, conversations: Iterable[Conversation]) -> list[Row]:
        rows: list[Row] = []
        section = ""
        for conversation in conversations:
            row = self._rows.get(conversation.id)
            if row is None or row.conversation is not conversation or not row.section or row.depth:
                row = self._row(conversation, self._section(conversation), 0)
            if row.section != section:
                section = row.section
                rows.append(self._headings.setdefault(section, Row(section)))
            rows.append(row)
        return rows

    def _under(self, heading: str, conversations: Sequence[Conversation]) -> list[Row]:
        if not conversations:
            return []
        return [self._headings.setdefault(heading, Row(heading)), *(self._placed(each, 0) for each in conversations)]

    def _in_folders(
        self, shelves: Shelves, inside: dict[int, list[Conversation]], parent_id: int | None, depth: int
    ) -> list[Row]:
        rows: list[Row] = []
        for folder in children(shelves.folders, parent_id):
            mine, is_open = inside.get(folder.id, []), folder.id not in shelves.closed
            rows.append(Row(folder.name, None, "", depth, folder, is_open, len(mine)))
            if is_open:
                rows += self._in_folders(shelves, inside, folder.id, depth + 1)
                rows += [self._placed(each, depth + 1) for each in mine]
        return rows

    def _archive(self, conversations: Sequence[Conversation], *, is_open: bool) -> list[Row]:
        if not conversations:
            return []
        heading = Row(self._words.archive, section=ARCHIVE, is_open=is_open, count=len(conversations))
        return [heading, *(self._placed(each, 1) for each in conversations if is_open)]

    def _placed(self, conversation: Conversation, depth: int) -> Row:
        row = self._rows.get(conversation.id)
        if row is None or row.conversation is not conversation or row.section or row.depth != depth:
            row = self._row(conversation, "", depth)
        return row

    def _section(self, conversation: Conversation) -> str:
        moment = conversation.deleted_at or conversation.updated_at
        day = moment.astimezone().date()
        return self._sections.get(day) or self._sections.setdefault(day, section_of(moment, self._today))

    def _row(self, conversation: Conversation, section: str, depth: int) -> Row:
        nameless = self._words.untitled_document if conversation.is_document else self._words.untitled
        title = conversation.title or nameless
        row = self._rows[conversation.id] = Row(title, conversation, section, depth)
        return row


ARCHIVE = "archive"
"""The section of the archive's heading, which can be closed; no heading of a day is called so in small letters."""


def _sort(conversations: Iterable[Conversation], folder_ids: Set[int]) -> _Sorted:
    found = _Sorted()
    for conversation in conversations:
        if conversation.is_archived:
            found.archived.append(conversation)
        elif conversation.is_pinned:
            found.pinned.append(conversation)
        elif conversation.folder_id in folder_ids and conversation.folder_id is not None:
            found.in_folders.setdefault(conversation.folder_id, []).append(conversation)
        else:
            found.loose.append(conversation)
    return found
