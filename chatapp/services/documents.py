"""Documents: written, undone step by step over restarts, saved within a second, every version kept. GUI thread.

What belongs to a row of the list, such as its title, folder, tags and the bin, is services.order's and
services.conversations', under the document's id.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from chatapp.domain.changes import Change
from chatapp.domain.document import TYPING, Document, Notes, Splice, Splices, Version, splice_between
from chatapp.domain.edit_log import LastVersion, Saving, checksum_of
from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.word_count import Counts
from chatapp.services.announcement import Announcement
from chatapp.services.document_ports import DocumentStore
from chatapp.services.manuscript import Manuscript, opened

log = logging.getLogger(__name__)

SAVE_SECONDS = 0.5  # the promise is a second; whoever calls save_due looks every quarter of one
PAUSE_SECONDS = 1.5
"""Typing after so long is another step."""
IDLE_SECONDS = 15.0
LONGEST_SECONDS = 300.0
"""A version is kept after so long without a key, and after so long of writing at the next pause."""
RETRY_SECONDS = 2.0
DELTAS_AT_MOST = 100
LIGHT = 32_768
"""Deltas beyond so many, or beyond half the text and so many bytes, are begun anew with a whole text."""
RESTORING = "Restore version"

Follower = Callable[[Splices], None]


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document as it stands. The labels are what can be undone and done again, None for nothing."""

    document: Document
    text: str
    counts: Counts
    undo_label: str | None
    redo_label: str | None


@dataclass(slots=True)
class _Desk:
    """A manuscript, and when things happened to it; `last` is the version that it goes on from."""

    manuscript: Manuscript
    last: LastVersion | None
    edited_at: float = 0.0
    unsaved_since: float | None = None
    unversioned_since: float | None = None
    retry_at: float = 0.0
    followers: list[Follower] = field(default_factory=list)
    whole: Iterator[None] | None = None


class Documents:
    """`problem` is why the last write failed, None once one succeeded: what was typed is in memory and tried again."""

    def __init__(
        self,
        store: DocumentStore,
        announcement: Announcement,
        clock: Callable[[], float] = monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._announce = announcement.announce
        self._clock = clock
        self._now = now
        self._desks: dict[int, _Desk] = {}
        self._wake: Callable[[], None] = lambda: None
        self.problem: Problem | None = None

    def watch(self, wake: Callable[[], None]) -> None:
        """`wake` is called when something is to be saved from now on: `save_due` wants to be called then, every quarter
        of a second as long as `is_pending`."""
        self._wake = wake

    def create(self, title: str = "", text: str = "", folder_id: int | None = None) -> Document:
        """A title that is given stays; without one the first line becomes the title, again and again."""
        made = self._store.create(title, text, folder_id, is_own_title=bool(title))
        self._announce(Change(list_changed=True))
        return made

    def document(self, document_id: int) -> Document:
        """KeyError for an unknown id."""
        return self._store.document(document_id)

    def open(self, document_id: int) -> OpenDocument:
        """KeyError for an unknown id. Opened again it is the same one."""
        document = self._store.document(document_id)
        manuscript = self._desk(document_id).manuscript
        return OpenDocument(document, manuscript.text, manuscript.counts, manuscript.undo_label, manuscript.redo_label)

    def text(self, document_id: int) -> str:
        return self._desk(document_id).manuscript.text

    def counts(self, document_id: int) -> Counts:
        return self._desk(document_id).manuscript.counts

    def undo_label(self, document_id: int) -> str | None:
        return self._desk(document_id).manuscript.undo_label

    def redo_label(self, document_id: int) -> str | None:
        return self._desk(document_id).manuscript.redo_label

    def follow(self, document_id: int, follower: Follower) -> Callable[[], None]:
        """Told of everything that is applied to the text, whoever did it. Returns what ends it."""
        followers = self._desk(document_id).followers
        followers.append(follower)
        return lambda: followers.remove(follower) if follower in followers else None

    def edit(
        self, document_id: int, splices: Splice | Sequence[Splice], label: str = TYPING, *, joins: bool = False
    ) -> None:
        """One step, which is undone as one. Keys of the label TYPING merge into steps by word and pause. `joins`: it
        belongs to the last step, where that has the same label and nothing came between, as text that streams in.

        PlaceGoneError, a ValueError, where it does not fit the text, which stays as it was.
        """
        desk = self._desk(document_id)
        manuscript, moment = desk.manuscript, self._clock()
        edit = tuple(map(_plain, (splices,) if isinstance(splices, Splice) else splices))
        if moment - desk.edited_at > PAUSE_SECONDS and not joins:
            manuscript.pause()
        if self._is_turn(manuscript, label, joins=joins):
            self._save(document_id, desk, is_version=True)
        manuscript.edit(edit, label, self._now(), joins=joins)
        self._changed(document_id, desk, edit)

    def undo(self, document_id: int) -> Splices:
        """Takes the last step back, whenever it was done; what was applied to the text, nothing where there is none."""
        desk = self._desk(document_id)
        return self._changed(document_id, desk, desk.manuscript.undo())

    def redo(self, document_id: int) -> Splices:
        """Does again what was taken back last."""
        desk = self._desk(document_id)
        return self._changed(document_id, desk, desk.manuscript.redo())

    def set_notes(self, document_id: int, notes: Notes) -> None:
        if self._store.document(document_id).notes != notes:
            self._store.set_notes(document_id, notes)
            self._announce(Change(documents=frozenset((document_id,))))

    def versions(self, document_id: int) -> list[Version]:
        """The newest first; what is on the screen now is the first one."""
        if document_id in self._desks:
            self.flush(document_id)
        return self._store.versions(document_id)

    def text_of(self, version_id: int) -> str:
        """To the byte as it was, else ProblemError."""
        return self._store.text_of(version_id)

    def restore(self, version_id: int) -> Splices:
        """The text as it was in a version: one more step, which can be undone; what was applied."""
        document_id = self._store.version(version_id).document_id
        splices = splice_between(self.text(document_id), self._store.text_of(version_id))
        if splices:
            self.edit(document_id, splices, RESTORING)
        return splices

    @property
    def is_pending(self) -> bool:
        """Whether something is still to be written: a key, or a version once the person pauses."""
        return any(desk.manuscript.is_unsaved or desk.manuscript.delta or desk.whole for desk in self._desks.values())

    def save_due(self) -> None:
        """Writes what is due; quick, and never raises for the disk's sake: see `problem`."""
        moment = self._clock()
        for document_id, desk in list(self._desks.items()):
            is_version = self._is_version_due(desk, moment)
            if moment >= desk.retry_at and (is_version or self._is_due(desk, moment)):
                self._save(document_id, desk, is_version=is_version)
            else:
                self._go_on(desk)

    def flush(self, document_id: int) -> None:
        """Everything on the disk now, with a version of what it has become."""
        desk = self._desk(document_id)
        desk.manuscript.pause()
        self._save(document_id, desk, is_version=bool(desk.manuscript.delta))
        while desk.whole is not None:
            self._go_on(desk)

    def flush_all(self) -> None:
        for document_id in list(self._desks):
            self.flush(document_id)

    def close(self, document_id: int) -> None:
        """It leaves the screen: saved, and out of memory unless the disk refused."""
        if document_id in self._desks:
            self.flush(document_id)
            desk = self._desks.get(document_id)
            if desk is not None and not desk.manuscript.is_unsaved:
                del self._desks[document_id]

    def close_all(self) -> None:
        for document_id in list(self._desks):
            self.close(document_id)

    def forget(self) -> None:
        """What is in memory belongs to data that another has taken the place of."""
        self._desks.clear()

    def _desk(self, document_id: int) -> _Desk:
        found = self._desks.get(document_id)
        if found is None:
            manuscript = opened(self._store.read(document_id))
            last = self._store.last_version(document_id)
            if checksum_of(manuscript.text) != (last.checksum if last is not None else 0):  # 0 is that of an empty text
                manuscript.delta = splice_between(self._before(last), manuscript.text)
            found = self._desks[document_id] = _Desk(manuscript, last)
            if manuscript.delta or manuscript.is_unsaved:
                found.unsaved_since = found.unversioned_since = self._clock()
                self._wake()
        return found

    def _before(self, last: LastVersion | None) -> str:
        try:
            return "" if last is None else self._store.text_of(last.id)
        except ProblemError as error:
            log.warning("the last version can't be read: %s", error)
            return ""

    @staticmethod
    def _is_turn(manuscript: Manuscript, label: str, *, joins: bool) -> bool:
        """Whether a version is kept before this edit: writing and everything else are told apart."""
        mine = "" if label == TYPING else label
        return bool(manuscript.delta) and (mine != manuscript.label or (bool(mine) and not joins))

    def _is_due(self, desk: _Desk, moment: float) -> bool:
        return desk.unsaved_since is not None and moment >= desk.unsaved_since + SAVE_SECONDS

    def _is_version_due(self, desk: _Desk, moment: float) -> bool:
        begun = desk.unversioned_since
        is_long = begun is not None and moment >= begun + LONGEST_SECONDS
        return bool(desk.manuscript.delta) and moment >= desk.edited_at + (PAUSE_SECONDS if is_long else IDLE_SECONDS)

    def _changed(self, document_id: int, desk: _Desk, splices: Splices) -> Splices:
        if not splices:
            return splices
        moment = desk.edited_at = self._clock()
        if desk.unversioned_since is None:
            desk.unversioned_since = moment
        if desk.unsaved_since is None:
            desk.unsaved_since = moment
            self._wake()
        elif self._is_due(desk, moment) and moment >= desk.retry_at:
            self._save(document_id, desk, is_version=False)
        for follower in tuple(desk.followers):
            follower(splices)
        return splices

    def _save(self, document_id: int, desk: _Desk, *, is_version: bool) -> None:
        manuscript = desk.manuscript
        if not manuscript.is_unsaved and not is_version:
            return
        saving = manuscript.saving(is_version=is_version)
        try:
            version_id = self._store.save(document_id, saving, is_lasting=is_version)
        except ProblemError as error:
            self.problem, desk.retry_at = error.problem, self._clock() + RETRY_SECONDS
            self._announce(Change(documents=frozenset((document_id,))))
            return
        except KeyError:
            log.warning("document %d had no place any more", document_id)
            del self._desks[document_id]
            return
        had_problem, self.problem = self.problem is not None, None
        manuscript.saved(saving)
        desk.unsaved_since = None
        if version_id is not None:
            self._note_version(desk, version_id, saving)
        if version_id is not None or had_problem:
            self._announce(Change(list_changed=version_id is not None, documents=frozenset((document_id,))))

    def _note_version(self, desk: _Desk, version_id: int, saving: Saving) -> None:
        desk.unversioned_since = None
        count, weight = (desk.last.count, desk.last.weight) if desk.last is not None else (0, 0)
        delta = saving.version.delta if saving.version is not None else ()
        weight += sum(len(splice.inserted) + len(splice.removed) for splice in delta)
        text = desk.manuscript.text
        if count + 1 >= DELTAS_AT_MOST or weight > max(LIGHT, len(text) // 2):
            desk.whole = self._store.keep_whole(version_id, text)
            count, weight = -1, 0
        desk.last = LastVersion(version_id, saving.checksum, count + 1, weight)

    def _go_on(self, desk: _Desk) -> None:
        """A part of keeping a version as a whole; without it the version is there all the same."""
        try:
            if desk.whole is not None and next(desk.whole, self) is self:
                desk.whole = None
        except ProblemError as error:
            log.warning("a version was not kept as a whole: %s", error)
            desk.whole = None


def _plain(splice: Splice) -> Splice:
    """Without halves of surrogate pairs, which nothing can store: a ? stands in, at the same place."""
    return Splice(splice.at, _whole(splice.removed), _whole(splice.inserted))


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
