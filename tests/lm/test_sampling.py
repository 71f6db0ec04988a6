from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.generation import Sampling
from chatapp.domain.token_report import Report, decode, encode
from chatapp.engine.ports import Logits
from chatapp.lm.sampling import LogitSampler, candidates

SAMPLINGS = st.builds(
    Sampling,
    temperature=st.sampled_from([0.3, 0.7, 1.0, 2.0]),
    top_k=st.sampled_from([0, 1, 2, 5, 40, 5000]),
    top_p=st.sampled_from([0.1, 0.5, 0.9, 0.999, 1.0]),
    min_p=st.sampled_from([0.0, 0.05, 0.3, 1.0]),
)


def logits_of(seed: int, size: int, spread: float = 3.0) -> Logits:
    """No two alike, so that there is one right answer."""
    places = np.random.default_rng(seed).permutation(size)
    return (np.linspace(-1, 1, size) ** 3 * spread)[places].astype(np.float32)


def plainly(logits: Logits, sampling: Sampling) -> dict[int, float]:
    """The same in float64, every step over the whole vocabulary; probabilities by id."""
    order = np.argsort(-logits)
    weights = np.exp((logits[order].astype(np.float64) - logits.max()) / sampling.temperature)
    if sampling.top_k:
        order, weights = order[: sampling.top_k], weights[: sampling.top_k]
    before = (np.cumsum(weights) - weights) / weights.sum()
    kept = (before < sampling.top_p) & (weights >= sampling.min_p * weights[0])
    kept[0] = True
    chosen = weights[kept] / weights[kept].sum()
    return dict(zip(order[kept].tolist(), chosen.tolist(), strict=True))


@settings(deadline=None, max_examples=200)
@given(sampling=SAMPLINGS, seed=st.integers(0, 9), size=st.sampled_from([1, 3, 50, 1000, 20_000]))
def test_candidates_are_those_of_the_plain_way(sampling: Sampling, seed: int, size: int) -> None:
    logits = logits_of(seed, size)
    expected = plainly(logits, sampling)
    ids, weights = candidates(logits, sampling, logits.max())
    found = dict(zip(ids.tolist(), (weights / weights.sum(dtype=np.float64)).tolist(), strict=True))
    border = set(found) ^ set(expected)  # float32 and float64 may differ about the very last one
    assert len(border) <= max(1, len(expected) // 500)
    for token in set(found) & set(expected):
        assert found[token] == pytest.approx(expected[token], rel=0.01, abs=1e-6)


def test_draws_follow_the_distribution() -> None:
    sampling = Sampling(temperature=1.3, top_k=30, top_p=0.95, min_p=0.02)
    logits = logits_of(1, 200)
    expected = plainly(logits, sampling)
    sampler, count = LogitSampler(sampling, 7), 20_000
    seen = np.bincount([sampler.draw(logits) for _ in range(count)], minlength=logits.size)
    assert seen.sum() == sum(seen[token] for token in expected)
    chi_square = sum((seen[token] - count * share) ** 2 / (count * share) for token, share in expected.items())
    freedom = len(expected) - 1
    assert freedom >= 10
    assert chi_square < freedom + 4 * np.sqrt(2 * freedom)  # four standard deviations; the seed makes it repeatable


@pytest.mark.parametrize("sampling", [Sampling(temperature=0), Sampling(temperature=5.0, top_k=1)])
def test_greedy_takes_the_greatest(sampling: Sampling) -> None:
    logits = logits_of(2, 500)
    assert LogitSampler(sampling, 0).draw(logits) == int(np.argmax(logits))


def test_same_seed_draws_the_same() -> None:
    def drawn(seed: int) -> list[int]:
        sampler = LogitSampler(Sampling(temperature=2.0), seed)
        return [sampler.draw(logits_of(place, 300)) for place in range(30)]

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_penalty_divides_positive_and_multiplies_negative_logits_of_what_was_seen() -> None:
    logits = np.array([4.0, 3.0, -1.0, -1.5], np.float32)
    sampler = LogitSampler(Sampling(temperature=0, repetition_penalty=2.0), 0, [2])
    assert [sampler.draw(logits) for _ in range(3)] == [0, 1, 0]  # 4; then 2 against 3; then 2 against 1.5
    assert logits.tolist() == [4.0, 3.0, -1.0, -1.5]
    below = np.array([-1.0, -1.5], np.float32)
    assert LogitSampler(Sampling(temperature=0, repetition_penalty=2.0), 0, [0, 9999]).draw(below) == 1


def test_ties_with_the_last_of_top_k_stay() -> None:
    logits = np.array([1.0, 2.0, 1.0, 0.0], np.float32)
    ids, _ = candidates(logits, Sampling(top_k=2, min_p=0, top_p=1), logits.max())
    assert ids.tolist() == [1, 0, 2]


@given(seed=st.integers(0, 99), size=st.sampled_from([30, 999, 5000, 20_011]), levels=st.sampled_from([3, 60, 100_000]))
def test_the_greatest_of_a_large_vocabulary_are_found_with_all_that_tie(seed: int, size: int, levels: int) -> None:
    logits = np.random.default_rng(seed).integers(0, levels, size).astype(np.float32)
    ids, _ = candidates(logits, Sampling(top_k=20, min_p=0, top_p=1), logits.max())
    bound = np.sort(logits)[-20]
    expected = np.flatnonzero(logits >= bound)
    assert ids.tolist() == expected[np.argsort(-logits[expected], kind="stable")].tolist()


@pytest.mark.parametrize("logit", [np.nan, -np.inf, np.inf])
def test_broken_logits_are_refused(logit: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        LogitSampler(Sampling(), 0).draw(np.full(10, logit, np.float32))


def test_impossible_tokens_are_never_drawn() -> None:
    logits = np.full(100, -np.inf, np.float32)
    logits[[3, 70]] = 0.0
    sampler = LogitSampler(Sampling(temperature=10, top_k=0, top_p=1, min_p=0), 0)
    assert {sampler.draw(logits) for _ in range(50)} == {3, 70}


@pytest.mark.parametrize(("size", "bar"), [(49_152, 0.001), (151_936, 0.003)])
def test_a_draw_is_fast(size: int, bar: float) -> None:
    logits = np.random.default_rng(0).normal(0, 3, size).astype(np.float32)
    sampler = LogitSampler(Sampling(repetition_penalty=1.1), 0, range(500))
    assert min(_seconds(sampler, logits) for _ in range(50)) < bar
    assert min(_seconds(LogitSampler(Sampling(temperature=0), 0), logits) for _ in range(50)) < bar / 10


def _seconds(sampler: LogitSampler, logits: Logits) -> float:
    begun = perf_counter()
    sampler.draw(logits)
    return perf_counter() - begun


@given(seed=st.integers(0, 99), size=st.sampled_from([3, 8, 100, 20_000]))
def test_a_report_is_of_the_models_own_distribution(seed: int, size: int) -> None:
    logits = logits_of(seed, size)
    token = seed % size
    chances = np.exp(logits.astype(np.float64) - logits.max())
    chances /= chances.sum()
    sampler = LogitSampler(Sampling(temperature=0.1, repetition_penalty=2.0, logit_bias=((token, -100.0),)), 0, [token])
    report = sampler.report(logits, token)
    assert report.log_probability == pytest.approx(np.log(chances[token]), abs=1e-4)
    assert report.entropy == pytest.approx(-(chances * np.log(chances)).sum(), rel=1e-3)
    assert report.rank == 1 + int((chances > chances[token]).sum())
    order = np.argsort(-chances)[:8]
    assert [candidate.id for candidate in report.top] == order.tolist()
    np.testing.assert_allclose([candidate.probability for candidate in report.top], chances[order], rtol=1e-4)


def test_a_report_of_a_certain_token_survives_being_kept() -> None:
    logits = np.full(50, -np.inf, np.float32)
    logits[7] = 3.0
    report = LogitSampler(Sampling(), 0).report(logits, 7)
    assert (report.log_probability, report.rank, report.entropy) == (0.0, 1, 0.0)
    assert decode(encode(Report((report,), (1,)))).tokens[0].top[0].probability == 1.0


def test_barred_tokens_are_not_drawn() -> None:
    logits = logits_of(4, 300)
    best = np.argsort(-logits)
    assert LogitSampler(Sampling(temperature=0), 0).draw(logits, (int(best[0]), int(best[1]))) == best[2]
    sampler = LogitSampler(Sampling(temperature=1.0), 0)
    assert int(best[0]) not in {sampler.draw(logits, (int(best[0]),)) for _ in range(200)}


def test_each_draw_takes_one_number_of_the_generator() -> None:
    """So that what is drawn does not depend on how the logits were computed."""
    one, other = LogitSampler(Sampling(), 3), LogitSampler(Sampling(), 3)
    for place in range(5):
        one.draw(logits_of(place, 50))
        other.draw(logits_of(place, 20_000))
    assert one.draw(logits_of(9, 300)) == other.draw(logits_of(9, 300))


def test_plain_draws_of_a_large_vocabulary_follow_the_distribution() -> None:
    """Without any filter the place is searched in blocks first."""
    sampling = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)
    logits = np.full(5000, -np.inf, np.float32)
    places = [0, 1, 511, 512, 513, 1023, 2600, 4607, 4608, 4999]
    logits[places] = np.linspace(-1, 1, len(places))
    sampler, count = LogitSampler(sampling, 5), 20_000
    seen = np.bincount([sampler.draw(logits) for _ in range(count)], minlength=logits.size)[places]
    chances = np.exp(logits[places].astype(np.float64))
    expected = count * chances / chances.sum()
    assert seen.sum() == count
    assert ((seen - expected) ** 2 / expected).sum() < 9 + 4 * np.sqrt(18)
