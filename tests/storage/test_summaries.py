import pytest

from chatapp.domain.message import Status
from chatapp.storage.conversations import Conversations


def test_a_summary_is_kept_once_and_found_among_a_paths_messages(store: Conversations) -> None:
    asked, answer = store.start("t", "question")
    store.finish(answer.id, "answer", Status.COMPLETE)
    _, other = store.start("t", "elsewhere")
    store.keep_summary(answer.id, "They spoke.")
    store.keep_summary(answer.id, "Another one.")
    store.keep_summary(other.id, "Not theirs.")
    assert store.summaries([asked.id, answer.id]) == {answer.id: "They spoke."}
    assert store.summaries([]) == {}
    assert len(store.summaries(range(10_000))) == 2


def test_a_summary_goes_with_its_messages(store: Conversations) -> None:
    _, answer = store.start("t", "question")
    store.keep_summary(answer.id, "They spoke.")
    store.delete(answer.conversation_id)
    assert store.summaries([answer.id])
    store.purge(answer.conversation_id)
    assert store.summaries([answer.id]) == {}
    with pytest.raises(KeyError):
        store.keep_summary(answer.id, "Of nothing.")
