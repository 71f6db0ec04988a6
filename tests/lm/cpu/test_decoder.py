"""The compiled decoder as the engine uses it: reuse, guesses, alternatives, snapshots, side jobs, lack of memory."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from chatapp.domain.errors import ProblemError
from chatapp.lm.cpu.decoder import CpuDecoder, chunk_tokens
from chatapp.lm.cpu.runner import MAX_ROWS
from tests.lm.cpu.conftest import RunnerMaker
from tests.lm.cpu.models import GPT2, LLAMA, POSITIONS, architecture, tokens
from tests.lm.cpu.reference import Reference

MakeDecoder = Callable[..., CpuDecoder]
PLENTY = 1 << 30


@pytest.fixture
def decoder_of(runner_of: RunnerMaker) -> MakeDecoder:
    def make(byte_budget: int = PLENTY) -> CpuDecoder:
        return CpuDecoder(runner_of(architecture(LLAMA)), byte_budget)

    return make


def fresh(decoder: CpuDecoder, given: list[int]) -> NDArray[np.float32]:
    """The logits after `given`, with nothing reused."""
    decoder.release()
    assert decoder.start(given) == 0
    return decoder.prefill(given).copy()


def test_a_prompt_pays_only_for_what_differs_and_gets_the_same_floats(decoder_of: MakeDecoder) -> None:
    decoder, first = decoder_of(), tokens(300)
    decoder.start(first)
    decoder.prefill(first)
    edited = first[:170] + tokens(40, seed=3)
    assert decoder.start(edited) == 170
    found = decoder.prefill(edited[170:]).copy()
    again = decoder.start(first)
    assert again == 299  # the edit took a copy
    same = decoder.prefill(first[299:]).copy()
    np.testing.assert_array_equal(found, fresh(decoder, edited))
    np.testing.assert_array_equal(same, fresh(decoder, first))


def test_warming_up_leaves_no_trace(decoder_of: MakeDecoder) -> None:
    decoder, given = decoder_of(), tokens(20)
    decoder.warm_up()
    assert decoder.start(given) == 0
    np.testing.assert_array_equal(decoder.prefill(given).copy(), fresh(decoder_of(), given))


def test_steps_guesses_and_prefill_give_the_same_floats(decoder_of: MakeDecoder) -> None:
    decoder, given = decoder_of(), tokens(20)
    decoder.start(given)
    decoder.prefill(given[:10])
    steps = [decoder.step(token).copy() for token in given[10:]]
    decoder.truncate(10)
    guesses = [row.copy() for row in decoder.extend(given[10:])]
    np.testing.assert_array_equal(guesses, steps)
    np.testing.assert_array_equal(steps[-1], fresh(decoder, given))
    assert decoder.is_extend_exact
    assert decoder.can_take_back(50)


def test_guesses_taken_back_leave_no_trace(decoder_of: MakeDecoder) -> None:
    decoder, given = decoder_of(), tokens(140)
    decoder.start(given)
    decoder.prefill(given[:125])
    decoder.extend(tokens(9, seed=8))  # over the end of a page
    decoder.truncate(125)
    found = decoder.prefill(given[125:]).copy()
    np.testing.assert_array_equal(found, fresh(decoder, given))


def test_alternatives_are_each_as_alone_and_one_is_kept(decoder_of: MakeDecoder) -> None:
    decoder, prompt = decoder_of(), tokens(130)
    rows = [[1, 2, 3], [4, 5], [6, 7, 8]]
    decoder.start(prompt)
    decoder.prefill(prompt)
    batch = decoder.branch(3)
    first = [row.copy() for row in batch.step([1, 4, 6]) if row is not None]
    batch.step([2, 5, 7])
    third = batch.step([3, None, 8])
    assert third[1] is None
    last = third[2]
    assert last is not None
    last = last.copy()
    batch.keep(2)
    assert decoder.start([*prompt, *rows[2], 9]) == 133
    going_on = decoder.prefill([9]).copy()
    np.testing.assert_array_equal(first[1], fresh(decoder, [*prompt, 4]))
    np.testing.assert_array_equal(last, fresh(decoder, prompt + rows[2]))
    np.testing.assert_array_equal(going_on, fresh(decoder, [*prompt, *rows[2], 9]))


def test_closed_alternatives_leave_the_cache_as_it_was(decoder_of: MakeDecoder) -> None:
    decoder, prompt = decoder_of(), tokens(50)
    decoder.start(prompt)
    decoder.prefill(prompt)
    batch = decoder.branch(2)
    batch.step([1, 2])
    batch.close()
    found = decoder.step(3).copy()
    np.testing.assert_array_equal(found, fresh(decoder, [*prompt, 3]))


def test_a_snapshot_goes_on_as_if_never_left(decoder_of: MakeDecoder) -> None:
    decoder, given = decoder_of(), tokens(200)
    decoder.start(given)
    decoder.prefill(given)
    known, saved = decoder.save()
    decoder.release()
    decoder.restore(known, saved)
    saved.setflags(write=False)
    longer = given + tokens(20, seed=4)
    assert decoder.start(longer) == 200
    found = decoder.prefill(longer[200:]).copy()
    np.testing.assert_array_equal(found, fresh(decoder, longer))
    with pytest.raises(ValueError, match="do not fit"):
        decoder.restore(known[:100], saved)
    with pytest.raises(ValueError, match="do not fit"):
        decoder.restore(known, saved[:, :-1])


def test_scores_are_the_log_probabilities_of_the_given_tokens(decoder_of: MakeDecoder) -> None:
    decoder, given = decoder_of(), tokens(MAX_ROWS + 30)
    decoder.start(given)
    found = decoder.score(given)
    logits = Reference(architecture(LLAMA), is_rounded=False).logits(given).astype(np.float64)
    wanted = (logits - np.log(np.exp(logits).sum(1, keepdims=True)))[np.arange(len(given) - 1), given[1:]]
    assert found.shape == (len(given) - 1,)
    assert abs(found.mean() - wanted.mean()) < 0.02
    assert np.abs(found - wanted).mean() < 0.2


def test_over_the_budget_the_oldest_goes(decoder_of: MakeDecoder) -> None:
    decoder = decoder_of(byte_budget=1)
    one, other = tokens(100), tokens(100, seed=2)
    for given in (one, other):
        decoder.start(given)
        decoder.prefill(given)
    assert decoder.start(one) == 0


def test_a_side_job_evicts_nobody(decoder_of: MakeDecoder) -> None:
    decoder = decoder_of(byte_budget=1)
    one, other = tokens(100), tokens(100, seed=2)
    decoder.start(one)
    decoder.prefill(one)
    decoder.start(other, is_side_job=True)
    decoder.prefill(other)
    assert decoder.start(one) == 99


def test_running_out_of_memory_is_told_and_changes_nothing(
    decoder_of: MakeDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder, given = decoder_of(), tokens(129)
    decoder.start(given)
    decoder.prefill(given[:128])
    entry = decoder._in_use()

    def exhausted(_length: int) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(entry.cache, "reserve", exhausted)
        with pytest.raises(ProblemError, match="not enough memory"):
            decoder.step(given[128])
    found = decoder.step(given[128]).copy()
    np.testing.assert_array_equal(found, fresh(decoder, given))


def test_the_context_has_an_end(runner_of: RunnerMaker) -> None:
    decoder = CpuDecoder(runner_of(architecture(GPT2)), PLENTY)
    given = tokens(POSITIONS)
    assert decoder.context_limit == POSITIONS
    with pytest.raises(ValueError, match="do not fit"):
        decoder.start([*given, 1])
    decoder.start(given)
    decoder.prefill(given)
    with pytest.raises(ValueError, match="do not fit"):
        decoder.step(1)
    with pytest.raises(ValueError, match="do not fit"):
        decoder.branch(2).step([1, 1])


def test_what_makes_no_sense_is_refused(decoder_of: MakeDecoder) -> None:
    decoder = decoder_of()
    with pytest.raises(ValueError, match="without start"):
        decoder.step(1)
    with pytest.raises(ValueError, match="no tokens"):
        decoder.start([])
    decoder.start([1, 2])
    with pytest.raises(ValueError, match="of nothing"):
        decoder.branch(2)
    decoder.prefill([1, 2])
    for call in (lambda: decoder.prefill([]), lambda: decoder.extend([]), lambda: decoder.extend([1] * 1000)):
        with pytest.raises(ValueError, match="tokens to"):
            call()
    with pytest.raises(ValueError, match="can't be cut"):
        decoder.truncate(3)


def test_a_small_model_reads_in_the_largest_chunks() -> None:
    assert chunk_tokens(architecture(LLAMA)) == MAX_ROWS
