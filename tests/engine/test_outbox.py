from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from chatapp.engine.messages import Event, TextDelta
from chatapp.engine.outbox import Outbox, merge_text


def test_one_wake_up_for_all_that_waits() -> None:
    wakes: list[int] = []
    outbox: Outbox[int] = Outbox()
    outbox.watch(lambda: wakes.append(1))
    outbox.post(1)
    outbox.post(2)
    assert (len(wakes), outbox.drain()) == (1, [1, 2])
    outbox.post(3)
    assert (len(wakes), outbox.drain(), outbox.drain()) == (2, [3], [])


def test_what_waits_already_wakes_a_new_watcher() -> None:
    wakes: list[int] = []
    outbox: Outbox[int] = Outbox()
    outbox.post(1)
    outbox.watch(lambda: wakes.append(1))
    assert wakes == [1]


@given(st.lists(st.tuples(st.integers(1, 2), st.text(max_size=3))), st.sets(st.integers(0, 30)))
def test_merging_keeps_every_text_in_order(deltas: list[tuple[int, str]], drained_at: set[int]) -> None:
    outbox: Outbox[Event] = Outbox(merge_text)
    drained: list[Event] = []
    for place, (run, text) in enumerate(deltas):
        outbox.post(TextDelta(run, text))
        if place in drained_at:
            drained += outbox.drain()
    drained += outbox.drain()
    for run in (1, 2):
        mine = [event for event in drained if isinstance(event, TextDelta) and event.id == run]
        assert "".join(event.text for event in mine) == "".join(text for of, text in deltas if of == run)
        assert sum(event.tokens for event in mine) == sum(of == run for of, _ in deltas)


def test_posts_of_several_threads_all_arrive() -> None:
    outbox: Outbox[int] = Outbox()

    def post_from(base: int) -> None:
        for number in range(base, base + 500):
            outbox.post(number)

    threads = [Thread(target=post_from, args=(base,)) for base in (0, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    items = outbox.drain()
    assert sorted(items) == [*range(500), *range(1000, 1500)]
    assert [item for item in items if item < 500] == list(range(500))
