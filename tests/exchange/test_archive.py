"""Our own JSON: what is written is what is read, and what was damaged by hand loses no more than it must."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Role, Status
from chatapp.exchange import archive
from chatapp.exchange.oddity import OddityKind
from chatapp.exchange.record import ConversationRecord, MessageRecord, schema
from tests.exchange.conftest import Taken, take
from tests.exchange.trees import conversations

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def written(records: list[ConversationRecord]) -> str:
    return "".join(archive.pieces(records, NOW))


def read(text: str) -> Taken:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any name"
        path.write_text(text, encoding="utf-8")
        return take(path)


@settings(max_examples=60, deadline=None)
@given(st.lists(conversations(), max_size=3))
def test_what_is_written_is_what_is_read(records: list[ConversationRecord]) -> None:
    text = written(records)
    assert json.loads(text)["format"] == archive.FORMAT
    taken = read(text)
    shown = [record if record.head else record.model_copy(update={"head": last(record)}) for record in records]
    assert (taken.conversations, +taken.odd) == (shown, {})


def last(record: ConversationRecord) -> str | None:
    return record.messages[-1].uid if record.messages else None


def test_a_file_of_nothing_is_whole() -> None:
    assert read(written([])).conversations == []


def test_a_conversation_taken_out_of_its_file_is_known() -> None:
    assert read(sample().model_dump_json()).conversations == [sample()]


def test_a_newer_version_is_refused() -> None:
    with pytest.raises(ProblemError, match="newer Causerie"):
        read(written([sample()]).replace('"version": 1', '"version": 2'))


def sample() -> ConversationRecord:
    uids = [digit * 32 for digit in "123"]
    above = [None, uids[0], uids[0]]
    roles = [Role.USER, Role.ASSISTANT, Role.ASSISTANT]
    messages = tuple(
        MessageRecord(uid=uid, parent=parent, role=role, status=Status.COMPLETE, created_at=NOW, text=f"text {uid[0]}")
        for uid, parent, role in zip(uids, above, roles, strict=True)
    )
    return ConversationRecord(
        uid="0" * 32, title="Sample", created_at=NOW, updated_at=NOW, head=uids[1], messages=messages
    )


def damaged(change: Any) -> Taken:
    plain = json.loads(sample().model_dump_json())
    change(plain)
    return read(json.dumps(plain))


def test_a_message_that_is_none_gives_its_children_to_the_one_above() -> None:
    taken = damaged(lambda plain: plain["messages"][0].update(role="narrator"))
    (conversation,) = taken.conversations
    assert [(message.text, message.parent) for message in conversation.messages] == [("text 2", None), ("text 3", None)]
    assert conversation.head == "2" * 32
    assert taken.odd[OddityKind.ROLE] == 1


def test_of_two_with_one_id_the_first_is_kept() -> None:
    taken = damaged(lambda plain: plain["messages"].append(plain["messages"][0]))
    assert taken.conversations == [sample()]
    assert taken.odd == {OddityKind.DUPLICATE: 1}


def test_a_run_that_cannot_be_read_costs_the_run_alone() -> None:
    taken = damaged(lambda plain: plain["messages"][1].update(run={"temperature": "hot"}))
    assert taken.conversations == [sample()]
    assert taken.odd[OddityKind.RUN] == 1


def test_ids_of_another_form_are_kept_apart() -> None:
    def rename(plain: Any) -> None:
        plain["messages"][0]["uid"] = plain["messages"][1]["parent"] = plain["messages"][2]["parent"] = "first"

    (conversation,) = damaged(rename).conversations
    assert [message.parent for message in conversation.messages] == [None, *[conversation.messages[0].uid] * 2]


def test_dates_that_cannot_be_become_the_conversations() -> None:
    taken = damaged(lambda plain: (plain["messages"][2].update(created_at="never"), plain.update(updated_at=None)))
    assert taken.conversations == [sample()]
    assert taken.odd[OddityKind.DATE] == 2


def test_the_schema_says_what_a_conversation_needs() -> None:
    assert {"uid", "title", "created_at", "updated_at"} <= set(schema()["required"])
