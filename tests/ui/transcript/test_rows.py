"""Rows shown one path after another are those of the last path alone, but for what was measured."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.branch import tree_of
from chatapp.domain.message import Message, Role, Status
from chatapp.ui.transcript.rows import Measure, Rows

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MEASURE = Measure(width=400, character=7.0, line=18)


@st.composite
def messages(draw: st.DrawFn) -> list[Message]:
    made: list[Message] = []
    for id_ in range(1, draw(st.integers(2, 14))):
        parent = draw(st.none() | st.integers(1, id_ - 1)) if id_ > 1 else None
        text = "word\n" * draw(st.integers(0, 5)) + "x" * draw(st.integers(0, 300))
        made.append(Message(id_, 1, parent, Role.USER, text, Status.COMPLETE, NOW))
    return made


@given(messages(), st.data())
def test_whatever_was_shown_before(all_of_them: list[Message], data: st.DataObject) -> None:
    rows = Rows()
    ids = [one.id for one in all_of_them]
    for head in data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=6)):
        some = [one for one in all_of_them if one.id <= max(head, data.draw(st.sampled_from(ids)))]
        turns = tree_of(some).path(head)
        before = {row.turn.message.id for row in rows}
        gone = {row.turn.message.id for row in rows.take(turns, MEASURE)}
        assert gone == before - {turn.message.id for turn in turns}
        fresh = Rows()
        fresh.take(turns, MEASURE)
        assert [row.turn for row in rows] == list(turns)
        assert [rows.place(id_) for id_ in ids] == [fresh.place(id_) for id_ in ids]
        sizes = [rows.extents.size(place) for place in range(len(rows))]
        assert sizes == [row.measured or fresh.extents.size(place) for place, row in enumerate(rows)]
        assert rows.extents.total == sum(sizes)
        rows.set_height(data.draw(st.integers(0, len(turns) - 1)), data.draw(st.integers(1, 500)))


def test_what_stays_keeps_its_row() -> None:
    made = [Message(id_, 1, id_ - 1 or None, Role.USER, "text", Status.COMPLETE, NOW) for id_ in range(1, 6)]
    rows = Rows()
    rows.take(tree_of(made).path(5), MEASURE)
    kept = [rows[place] for place in range(5)]
    gone = rows.take(tree_of([*made, Message(6, 1, 3, Role.USER, "other", Status.COMPLETE, NOW)]).path(6), MEASURE)
    assert gone == kept[3:]
    assert all(rows[place] is kept[place] for place in range(3))
