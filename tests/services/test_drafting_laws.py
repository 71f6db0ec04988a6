"""Any mix of editing, proposing, accepting, taking in part, dismissing, undoing and redoing, beside a plain model of
it: neither the text nor a proposal is ever corrupted by the other.
"""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from threading import Event as Flag

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chatapp.domain.document import PlaceGoneError, Splice
from chatapp.domain.proposal import Proposal, Span
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.tasks.drafting import Wish
from tests.fakes import WAIT_SECONDS, empty_database, running_services

SHARES = st.floats(0, 1)
WORDS = st.text("ab 学😀", min_size=1, max_size=6)
EDITS = st.tuples(SHARES, st.integers(0, 3), WORDS | st.just(""))
KINDS = st.sampled_from(["continue", "insert", "rewrite", "in place"])


class Drafted(RuleBasedStateMachine):
    """`states` are the texts along what can be undone and done again."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        place = Paths(self.home)
        place.database.write_bytes(empty_database())
        self.stack, self.gate, self.words = ExitStack(), Flag(), ""
        self.driver = self.stack.enter_context(running_services(self.home, Script(lambda _: self.words, self.pace)))
        self.driver.ready()
        self.documents, self.drafting = self.driver.services.documents, self.driver.services.drafting
        self.states, self.at = ["Ada went. 学习"], 0
        self.id = self.documents.create("", self.text).id

    def pace(self) -> None:
        assert self.gate.wait(WAIT_SECONDS)

    def teardown(self) -> None:
        self.gate.set()
        self.stack.close()
        shutil.rmtree(self.home)

    @property
    def text(self) -> str:
        return self.states[self.at]

    def pushed(self, text: str) -> None:
        del self.states[self.at + 1 :]
        self.states.append(text)
        self.at += 1

    def chosen(self, pick: int) -> Proposal | None:
        found = self.drafting.proposals(self.id)
        return found[pick % len(found)] if found else None

    @rule(edit=EDITS)
    def edit(self, edit: tuple[float, int, str]) -> None:
        share, going, coming = edit
        start = round(share * len(self.text))
        splice = Splice(start, self.text[start : start + going], coming)
        if splice.removed or splice.inserted:
            self.documents.edit(self.id, splice, "Edit")
            self.pushed(splice.applied(self.text))

    @rule(kind=KINDS, share=SHARES, to=SHARES, words=WORDS, meanwhile=st.lists(EDITS, max_size=2))
    def propose(self, kind: str, share: float, to: float, words: str, meanwhile: list[tuple[float, int, str]]) -> None:
        """And edit while the model writes. What comes straight into the text is one step, if it comes at all."""
        self.words = words
        start, end = sorted((round(share * len(self.text)), round(to * len(self.text))))
        if kind == "rewrite":
            if not self.text[start:end].strip():
                return
            run = self.drafting.rewrite(self.id, Span(start, end), "Other words.")
        elif kind == "insert":
            run = self.drafting.insert(self.id, start)
        else:
            run = self.drafting.continue_(self.id, start, Wish(in_place=kind == "in place"))
        for edit in meanwhile:
            self.edit(edit)
        self.gate.set()
        self.driver.until(lambda: self.drafting.run(run).is_over)
        self.gate.clear()
        if kind == "in place" and self.drafting.run(run).proposals[0].taken:
            self.pushed(self.documents.text(self.id))
            assert len(self.text) == len(self.states[self.at - 1]) + self.drafting.run(run).proposals[0].taken

    @rule(pick=st.integers(0, 50))
    def accept(self, pick: int) -> None:
        """All of it, where it has a place still; else nothing happens."""
        proposal = self.chosen(pick)
        if proposal is None:
            return
        place = proposal.place
        if place is None:
            with pytest.raises(PlaceGoneError):
                self.drafting.accept(proposal.id)
        elif proposal.rest or proposal.base:
            self.drafting.accept(proposal.id)
            text = self.text[: place.start] + proposal.rest + self.text[place.end :]
            if proposal.rest != proposal.base:
                self.pushed(text)
            else:
                self.pushed(self.documents.text(self.id))

    @rule(pick=st.integers(0, 50), count=st.integers(1, 3))
    def take_a_part(self, pick: int, count: int) -> None:
        proposal = self.chosen(pick)
        if proposal is not None and proposal.place is not None and proposal.place.is_point and proposal.rest:
            splice = Splice(proposal.place.start, "", proposal.rest[:count])
            self.documents.edit(self.id, splice, "Continue")
            self.pushed(splice.applied(self.text))
            now = self.drafting.proposal(proposal.id)
            assert (now.rest, now.is_gone) == (proposal.rest[count:], False)

    @rule(pick=st.integers(0, 50))
    def dismiss(self, pick: int) -> None:
        proposal = self.chosen(pick)
        if proposal is not None:
            self.drafting.dismiss(proposal.id)
            assert proposal.id not in [one.id for one in self.drafting.proposals(self.id)]

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.documents.undo(self.id)
        self.at -= 1

    @precondition(lambda self: self.at + 1 < len(self.states))
    @rule()
    def redo(self) -> None:
        self.documents.redo(self.id)
        self.at += 1

    @rule()
    def leave_and_come_back(self) -> None:
        self.documents.close(self.id)
        self.documents.open(self.id)

    @invariant()
    def both_are_what_they_are(self) -> None:
        assert self.documents.text(self.id) == self.text
        for proposal in self.drafting.proposals(self.id):
            if proposal.place is not None:
                assert self.text[proposal.place.start : proposal.place.end] == proposal.base
                assert proposal.place.end <= len(self.text)
            else:
                assert proposal.is_gone
            assert 0 <= proposal.taken <= len(proposal.text)


TestDrafted = Drafted.TestCase
TestDrafted.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, phases=[Phase.explicit, Phase.generate]
)
