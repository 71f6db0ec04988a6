"""The sections of an outline, written one after another straight into the document, until one stops it. GUI thread."""

from collections import deque
from dataclasses import dataclass, replace

from chatapp.domain.changes import Change
from chatapp.domain.document import Splice
from chatapp.domain.errors import Problem
from chatapp.domain.proposal import Operation
from chatapp.domain.section import SectionPlace, outline, sections, unwritten
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.services.drafting import Drafting, Section
from chatapp.tasks.drafting import Wish, recipe


@dataclass(frozen=True, slots=True)
class SeriesState:
    """The section `number` of `total` is being written by a run."""

    document_id: int
    run_id: int
    heading: str
    number: int
    total: int


class SectionSeries:
    """One at a time. A heading that is gone by then is passed over; so is what could not be written to its end, because
    the person wrote in its place. `problem` is why the last one ended before its end."""

    def __init__(self, drafting: Drafting, documents: Documents, announcement: Announcement) -> None:
        self._drafting = drafting
        self._documents = documents
        self._announce = announcement.announce
        self._left: deque[tuple[str, int]] = deque()  # headings, and which of those that read the same
        self._wish = Wish()
        self._total = 0
        self.state: SeriesState | None = None
        self.problem: Problem | None = None

    def begin(self, document_id: int, wish: Wish) -> bool:
        """Whether there is any section to be written."""
        self.stop()
        text = self._documents.text(document_id)
        known, wanted = sections(text), unwritten(text)
        self._left.extend((one.heading, _same_before(known, one)) for one in wanted)
        self._wish, self._total, self.problem = replace(wish, alternatives=1, in_place=True), len(wanted), None
        self._write_next(document_id)
        return bool(wanted)

    def stop(self) -> None:
        """What is written stays."""
        self._left.clear()
        if self.state is not None:
            self._drafting.stop(self.state.run_id)
            self._end()

    def pump(self) -> None:
        """To be called when the model may have come to an end."""
        if self.state is None:
            return
        try:
            run = self._drafting.run(self.state.run_id)
        except KeyError:  # dismissed by others, or the document is gone
            self._left.clear()
            self._end()
            return
        if run.problem is not None:
            self.problem = run.problem
            self._left.clear()
        if run.is_over:
            document_id = self.state.document_id
            self._end()
            self._write_next(document_id)

    def forget(self) -> None:
        """All data is another."""
        self._left.clear()
        self.state = self.problem = None

    def _write_next(self, document_id: int) -> None:
        while self._left and self.state is None:
            heading, which = self._left.popleft()
            text = self._documents.text(document_id)
            same = [one for one in sections(text) if one.heading == heading]
            if which < len(same):
                self._write(document_id, same[which], outline(text))

    def _write(self, document_id: int, place: SectionPlace, whole: str) -> None:
        self._documents.edit(document_id, Splice(place.end, "", "\n\n"), recipe(Operation.SECTION).label)
        section = Section(place.heading, whole)
        run_id = self._drafting.draft_section(document_id, place.end + 2, section, self._wish)
        number = self._total - len(self._left)
        self.state = SeriesState(document_id, run_id, place.heading, number, self._total)
        self._announce(Change(drafts=frozenset((run_id,))))

    def _end(self) -> None:
        """Of a section."""
        if self.state is not None:
            run_id, self.state = self.state.run_id, None
            self._dismiss(run_id)
            self._announce(Change(drafts=frozenset((run_id,))))

    def _dismiss(self, run_id: int) -> None:
        try:
            for proposal in tuple(self._drafting.run(run_id).proposals):
                self._drafting.dismiss(proposal.id)
        except KeyError:
            return  # nothing is left of it


def _same_before(known: list[SectionPlace], one: SectionPlace) -> int:
    return sum(other.heading == one.heading and other.start < one.start for other in known)
