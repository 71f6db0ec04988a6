import gc

import pytest

from chatapp.lm.garbage import collected_later


def test_collecting_goes_on_after_the_block_and_after_an_error() -> None:
    with collected_later():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), collected_later():
        raise ValueError("broken")
    assert gc.isenabled()


def test_who_does_not_collect_is_left_so() -> None:
    gc.disable()
    try:
        with collected_later():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
