"""The compiled step against the same arithmetic in NumPy, against transformers, and against itself split otherwise."""

import numpy as np
import pytest
from numpy.typing import NDArray

from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.records import PAGE
from chatapp.lm.cpu.runner import MAX_ROWS, Runner, Strand
from tests.lm.cpu.conftest import RunnerMaker
from tests.lm.cpu.models import (
    FAMILIES,
    GPT2,
    INTERLEAVED,
    LLAMA,
    PARTIAL,
    POSITIONS,
    QWEN3,
    Family,
    architecture,
    tokens,
)
from tests.lm.cpu.reference import Reference

Floats = NDArray[np.float32]
EVERY = (*FAMILIES, PARTIAL, INTERLEAVED)
LENGTH = 150
"""More than a page, and no whole number of tiles, columns or vectors."""

in_each_form = pytest.mark.parametrize("form", KvForm, ids=lambda form: form.value)
of_each_kind = pytest.mark.parametrize("family", EVERY, ids=lambda family: family.name)


def whole(runner: Runner, given: list[int]) -> Floats:
    """The logits after every token, read in one piece."""
    return runner.run([Strand(runner.new_cache(), given)], len(given)).copy()


def in_parts(runner: Runner, given: list[int], size: int) -> Floats:
    """The same, read in several calls."""
    cache, found = runner.new_cache(), []
    for first in range(0, len(given), size):
        part = given[first : first + size]
        found.append(runner.run([Strand(cache, part)], len(part)).copy())
    return np.concatenate(found)


def errors(found: Floats, wanted: Floats) -> Floats:
    """By row, relative to the logits' spread."""
    made: Floats = np.abs(found - wanted).max(axis=1) / wanted.std()
    return made


@in_each_form
@of_each_kind
def test_logits_are_those_of_the_same_arithmetic_in_numpy(runner_of: RunnerMaker, family: Family, form: KvForm) -> None:
    """One layer, so that a row's error stays its own: the last bit of a float now and then decides which way an
    activation is rounded to int8, and a few rows differ by that."""
    model, given = architecture(family, layers=1), tokens(LENGTH)
    error = errors(
        whole(runner_of(model, form=form), given), Reference(model, is_rounded=True, form=form).logits(given)
    )
    assert error[0] < 1e-4
    assert (error < 1e-4).mean() > 0.7
    assert (error[PAGE:] < 1e-4).mean() > 0.5
    assert error.max() < 0.1


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_plain_floats_of_the_reference_are_those_of_transformers(family: Family) -> None:
    import torch

    from tests.lm.cpu.twins import twin

    model, given = architecture(family), tokens(LENGTH)
    with torch.inference_mode():
        wanted = twin(family, model)(torch.tensor([given])).logits[0].numpy()
    assert errors(Reference(model, is_rounded=False).logits(given), wanted).max() < 1e-4


@in_each_form
@of_each_kind
def test_rounding_costs_little(runner_of: RunnerMaker, family: Family, form: KvForm) -> None:
    """Against plain floats, and so against transformers: what int8 activations and the form of the cache lose."""
    model, given = architecture(family), tokens(LENGTH)
    found, wanted = whole(runner_of(model, form=form), given), Reference(model, is_rounded=False).logits(given)
    assert np.sqrt(((found - wanted) ** 2).mean()) < 0.04 * wanted.std()
    assert (found.argmax(1) == wanted.argmax(1)).mean() > 0.9


@in_each_form
@of_each_kind
@pytest.mark.parametrize("size", [1, 7, 100])
def test_parts_give_the_same_floats_as_the_whole(
    runner_of: RunnerMaker, family: Family, size: int, form: KvForm
) -> None:
    runner, given = runner_of(architecture(family), form=form), tokens(LENGTH)
    np.testing.assert_array_equal(in_parts(runner, given, size), whole(runner, given))


@in_each_form
@of_each_kind
@pytest.mark.parametrize("size", [1, 3, LENGTH])
def test_threads_give_the_same_floats_as_one(runner_of: RunnerMaker, family: Family, size: int, form: KvForm) -> None:
    model, given = architecture(family), tokens(LENGTH)
    one, three = runner_of(model, form=form), runner_of(model, threads=3, form=form)
    np.testing.assert_array_equal(in_parts(three, given, size), in_parts(one, given, size))


@in_each_form
def test_rows_of_several_caches_give_the_same_floats_as_alone(runner_of: RunnerMaker, form: KvForm) -> None:
    runner = runner_of(architecture(LLAMA), threads=2, form=form)
    prompts = [tokens(length, seed) for seed, length in enumerate((3, 130, 20, 1, 17))]
    caches = [runner.new_cache() for _ in prompts]
    together = runner.run([Strand(*both) for both in zip(caches, prompts, strict=True)], sum(map(len, prompts))).copy()
    np.testing.assert_array_equal(together, np.concatenate([whole(runner, prompt) for prompt in prompts]))


def test_the_last_rows_alone_are_the_last_of_all(runner_of: RunnerMaker) -> None:
    runner, given = runner_of(architecture(QWEN3)), tokens(30)
    last = runner.run([Strand(runner.new_cache(), given)], 2).copy()
    middle = runner.head(5, 9).copy()
    np.testing.assert_array_equal(last, whole(runner, given)[-2:])
    np.testing.assert_array_equal(middle, whole(runner, given)[5:14])


@in_each_form
def test_a_cache_cut_back_goes_on_as_a_fresh_one(runner_of: RunnerMaker, form: KvForm) -> None:
    runner, given = runner_of(architecture(LLAMA), form=form), tokens(300)
    wanted = in_parts(runner, given, MAX_ROWS)[MAX_ROWS:]
    cache = runner.new_cache()
    runner.run([Strand(cache, given[:140])], 0)
    runner.run([Strand(cache, tokens(60, seed=9))], 0)
    cache.truncate(140)
    runner.run([Strand(cache, given[140:MAX_ROWS])], 0)
    np.testing.assert_array_equal(runner.run([Strand(cache, given[MAX_ROWS:])], 108), wanted)


def test_copies_share_pages_and_do_not_disturb_each_other(runner_of: RunnerMaker) -> None:
    runner, given = runner_of(architecture(LLAMA)), tokens(180)
    cache = runner.new_cache()
    runner.run([Strand(cache, given[:160])], 0)
    copy, early = cache.copied(150), cache.copied(128)
    cache.truncate(100)  # into a page that the copies still read
    runner.run([Strand(cache, tokens(60, seed=5))], 0)
    wanted = whole(runner, given)
    np.testing.assert_array_equal(runner.run([Strand(copy, given[150:])], 30), wanted[150:])
    np.testing.assert_array_equal(runner.run([Strand(early, given[128:])], 52), wanted[128:])


def test_what_does_not_fit_is_refused_and_changes_nothing(runner_of: RunnerMaker) -> None:
    runner = runner_of(architecture(GPT2))
    cache = runner.new_cache()
    given = tokens(POSITIONS)
    for first in range(0, POSITIONS, 128):
        runner.run([Strand(cache, given[first : first + 128])], 0)
    for strand in (
        Strand(cache, [1]),  # beyond the learned positions
        Strand(runner.new_cache(), [200]),  # beyond the vocabulary
        Strand(runner.new_cache(), [-1]),
        Strand(runner.new_cache(), tokens(MAX_ROWS + 1)),
    ):
        with pytest.raises(ValueError, match=r"fit|vocabulary|in one call"):
            runner.run([strand], 1)
    with pytest.raises(ValueError, match="in one call"):
        runner.run([Strand(runner.new_cache(), [1])], 2)
    with pytest.raises(ValueError, match="where 128 were run"):
        runner.head(120, 20)
    assert cache.length == POSITIONS


@in_each_form
def test_exp_of_the_lowest_and_the_highest(runner_of: RunnerMaker, form: KvForm) -> None:
    """Scores and gates far apart: no overflow, no division by zero."""
    model = architecture(LLAMA)
    for layer in model.layers:
        layer.attention_norm.weight[:] *= 1e4
        layer.mlp_norm.weight[:] *= 1e4
    assert np.isfinite(whole(runner_of(model, form=form), tokens(LENGTH))).all()
