import gc
from collections.abc import Iterator
from threading import Thread
from weakref import ref

import pytest

from chatapp.ui.garbage import Collector


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: object) -> Iterator[Collector]:
    threshold = gc.get_threshold()
    made = Collector()
    yield made
    made.close()
    gc.set_threshold(*threshold)


def many_knots() -> None:
    for _ in range(5_000):
        Knot()


def test_another_thread_never_ends_what_is_garbage(collector: Collector) -> None:
    knot = Knot()
    alive = ref(knot)
    del knot
    thread = Thread(target=many_knots)
    thread.start()
    thread.join()
    assert alive() is not None


def test_the_gui_thread_finds_it_once_enough_was_made(collector: Collector) -> None:
    gc.collect()
    alive = ref(Knot())
    many_knots()
    collector.look()
    assert alive() is None


def test_little_garbage_is_left_for_later(collector: Collector) -> None:
    gc.collect()
    gc.set_threshold(50_000)
    alive = ref(Knot())
    collector.look()
    assert alive() is not None


def test_what_was_there_before_is_not_looked_through(qtbot: object) -> None:
    before = gc.get_freeze_count()
    collector = Collector()
    assert gc.get_freeze_count() > before + 10_000
    collector.close()
    assert gc.get_freeze_count() == 0


def test_python_looks_for_itself_again_when_it_has_ended(qtbot: object) -> None:
    gc.enable()
    Collector().close()
    assert gc.isenabled()
