"""Documents among what is searched: by words far apart in a long text, in any script, by title and by filters."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.document import Splice
from chatapp.domain.found import FoundDocument
from chatapp.domain.message import Status
from chatapp.domain.query import parse
from chatapp.services.announcement import Announcement
from chatapp.services.documents import Documents
from chatapp.services.search import Search
from chatapp.storage import passages
from chatapp.storage.conversations import Conversations

FILLING = "The rain fell and fell on the roofs of the town.\n" * 200
TEXT = "Anna came by train.\n" + FILLING + "她在学习汉字。 Bob’s Ärger ended 😀 here.\n" + FILLING


@pytest.fixture
def novel(store: Conversations) -> int:
    return Documents(store.documents, Announcement()).create("Novel of the Café", TEXT).id


def found(store: Conversations, words: str) -> list[FoundDocument]:
    return store.finder.documents(parse(words))


@pytest.mark.parametrize("words", ["anna bob", "学习", "字", "ärger", "ÄRGER here", "rain 汉字 café", "kind:document"])
def test_words_are_found_wherever_they_stand(store: Conversations, novel: int, words: str) -> None:
    assert [one.document_id for one in found(store, words)] == [novel]


NOT_ASKED = ("anna missing", "学习者", "kind:conversation rain", "role:user rain", "pinned:yes rain")


@pytest.mark.parametrize("words", NOT_ASKED)
def test_what_is_not_asked_for_is_not_found(store: Conversations, novel: int, words: str) -> None:
    assert found(store, words) == []


def test_the_excerpt_and_the_place_are_of_the_first_word(store: Conversations, novel: int) -> None:
    (one,) = found(store, "学习 ended")
    assert one.at == TEXT.index("学习")
    assert [one.excerpt.text[start:end] for start, end in one.excerpt.spans] == ["学习", "ended"]
    (titled,) = found(store, "café")
    assert (titled.at, titled.excerpt.spans) == (None, ())
    assert titled.excerpt.text.startswith("Anna came")


def test_documents_are_in_no_list_of_conversations_found(store: Conversations, novel: int) -> None:
    asked, answer = store.start("Rain", "rain?")
    store.finish(answer.id, "rain", Status.COMPLETE)
    results = Search(store.finder).find("rain")
    assert [one.document_id for one in results.documents] == [novel]
    assert [one.id for one in results.conversations] == [asked.conversation_id]
    assert len(results.messages) == 2
    only = Search(store.finder).find("rain kind:document")
    assert (only.conversations, only.messages, len(only.documents)) == ((), (), 1)


def test_what_lies_in_the_bin_or_is_gone_is_not_found(store: Conversations, novel: int) -> None:
    store.delete(novel)
    assert found(store, "anna") == []
    store.restore(novel)
    assert found(store, "anna")
    store.delete(novel)
    store.purge(novel)
    assert found(store, "anna") == []
    with store._database.reading() as session:
        for table in ("document", "passage", "edit_step", "document_version", "passage_index"):
            rows = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608 - ours
            assert (table, rows) == (table, 0)


def test_what_is_written_is_found_and_what_was_is_not(store: Conversations, novel: int) -> None:
    documents = Documents(store.documents, Announcement())
    documents.edit(novel, Splice(TEXT.index("Bob"), "Bob", "Robert"))
    documents.close_all()
    assert found(store, "robert") != []
    assert found(store, "bob") == []


PARTS = st.lists(st.sampled_from(["word ", "学", "\n", "line\n", "😀", "x" * 7]), max_size=12).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(PARTS, min_size=1, max_size=6))
def test_passages_are_the_text_whatever_it_becomes(store: Conversations, texts: list[str]) -> None:
    made = store.documents.create("t")
    with pytest.MonkeyPatch.context() as patch, store._database.writing() as session:
        patch.setattr(passages, "LENGTH", 8)
        patch.setattr(passages, "LONGEST", 20)
        patch.setattr(passages, "NARROW", 0.2)
        for text in texts:
            passages.put(session, made.id, text)
            assert passages.text_of(session, made.id) == text
            assert all(len(piece) <= 20 for piece in passages.split(text))
