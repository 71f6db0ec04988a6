import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.generation import Sampling
from chatapp.engine.ports import Logits
from chatapp.lm.shaping import Shaping

SIZE = 12
tokens = st.integers(0, SIZE - 1)


def plainly(logits: Logits, sampling: Sampling, prompt: list[int], generated: list[int]) -> list[float]:
    """The formulas, token by token: bias; Keskar et al. 2019; OpenAI's mu - c * frequency - [c > 0] * presence."""
    shaped = []
    for token in range(logits.size):
        logit = float(logits[token]) + sum(bias for of, bias in sampling.logit_bias if of == token)
        if token in (*prompt, *generated):
            by = sampling.repetition_penalty
            logit = logit / by if logit > 0 else logit * by
        count = generated.count(token)
        shaped.append(logit - count * sampling.frequency_penalty - (count > 0) * sampling.presence_penalty)
    return shaped


@given(
    sampling=st.builds(
        Sampling,
        repetition_penalty=st.sampled_from([1.0, 1.3, 0.8]),
        presence_penalty=st.sampled_from([0.0, 0.7, -1.0]),
        frequency_penalty=st.sampled_from([0.0, 0.3, -0.5]),
        logit_bias=st.lists(st.tuples(st.integers(0, SIZE + 3), st.floats(-100, 100, width=16)), max_size=3).map(tuple),
    ),
    prompt=st.lists(st.integers(0, SIZE + 3), max_size=10),
    generated=st.lists(tokens, max_size=15),
    seed=st.integers(0, 99),
)
def test_logits_are_shaped_as_the_formulas_say(
    sampling: Sampling, prompt: list[int], generated: list[int], seed: int
) -> None:
    logits = np.random.default_rng(seed).normal(0, 4, SIZE).astype(np.float32)
    before = logits.copy()
    shaping = Shaping(sampling, prompt)
    for token in generated:
        shaping.note(token)
    expected = plainly(logits, sampling, prompt, generated)
    np.testing.assert_allclose(shaping.applied(logits), expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(logits, before)


def test_nothing_is_copied_where_nothing_changes() -> None:
    logits = np.zeros(SIZE, np.float32)
    assert Shaping(Sampling(), [1, 2]).applied(logits) is logits


@pytest.mark.parametrize("sampling", [Sampling(), Sampling(repetition_penalty=2.0, presence_penalty=1.0)])
def test_barred_tokens_become_impossible(sampling: Sampling) -> None:
    shaped = Shaping(sampling, []).applied(np.zeros(SIZE, np.float32), (3, 5, SIZE + 9))
    assert np.flatnonzero(np.isneginf(shaped)).tolist() == [3, 5]
