from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.branch import tree_of
from chatapp.domain.message import Message, Role, Status

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def message(message_id: int, parent_id: int | None) -> Message:
    return Message(message_id, 1, parent_id, Role.USER, f"text {message_id}", Status.COMPLETE, NOW)


@st.composite
def trees(draw: st.DrawFn) -> list[Message]:
    messages = [message(1, None)]
    for message_id in range(2, draw(st.integers(2, 20))):
        messages.append(message(message_id, draw(st.none() | st.integers(1, message_id - 1))))
    return draw(st.permutations(messages))


@given(trees(), st.data())
def test_a_path_runs_from_a_root_to_its_head(messages: list[Message], data: st.DataObject) -> None:
    tree = tree_of(messages)
    head = data.draw(st.sampled_from(messages))
    path = [turn.message for turn in tree.path(head.id)]
    assert path[0].parent_id is None
    assert path[-1] == head
    assert [turn.parent_id for turn in path[1:]] == [turn.id for turn in path[:-1]]


@given(trees(), st.data())
def test_versions_are_the_siblings_in_order_of_writing(messages: list[Message], data: st.DataObject) -> None:
    tree = tree_of(messages)
    turn = tree.path(data.draw(st.sampled_from(messages)).id)[-1]
    siblings = sorted(other.id for other in messages if other.parent_id == turn.message.parent_id)
    assert list(turn.versions) == siblings
    assert turn.versions[turn.version - 1] == turn.message.id
    assert turn.neighbour(0) == turn.message.id
    assert turn.neighbour(-turn.version) is None
    assert turn.neighbour(len(siblings)) is None


@given(trees(), st.data())
def test_the_newest_leaf_is_a_leaf_below_and_no_other_is_newer(messages: list[Message], data: st.DataObject) -> None:
    tree = tree_of(messages)
    chosen = data.draw(st.sampled_from(messages))
    leaf = tree.newest_leaf(chosen.id)
    assert leaf not in tree.children
    below = [m.id for m in messages if any(turn.message.id == chosen.id for turn in tree.path(m.id))]
    assert leaf == max(m for m in below if m not in tree.children)


def test_an_empty_conversation_has_an_empty_path() -> None:
    assert tree_of([]).path(None) == ()
