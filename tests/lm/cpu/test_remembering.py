"""Conversations that outlive their decoder: each restart is a new decoder over the same folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from chatapp.lm.cpu.remembering import WORTH_TOKENS, RememberingDecoder
from chatapp.lm.kv_store import KeyValueStore
from tests.lm.cpu.conftest import RunnerMaker
from tests.lm.cpu.models import LLAMA, QWEN3, Family, architecture, tokens

Restart = Callable[..., RememberingDecoder]
PLENTY = 1 << 30
TALK = tokens(300)
NEXT = [*TALK, *tokens(20, seed=4)]


@pytest.fixture
def restart(runner_of: RunnerMaker, tmp_path: Path) -> Restart:
    def make(family: Family = LLAMA) -> RememberingDecoder:
        return RememberingDecoder(runner_of(architecture(family)), PLENTY, KeyValueStore(tmp_path / "kv", "m", PLENTY))

    return make


def read(
    decoder: RememberingDecoder, given: list[int], *, is_side_job: bool = False
) -> tuple[int, NDArray[np.float32]]:
    reused = decoder.start(given, is_side_job=is_side_job)
    return reused, decoder.prefill(given[reused:]).copy()


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "kv").glob("*")) if (tmp_path / "kv").exists() else []


def test_the_next_turn_after_a_restart_reads_what_is_new_alone(restart: Restart) -> None:
    never_left = restart()
    read(never_left, TALK)
    never_left.rest()
    back = restart()
    reused, found = read(back, NEXT)
    assert reused == len(TALK)
    reused_before, expected = read(never_left, NEXT)
    assert reused_before == len(TALK)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(back.step(5), never_left.step(5))


def test_another_branch_takes_the_part_that_it_shares(restart: Restart) -> None:
    before = restart()
    read(before, TALK)
    before.rest()
    branch = TALK[:200] + tokens(30, seed=9)
    reused, found = read(restart(), branch)
    assert reused == 200
    np.testing.assert_array_equal(found, read(restart(LLAMA), branch)[1])
    fresh = restart()
    fresh.forget()
    np.testing.assert_array_equal(found, read(fresh, branch)[1])


def test_the_same_prompt_again_leaves_one_token_to_read(restart: Restart) -> None:
    before = restart()
    read(before, TALK)
    before.rest()
    assert read(restart(), TALK)[0] == len(TALK) - 1


def test_what_was_recalled_and_grew_is_written_again_in_its_place(restart: Restart, tmp_path: Path) -> None:
    before = restart()
    read(before, TALK)
    before.rest()
    back, longer = restart(), TALK + tokens(WORTH_TOKENS, seed=6)
    read(back, longer[:-1])
    back.rest()
    [first] = files(tmp_path)
    read(back, longer)
    back.rest()
    [second] = files(tmp_path)
    assert first != second
    assert read(restart(), [*longer, 1])[0] == len(longer)


def test_nothing_is_written_twice_and_short_ones_never(restart: Restart, tmp_path: Path) -> None:
    decoder = restart()
    read(decoder, TALK[: WORTH_TOKENS - 1])
    decoder.rest()
    assert files(tmp_path) == []
    read(decoder, TALK)
    decoder.rest()
    [path] = files(tmp_path)
    written = path.stat().st_mtime_ns
    decoder.rest()
    assert path.stat().st_mtime_ns == written


def test_side_jobs_are_neither_written_nor_recalled(restart: Restart, tmp_path: Path) -> None:
    decoder = restart()
    read(decoder, TALK, is_side_job=True)
    decoder.rest()
    assert files(tmp_path) == []
    read(decoder, TALK)
    decoder.rest()
    assert read(restart(), NEXT, is_side_job=True)[0] == 0


def test_what_is_in_memory_is_not_read_from_the_disk(restart: Restart, tmp_path: Path) -> None:
    decoder = restart()
    read(decoder, TALK)
    decoder.rest()
    [path] = files(tmp_path)
    path.write_bytes(b"damaged")
    assert read(decoder, NEXT)[0] == len(TALK)
    assert path.exists()  # nobody looked


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_damaged_snapshot_is_ignored(restart: Restart, tmp_path: Path, place: int) -> None:
    decoder = restart()
    read(decoder, TALK)
    decoder.rest()
    [path] = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[place] ^= 0x55
    path.write_bytes(data)
    reused, found = read(restart(), NEXT)
    assert reused == 0
    decoder.release()
    decoder.forget()
    np.testing.assert_array_equal(found, read(decoder, NEXT)[1])


def test_a_snapshot_of_another_form_is_removed(restart: Restart, tmp_path: Path) -> None:
    decoder = restart(QWEN3)
    read(decoder, TALK)
    decoder.rest()
    assert read(restart(LLAMA), NEXT)[0] == 0
    assert files(tmp_path) == []


def test_forgetting_leaves_no_file_and_nothing_in_memory(restart: Restart, tmp_path: Path) -> None:
    decoder = restart()
    read(decoder, TALK)
    decoder.rest()
    back = restart()
    read(back, NEXT)  # mapped
    back.forget()
    assert files(tmp_path) == []
    assert read(back, NEXT)[0] == 0
    back.forget()
    back.rest()
    assert files(tmp_path) == []


def test_a_disk_that_refuses_ends_nothing(restart: Restart, tmp_path: Path) -> None:
    (tmp_path / "kv").write_text("in the way")
    decoder = restart()
    read(decoder, TALK)
    decoder.rest()
    assert read(decoder, NEXT)[0] == len(TALK)


def never() -> bool:
    return False


def test_what_was_recalled_ahead_is_not_read_from_the_disk_again(restart: Restart, tmp_path: Path) -> None:
    before = restart()
    read(before, TALK)
    before.rest()
    back = restart()
    assert back.recall([*TALK, 1], never) == len(TALK)
    assert back.recall([*TALK, 1], never) == len(TALK)
    [path] = files(tmp_path)
    path.write_bytes(b"damaged" + path.read_bytes()[7:])
    reused, found = read(back, NEXT)
    assert reused == len(TALK)
    np.testing.assert_array_equal(found, read(before, NEXT)[1])


def test_recalling_stops_at_a_word_and_removes_nothing(restart: Restart, tmp_path: Path) -> None:
    before = restart()
    read(before, TALK)
    before.rest()
    back, asked = restart(), list[int]()

    def at_the_second_page() -> bool:
        asked.append(1)
        return len(asked) > 1

    assert back.recall([*TALK, 1], at_the_second_page) == 0
    assert len(asked) == 2
    assert len(files(tmp_path)) == 1
    assert back.recall([*TALK, 1], never) == len(TALK)


def test_recalling_takes_no_other_caches_place(runner_of: RunnerMaker, restart: Restart, tmp_path: Path) -> None:
    other = tokens(300, seed=12)
    before = restart()
    read(before, TALK)
    before.rest()
    size = before.recall(TALK, never) and before._caches.byte_count
    store = KeyValueStore(tmp_path / "kv", "m", PLENTY)
    back = RememberingDecoder(runner_of(architecture(LLAMA)), size + size // 2, store)
    read(back, other)
    assert back.recall([*TALK, 1], never) == 0
    assert back.start(other) == len(other) - 1
    assert read(back, NEXT)[0] == len(TALK)  # asked for in earnest, it does


def test_where_the_disk_may_hold_nothing_nothing_is_written(runner_of: RunnerMaker, tmp_path: Path) -> None:
    decoder = RememberingDecoder(runner_of(architecture(LLAMA)), PLENTY, KeyValueStore(tmp_path / "kv", "m", 0))
    read(decoder, TALK)
    decoder.rest()
    assert files(tmp_path) == []
