import pytest

from chatapp.domain.message import Status
from chatapp.domain.prompt import KeptSummary
from chatapp.storage.conversations import Conversations

SPOKEN = KeptSummary("d", "They spoke.")


def test_a_summary_is_kept_once_and_found_among_a_paths_messages(store: Conversations) -> None:
    asked, answer = store.start("t", "question")
    store.finish(answer.id, "answer", Status.COMPLETE)
    _, other = store.start("t", "elsewhere")
    store.keep_summary(answer.id, SPOKEN)
    store.keep_summary(answer.id, KeptSummary("d", "Another one."))
    store.keep_summary(other.id, KeptSummary("e", "Not theirs."))
    assert store.summaries([asked.id, answer.id]) == {answer.id: SPOKEN}
    fewer = KeptSummary("f", "Of fewer turns.")
    store.keep_summary(answer.id, fewer)
    assert store.summaries([answer.id]) == {answer.id: fewer}
    assert store.summaries([]) == {}
    assert len(store.summaries(range(10_000))) == 2


def test_a_summary_goes_with_its_messages(store: Conversations) -> None:
    _, answer = store.start("t", "question")
    store.keep_summary(answer.id, SPOKEN)
    store.delete(answer.conversation_id)
    assert store.summaries([answer.id])
    store.purge(answer.conversation_id)
    assert store.summaries([answer.id]) == {}
    with pytest.raises(KeyError):
        store.keep_summary(answer.id, SPOKEN)
