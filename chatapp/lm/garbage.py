"""The garbage collector while a model is loaded: a look at everything holds every thread up for a tenth of a second."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Nothing is looked at within the block, which makes much and leaves little behind."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def keep_for_good() -> None:
    """What was imported by now never becomes garbage, and is not looked at any more."""
    gc.freeze()
