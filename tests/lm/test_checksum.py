import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatapp.lm.checksum import BLOCK_WORDS, checksum

BYTES = np.random.default_rng(1).integers(0, 256, 3 * 8 * BLOCK_WORDS + 10, np.uint8)
PLACES = st.integers(0, BYTES.size - 1)


@given(PLACES, st.integers(1, 255))
def test_any_changed_byte_shows(place: int, change: int) -> None:
    changed = BYTES.copy()
    changed[place] ^= change
    assert checksum(changed) != checksum(BYTES)


@given(PLACES, PLACES)
def test_bytes_that_changed_places_show(first: int, second: int) -> None:
    changed = BYTES.copy()
    changed[[first, second]] = changed[[second, first]]
    assert (checksum(changed) == checksum(BYTES)) == (BYTES[first] == BYTES[second])


def test_a_block_of_zeros_or_the_next_one_in_its_place_shows() -> None:
    blocks = np.random.default_rng(2).standard_normal((4, BLOCK_WORDS))
    for place in range(4):
        torn, moved = blocks.copy(), blocks.copy()
        torn[place] = 0
        moved[place] = blocks[(place + 1) % 4]
        assert len({checksum(blocks), checksum(torn), checksum(moved)}) == 3


def test_numbers_of_any_type_are_taken_as_bytes() -> None:
    halves = np.arange(64, dtype=np.float16)
    assert checksum(halves) == checksum(halves.view(np.uint8))
    assert checksum(halves) != checksum(halves[:63])
