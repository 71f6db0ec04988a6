"""The sampler's candidates beside those of transformers' own logits processors."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import (
    LogitsProcessorList,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from chatapp.domain.generation import Sampling
from chatapp.lm.sampling import candidates
from chatapp.lm.shaping import Shaping

SIZE = 2000


def theirs(sampling: Sampling, prompt: list[int], logits: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> object:
    """Probabilities, 0 for what is filtered out."""
    processors = LogitsProcessorList()
    if sampling.repetition_penalty != 1:
        processors.append(RepetitionPenaltyLogitsProcessor(sampling.repetition_penalty))
    processors.append(TemperatureLogitsWarper(sampling.temperature))
    if sampling.top_k:
        processors.append(TopKLogitsWarper(sampling.top_k))
    if sampling.top_p < 1:
        processors.append(TopPLogitsWarper(sampling.top_p))
    if sampling.min_p:
        processors.append(MinPLogitsWarper(sampling.min_p))
    ids: Any = torch.tensor([prompt])
    scores = processors(ids, torch.from_numpy(logits.copy())[None])
    return torch.softmax(scores[0].double(), 0).numpy()


@settings(deadline=None, max_examples=60)
@given(
    sampling=st.builds(
        Sampling,
        temperature=st.sampled_from([0.4, 0.7, 1.0, 1.7]),
        top_k=st.sampled_from([0, 3, 40]),
        top_p=st.sampled_from([0.3, 0.9, 1.0]),
        min_p=st.sampled_from([0.0, 0.05, 0.4]),
        repetition_penalty=st.sampled_from([1.0, 1.1, 1.8]),
    ),
    prompt=st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=20),
    seed=st.integers(0, 99),
)
def test_what_may_be_drawn_is_what_transformers_would_draw_from(
    sampling: Sampling, prompt: list[int], seed: int
) -> None:
    logits = np.random.default_rng(seed).normal(0, 3, SIZE).astype(np.float32)
    expected = theirs(sampling, prompt, logits)
    shaped = Shaping(sampling, prompt).applied(logits)
    ids, weights = candidates(shaped, sampling, shaped.max())
    found = np.zeros(SIZE)
    found[ids] = weights / weights.sum(dtype=np.float64)
    differing = np.flatnonzero((found > 0) != (np.asarray(expected) > 0))
    assert differing.size <= 1  # rounding may put the last one on either side
    if not differing.size:
        assert found == pytest.approx(np.asarray(expected), rel=1e-3, abs=1e-7)
