import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatapp.lm.checksum import BLOCK_WORDS, checksums

ROW_BYTES = 3 * 8 * BLOCK_WORDS + 10
ROWS = np.random.default_rng(1).integers(0, 256, (2, ROW_BYTES), np.uint8)
PLACES = st.integers(0, ROW_BYTES - 1)


@given(PLACES, st.integers(1, 255))
def test_any_changed_byte_shows_in_its_row_alone(place: int, change: int) -> None:
    changed = ROWS.copy()
    changed[1, place] ^= change
    before, after = checksums(ROWS), checksums(changed)
    assert before[0] == after[0]
    assert before[1] != after[1]


@given(PLACES, PLACES)
def test_bytes_that_changed_places_show(first: int, second: int) -> None:
    changed = ROWS[:1].copy()
    changed[0, [first, second]] = changed[0, [second, first]]
    assert (checksums(changed) == checksums(ROWS[:1])) == (ROWS[0, first] == ROWS[0, second])


def test_a_page_of_zeros_or_the_next_block_in_its_place_shows() -> None:
    blocks = np.random.default_rng(2).standard_normal((1, 4, BLOCK_WORDS))
    whole = checksums(blocks.reshape(1, -1))
    for place in range(4):
        torn, moved = blocks.copy(), blocks.copy()
        torn[0, place] = 0
        moved[0, place] = blocks[0, (place + 1) % 4]
        assert checksums(torn.reshape(1, -1)) != whole
        assert checksums(moved.reshape(1, -1)) != whole


def test_rows_of_any_type_are_taken_as_bytes() -> None:
    numbers = np.arange(64, dtype=np.float32).reshape(4, 16)
    assert checksums(numbers.astype(np.float16)) == checksums(numbers.astype(np.float16).view(np.uint8))
    assert len(set(checksums(numbers))) == 4
