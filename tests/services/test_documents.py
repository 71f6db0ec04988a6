"""Law: whatever is typed, accepted, taken back and done again, over restarts and crashes, the text is what a plain
model of the operations yields, and every version stays what it was. On a real database."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chatapp.domain.document import TYPING, PlaceGoneError, Splice
from chatapp.domain.word_count import counts_of
from chatapp.paths import Paths
from chatapp.services import documents as module
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.storage.opening import OpenedStore, open_store
from tests.fakes import empty_database

KEYS = st.text("ab \n学😀", min_size=1, max_size=2)
WORDS = st.text("cd \n习𝄞", max_size=8)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Writing(RuleBasedStateMachine):
    """`states` are the texts along what can be undone and done again, `labels` of the edits between them."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(module, "DELTAS_AT_MOST", 3)  # so that some are kept as wholes within a short run
        self.home = Path(tempfile.mkdtemp())
        place = Paths(self.home)
        place.database.write_bytes(empty_database())
        self.clock = Clock()
        self.opened: OpenedStore | None = None
        self.start()
        self.id = self.documents.create().id
        self.documents.open(self.id)
        self.states, self.labels, self.at, self.undone = [""], list[str](), 0, list[int]()
        self.is_known = True
        self.unsaved = [""]
        self.all_texts = {""}
        self.versions: dict[int, str] = {}

    def start(self) -> None:
        self.opened = open_store(Paths(self.home))
        self.documents = Documents(self.opened.store.documents, Announcement(), self.clock)

    def teardown(self) -> None:
        assert self.opened is not None
        self.opened.store.close()
        shutil.rmtree(self.home)
        self.patch.undo()

    @property
    def text(self) -> str:
        return self.states[self.at]

    def edited(self, splices: tuple[Splice, ...], label: str) -> None:
        text = self.text
        for splice in splices:
            text = text[: splice.at] + splice.inserted + text[splice.at + len(splice.removed) :]
        del self.states[self.at + 1 :], self.labels[self.at :]
        self.undone.clear()
        self.states.append(text)
        self.labels.append(label)
        self.at += 1
        self.note(text)

    def note(self, text: str) -> None:
        self.all_texts.add(text)
        self.unsaved.append(text)

    @rule(key=KEYS, at=st.floats(0, 1), pause=st.sampled_from([0.1, 0.1, 2.0]))
    def type(self, key: str, at: float, pause: float) -> None:
        self.clock.now += pause
        splice = Splice(round(at * len(self.text)), "", key)
        self.documents.edit(self.id, splice)
        self.edited((splice,), TYPING)

    @rule(keys=st.lists(st.text("xy 学", min_size=1, max_size=1), min_size=2, max_size=6))
    def type_on(self, keys: list[str]) -> None:
        for key in keys:
            self.type(key, 1.0, 0.1)

    @rule(at=st.floats(0, 1))
    def delete_back(self, at: float) -> None:
        place = round(at * len(self.text))
        if place:
            splice = Splice(place - 1, self.text[place - 1])
            self.documents.edit(self.id, splice)
            self.edited((splice,), TYPING)

    @rule(pieces=st.lists(WORDS, min_size=1, max_size=3), at=st.floats(0, 1), to=st.floats(0, 1))
    def accept(self, pieces: list[str], at: float, to: float) -> None:
        """A proposal of several hunks is one step."""
        text, splices = self.text, list[Splice]()
        for piece in pieces:
            start, end = sorted((round(at * len(text)), round(to * len(text))))
            splices.append(Splice(start, text[start:end], piece))
            text = splices[-1].applied(text)
        self.documents.edit(self.id, splices, "Rewrite")
        self.edited(tuple(splices), "Rewrite")

    @rule(pieces=st.lists(WORDS.filter(bool), min_size=1, max_size=3))
    def stream(self, pieces: list[str]) -> None:
        """One text that comes in pieces is one step."""
        begin = len(self.text)
        for number, piece in enumerate(pieces):
            at = begin + sum(map(len, pieces[:number]))
            self.documents.edit(self.id, Splice(at, "", piece), "Continue", joins=number > 0)
        self.edited((Splice(begin, "", "".join(pieces)),), "Continue")
        self.all_texts |= {self.states[self.at - 1] + "".join(pieces[:number]) for number in range(len(pieces))}

    @rule(at=st.floats(0, 1))
    def reject(self, at: float) -> None:
        """What has lost its place changes nothing."""
        place = round(at * len(self.text))
        with pytest.raises(PlaceGoneError):
            self.documents.edit(self.id, [Splice(0, "", "x"), Splice(place + 1, "not there")], "Rewrite")
        assert self.documents.text(self.id) == self.text

    @rule()
    def undo(self) -> None:
        can = self.documents.undo_label(self.id) is not None
        done = self.documents.undo(self.id)
        assert bool(done) == can or not can
        now = self.documents.text(self.id)
        if not can:
            assert now == self.text
            assert self.at == 0 or not self.is_known
        elif self.at:
            target = self.undo_target(now)
            self.undone.append(self.at)
            self.at = target
        else:
            assert not self.is_known
            assert now in self.all_texts
            self.states.insert(0, now)
            self.labels.insert(0, "?")
            self.undone = [place + 1 for place in self.undone] + [1]
        self.note(now)

    def undo_target(self, now: str) -> int:
        """One step back, or several where all of them were typed."""
        for place in range(self.at - 1, -1, -1):
            if self.states[place] == now:
                return place
            assert self.labels[place] == TYPING
        raise AssertionError(now)

    @rule()
    def redo(self) -> None:
        self.documents.redo(self.id)
        if self.undone:
            self.at = self.undone.pop()
        elif not self.is_known and (now := self.documents.text(self.id)) != self.text:
            assert now in self.all_texts
            self.edited((Splice(0, self.text, now),), "?")
        self.note(self.text)

    @rule(seconds=st.sampled_from([0.6, 1.0, 20.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.documents.save_due()
        self.unsaved = [self.text]

    @rule()
    def look_at_versions(self) -> None:
        found = self.documents.versions(self.id)
        self.unsaved = [self.text]
        for version in found:
            text = self.documents.text_of(version.id)
            assert text in self.all_texts
            assert version.counts == counts_of(text)
            assert self.versions.setdefault(version.id, text) == text
        assert {version.id for version in found} == set(self.versions)
        assert (self.versions[found[0].id] if found else "") == self.text

    @rule(pick=st.integers(0, 100))
    def restore(self, pick: int) -> None:
        if self.versions:
            version_id = sorted(self.versions)[pick % len(self.versions)]
            if self.versions[version_id] != self.text:
                self.documents.restore(version_id)
                self.edited((Splice(0, self.text, self.versions[version_id]),), module.RESTORING)

    @rule()
    def quit_and_start(self) -> None:
        assert self.opened is not None
        self.documents.close_all()
        self.opened.store.close()
        self.start()
        self.unsaved = [self.text]

    @rule(is_late=st.booleans())
    def crash(self, is_late: bool) -> None:
        """Half a second after the last key nothing is lost; before, some of the last keys."""
        assert self.opened is not None
        if is_late:
            self.wait(0.6)
        self.opened.store.close()  # what it wrote is there; what the documents had in memory is not
        self.start()
        now = self.documents.text(self.id)
        assert now in self.unsaved
        if not is_late:
            self.states, self.labels, self.at, self.undone = [now], [], 0, []
            self.is_known = False
        self.unsaved = [now]

    @invariant()
    def the_text_is_the_models(self) -> None:
        assert self.documents.text(self.id) == self.text
        assert self.documents.counts(self.id) == counts_of(self.text)


TestWriting = Writing.TestCase
TestWriting.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, phases=[Phase.explicit, Phase.generate]
)
