import contextlib
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.attachment import Attachment
from chatapp.domain.conversation import ChatSettings
from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions, Run
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.database import suspicion
from chatapp.storage.opening import OpenedStore, open_store
from chatapp.storage.salvage import rescued
from tests.fakes import holding

PAGE = 4096
TURNS = 30
TRUNCATED = [0, 1, 15, 16, 99, 100, 511, 4095, 4096, 4097, 8192, 20000, 50001, 100000, -4096, -1]


class Sound:
    """An undamaged database: the file's content, and the messages in it. No dataclass, for Hypothesis prints those."""

    def __init__(self, content: bytes, written: dict[int, Message]) -> None:
        self.content = content
        self.written = written


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """A database of three conversations of some hundred messages, as bytes, and what is in it."""
    paths = Paths(tmp_path_factory.mktemp("sound"))
    store = open_store(paths).store
    written: dict[int, Message] = {}
    for number in range(3):
        made = store.create(f"Conversation {number}")
        parent = None
        for turn in range(TURNS):
            asked, answer = store.add_turn(made.id, parent, f"question {turn} of {number}")
            store.finish(answer.id, f"answer {turn} 回答 " + "long " * (turn * 30), Status.COMPLETE)
            options = GenerationOptions(seed=turn)
            store.record_run(Run(answer.id, "m", "f", "cpu", options, Figures(1, 2, 3), FinishReason.END))
            written |= {asked.id: asked, answer.id: store.message(answer.id)}
            parent = answer.id
    store.close()
    return Sound(paths.database.read_bytes(), written)


def opened(home: Path, content: bytes) -> OpenedStore:
    home.mkdir(exist_ok=True)
    Paths(home).database.write_bytes(content)
    return open_store(Paths(home))


def kept(home: Path) -> list[Path]:
    return sorted(home.glob("*damaged*"))


def read_everything(store_of: OpenedStore) -> dict[int, Message]:
    """Every message by way of its conversation; whatever was saved must be whole."""
    store, found = store_of.store, dict[int, Message]()
    for conversation in [*store.conversations(), *store.conversations(deleted=True)]:
        tree = store.tree(conversation.id)
        found |= tree.messages
        for message_id in tree.messages:
            tree.path(message_id)
            store.run(message_id)
        if conversation.head_id is not None:
            assert conversation.head_id in tree.messages
    holding(store, "question")
    store.unfinished()
    store.add_turn(store.create("after").id, None, "works again")
    return found


def test_a_sound_file_is_opened_as_it_is(tmp_path: Path, sound: Sound) -> None:
    content, written = sound.content, sound.written
    store = opened(tmp_path, content)
    assert store.notices == ()
    assert read_everything(store) == written
    store.store.close()
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    "length", [0, 1, 15, 16, 99, 100, 511, 4095, 4096, 4097, 8192, 20000, 50001, 100000, -4096, -1]
)
def test_a_truncated_file_is_always_noticed_and_kept(tmp_path: Path, sound: Sound, length: int) -> None:
    content, written = sound.content, sound.written
    left = content[: length if length >= 0 else len(content) + length]
    store = opened(tmp_path, left)
    (notice,) = store.notices
    (old,) = kept(tmp_path)
    assert old.read_bytes() == left
    assert str(old) in notice.sentence
    found = read_everything(store)
    assert found.items() <= written.items() or length > 0
    assert all(written[key].text.startswith(found[key].text.partition("\0")[0]) for key in found)
    if length == -1:
        assert len(found) > 0.9 * len(written)
    store.store.close()
    again = open_store(Paths(tmp_path))
    assert again.notices == ()
    again.store.close()


def test_garbage_is_kept_and_a_new_file_made(tmp_path: Path) -> None:
    garbage = b"This is no database. " * 5000
    store = opened(tmp_path, garbage)
    (notice,) = store.notices
    assert "0 conversations with 0 messages" in notice.sentence
    assert [file.read_bytes() for file in kept(tmp_path)] == [garbage]
    assert read_everything(store) == {}
    store.store.close()


@pytest.mark.parametrize("start", [0, 16, 18, 28, 46, 58])
def test_a_broken_header_loses_nothing(tmp_path: Path, sound: Sound, start: int) -> None:
    content, written = sound.content, sound.written
    store = opened(tmp_path, content[:start] + b"\xa6\xa6" + content[start + 2 :])
    assert len(store.notices) == 1
    assert read_everything(store) == written
    assert store.store.run(2) is not None
    store.store.close()


def leaves(content: bytes) -> list[int]:
    """The pages that hold rows of the message table alone, found through a text that only they have."""
    pages = range(1, len(content) // PAGE)
    return [
        page
        for page in pages
        if content[page * PAGE] == 0x0D and b"assistant" in content[page * PAGE : (page + 1) * PAGE]
    ]


def test_a_broken_page_costs_only_its_own_rows(tmp_path: Path, sound: Sound) -> None:
    content, written = sound.content, sound.written
    page = leaves(content)[3]
    broken = content[: page * PAGE] + b"\xff" * PAGE + content[(page + 1) * PAGE :]
    store = opened(tmp_path, broken)
    (notice,) = store.notices
    found = read_everything(store)
    lost = written.keys() - found.keys()
    assert 0 < len(lost) < 60
    assert f"{len(found)} messages" in notice.sentence
    for message_id, message in found.items():
        parent = written[message_id].parent_id
        while parent in lost:
            assert parent is not None
            parent = written[parent].parent_id
        assert message.parent_id == parent, "under the nearest ancestor that is left"
        assert message.text == written[message_id].text
    assert [conversation.head_id for conversation in store.store.conversations() if conversation.id <= 3] == [
        max(found.keys() & {key for key, value in written.items() if value.conversation_id == number})
        for number in (3, 2, 1)
    ]
    store.store.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(flips=st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 255)), min_size=1, max_size=40))
def test_flipped_bytes_raise_nothing_but_problems_and_lose_no_file(
    tmp_path: Path, sound: Sound, flips: list[tuple[int, int]]
) -> None:
    content = bytearray(sound.content)
    for place, change in flips:
        content[place % len(content)] ^= change
    home = tmp_path / "home"
    shutil.rmtree(home, ignore_errors=True)
    try:
        store = opened(home, bytes(content))
    except ProblemError:
        assert Paths(home).database.read_bytes() == content
        return
    if store.notices:
        assert [file.read_bytes() for file in kept(home)] == [content]
    try:
        assert read_everything(store)
        store.store.close()
    except ProblemError:
        store.store.close()
        again = open_store(Paths(home))
        assert len(again.notices) == 1, "what is met in use is mended at the next start"
        assert read_everything(again)
        again.store.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_broken_pages_leave_most_of_the_messages(tmp_path: Path, sound: Sound, data: st.DataObject) -> None:
    content, written = sound.content, sound.written
    pages = data.draw(st.lists(st.sampled_from(leaves(content)), min_size=1, max_size=3, unique=True))
    broken = bytearray(content)
    for page in pages:
        broken[page * PAGE : (page + 1) * PAGE] = data.draw(st.sampled_from([b"\0", b"\xff", b"\x0d"])) * PAGE
    home = tmp_path / "home"
    shutil.rmtree(home, ignore_errors=True)
    store = opened(home, bytes(broken))
    assert len(store.notices) == 1
    assert len(read_everything(store)) > 0.3 * len(written)
    store.store.close()


def test_what_only_the_log_holds_is_saved(tmp_path: Path, sound: Sound) -> None:
    """The file as a crash leaves it, its log beside it, and then a page of it broken."""
    content = sound.content
    running = opened(tmp_path / "running", content)
    asked, _ = running.store.add_turn(1, None, "written just before the crash")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{Paths(tmp_path / 'running').database}{ending}", f"{Paths(crashed).database}{ending}")
    running.store.close()
    database = bytearray(Paths(crashed).database.read_bytes())
    page = leaves(content)[3]
    database[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    Paths(crashed).database.write_bytes(database)
    store = open_store(Paths(crashed))
    assert len(store.notices) == 1
    assert store.store.message(asked.id) == asked
    assert any(b"written just before the crash" in file.read_bytes() for file in kept(crashed))
    store.store.close()


def test_a_log_without_its_file_is_kept(tmp_path: Path) -> None:
    log = Path(f"{Paths(tmp_path).database}-wal")
    log.write_bytes(b"a log" * 1000)
    store = open_store(Paths(tmp_path))
    assert len(store.notices) == 1
    assert [file.read_bytes() for file in kept(tmp_path)] == [b"a log" * 1000]
    store.store.close()


def test_a_crash_while_the_new_file_takes_its_place_is_made_good(tmp_path: Path, sound: Sound) -> None:
    content, written = sound.content, sound.written
    rescued(Paths(tmp_path).database).write_bytes(content)
    Paths(tmp_path).database.write_bytes(b"damaged")
    store = open_store(Paths(tmp_path))
    assert len(store.notices) == 1
    assert read_everything(store) == written
    assert [file.read_bytes() for file in kept(tmp_path)] == [b"damaged"]
    store.store.close()


def test_what_was_found_damaged_in_use_is_saved_at_the_next_start(tmp_path: Path, sound: Sound) -> None:
    """A time that cannot be passes every check of the file, and is met only where it is read."""
    opened(tmp_path, sound.content).store.close()
    database = Paths(tmp_path).database
    with contextlib.closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("DROP TRIGGER message_keeps_its_place")
        raw.execute("UPDATE message SET created_at = 'yesterday' WHERE id = 7")
    store = open_store(Paths(tmp_path))
    assert store.notices == ()
    with pytest.raises(ProblemError, match="damaged"):
        store.store.tree(1)
    store.store.close()
    assert suspicion(database).exists()
    again = open_store(Paths(tmp_path))
    assert len(again.notices) == 1
    assert not suspicion(database).exists()
    found = read_everything(again)
    assert {key: message.text for key, message in found.items()} == {
        key: message.text for key, message in sound.written.items()
    }
    again.store.close()


def test_a_broken_schema_loses_nothing(tmp_path: Path, sound: Sound) -> None:
    content, written = sound.content, sound.written
    store = opened(tmp_path, content.replace(b"CREATE TABLE message (", b"CREATE TABLE messy\0e ("))
    assert len(store.notices) == 1
    assert read_everything(store) == written
    assert store.store.run(2) is not None
    store.store.close()


def test_a_damaged_index_alone_loses_nothing(tmp_path: Path, sound: Sound) -> None:
    content, written = sound.content, sound.written
    home = tmp_path / "home"
    opened(home, content).store.close()
    with contextlib.closing(sqlite3.connect(Paths(home).database)) as raw, raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_message_parent_id'").fetchone()
    broken = content[: (root - 1) * PAGE] + b"\0" * PAGE + content[root * PAGE :]
    store = opened(home, broken)
    (notice,) = store.notices
    assert notice.kind is ProblemKind.DATABASE
    assert read_everything(store) == written
    store.store.close()


def test_what_stands_beside_conversations_is_saved_with_them(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "before")).store
    outer = store.folders.create("Outer")
    inner = store.folders.create("Inner", outer.id)
    later = store.folders.create("Later")
    store.folders.put([replace(outer, parent_id=later.id)])
    persona = store.personas.create(Persona(0, "p", "Be brief.", Parameters(top_k=3)))
    asked, answer = store.start("title", "question", (Attachment("a.txt", "words"),))
    store.finish(answer.id, "answer", Status.COMPLETE)
    store.add_answer(asked.id, "other")
    other = store.branches.insert(asked.conversation_id, answer.id, Role.USER, "more")
    store.branches.delete(answer.id)
    store.branches.mark(asked.id, ContextMark.PINNED)
    found = store.conversation(asked.conversation_id)
    settings = ChatSettings("own", persona.id, Parameters(seed=5))
    store.arrange([replace(found, folder_id=inner.id, tags=("a", "B"), is_pinned=True, settings=settings)])

    def everything(of: Conversations) -> tuple[object, ...]:
        home = asked.conversation_id
        beside = of.folders.all(), of.personas.all(), of.tags.all()
        return of.conversations(), of.tree(home), of.branches.deleted(home), of.branches.marks(home), *beside

    before = everything(store)
    store.close()
    content = Paths(tmp_path / "before").database.read_bytes()
    saved = opened(tmp_path / "after", content[:-1])
    assert len(saved.notices) == 1
    assert everything(saved.store) == before
    assert saved.store.message(other.id).text == "more"
    saved.store.close()
