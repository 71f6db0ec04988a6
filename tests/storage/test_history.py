"""Whatever a person does in whatever order: no message is lost, no finished one changes, heads stay in their tree."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from chatapp.domain.conversation import Conversation
from chatapp.domain.message import Message, Status
from chatapp.exchange.record import ConversationRecord
from chatapp.paths import Paths
from chatapp.storage.opening import open_store
from tests.exchange.trees import conversations as foreign
from tests.fakes import empty_database
from tests.storage.exchange.conftest import exported, import_into, profile

TERMINAL = st.sampled_from([status for status in Status if status.is_terminal])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


class History(RuleBasedStateMachine):
    """Keeps what was written beside the store, and compares."""

    conversations = Bundle("conversations")
    asked = Bundle("asked")
    streaming = Bundle("streaming")
    finished = Bundle("finished")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        Paths(self.folder).database.write_bytes(empty_database())
        self.store = open_store(Paths(self.folder)).store
        self.written: dict[int, Message] = {}
        self.heads: dict[int, int | None] = {}

    def teardown(self) -> None:
        """What it all came to is the same after a way through the exchange form into an empty profile."""
        try:
            before = exported(self.store.archive)
            other = profile(self.folder / "other")
            import_into(other, before)
            assert by_uid(exported(other)) == by_uid(before)
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(target=conversations, title=TEXT)
    def create(self, title: str) -> int:
        made = self.store.create(title)
        self.heads[made.id] = None
        return made.id

    @rule(target=asked, conversation=conversations, text=TEXT, data=st.data())
    def add_turn(self, conversation: int, text: str, data: st.DataObject) -> Message:
        mine = [message.id for message in self.written.values() if message.conversation_id == conversation]
        parent = data.draw(st.sampled_from([None, *mine]))
        words, answer = self.store.add_turn(conversation, parent, text)
        self.written |= {words.id: words, answer.id: answer}
        self.heads[conversation] = answer.id
        return words

    @rule(target=streaming, words=asked, text=TEXT)
    def add_answer(self, words: Message, text: str) -> int:
        answer = self.store.add_answer(words.id, text)
        self.written[answer.id] = answer
        self.heads[words.conversation_id] = answer.id
        return answer.id

    @rule(answer=streaming, text=TEXT)
    def checkpoint(self, answer: int, text: str) -> None:
        self.store.checkpoint(answer, text)
        self.written[answer] = self.store.message(answer)
        assert (self.written[answer].text, self.written[answer].status) == (text, Status.STREAMING)

    @rule(target=finished, answer=consumes(streaming), text=TEXT, status=TERMINAL)
    def finish(self, answer: int, text: str, status: Status) -> int:
        self.store.finish(answer, text, status)
        self.written[answer] = self.store.message(answer)
        assert (self.written[answer].text, self.written[answer].status) == (text, status)
        return answer

    @rule(answer=finished, text=TEXT, status=TERMINAL)
    def finish_again(self, answer: int, text: str, status: Status) -> None:
        with pytest.raises(ValueError, match="never changes"):
            self.store.finish(answer, text, status)

    @rule(conversation=conversations, data=st.data())
    def set_head(self, conversation: int, data: st.DataObject) -> None:
        head = data.draw(st.sampled_from([None, *self.written]))
        if head is not None and self.written[head].conversation_id != conversation:
            with pytest.raises(ValueError, match="not in conversation"):
                self.store.set_head(conversation, head)
        else:
            self.store.set_head(conversation, head)
            self.heads[conversation] = head

    @rule(conversation=conversations)
    def delete(self, conversation: int) -> None:
        self.store.delete(conversation)

    @rule(conversation=conversations)
    def restore(self, conversation: int) -> None:
        self.store.restore(conversation)

    @rule(target=conversations, conversation=consumes(conversations))
    def purge_only_from_the_bin(self, conversation: int) -> int:
        if not self.store.conversation(conversation).is_deleted:
            with pytest.raises(ValueError, match="bin"):
                self.store.purge(conversation)
        return conversation

    @rule(target=conversations, record=foreign())
    def import_one(self, record: ConversationRecord) -> int:
        """Seen by the invariants: nothing else changes."""
        assert import_into(self.store.archive, [record]) == [(True, len(record.messages))]
        (made,) = {found.id for found in self.listed()} - self.heads.keys()
        self.written |= self.store.tree(made).messages
        self.heads[made] = self.store.conversation(made).head_id
        return made

    @rule(is_broken_off=st.booleans())
    def import_what_is_there(self, is_broken_off: bool) -> None:
        records = exported(self.store.archive)
        with self.store.archive.intake() as intake:
            assert [intake.add(record) for record in records] == [(False, 0)] * len(records)
            if not is_broken_off:
                assert intake.finish() == frozenset()

    @rule(record=foreign())
    def import_is_broken_off(self, record: ConversationRecord) -> None:
        with self.store.archive.intake() as intake:
            intake.add(record)
            intake._write()

    @rule()
    def restart(self) -> None:
        self.store.close()
        opened = open_store(Paths(self.folder))
        assert opened.notices == ()
        self.store = opened.store

    @invariant()
    def nothing_is_lost_or_changed(self) -> None:
        found = [message for here in self.heads for message in self.store.tree(here).messages.values()]
        assert {message.id: message for message in found} == self.written

    @invariant()
    def every_conversation_shows_its_own(self) -> None:
        listed = self.listed()
        assert {found.id: found.head_id for found in listed} == self.heads
        assert len(listed) == len(self.heads)
        for head in filter(None, self.heads.values()):
            assert self.store.path(head)[-1] == self.written[head]

    def listed(self) -> list[Conversation]:
        return [*self.store.conversations(), *self.store.conversations(deleted=True)]


def by_uid(records: list[ConversationRecord]) -> dict[str, ConversationRecord]:
    return {record.uid: record for record in records}


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
