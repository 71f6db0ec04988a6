"""Draws the next token from logits, in NumPy float32; no tensor, no thread of its own.

The order is that of `domain.generation.Sampling`. Every filter keeps a head of the distribution, so only
candidates are sorted: a whole vocabulary costs milliseconds, finding its head microseconds.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from chatapp.domain.generation import Sampling
from chatapp.engine.ports import Logits

Weights = NDArray[np.float32]

HEAD = 512
"""How many candidates are looked at first where top-k sets no number."""
ROWS = 16
COLDEST = 1e-5
"""Below this temperature float32 tells no two logits apart any more."""


class LogitSampler:
    """An engine.ports.Sampler: PCG64 seeded with `seed`; `seen` are the ids that the repetition penalty starts with."""

    def __init__(self, sampling: Sampling, seed: int, seen: Iterable[int] = ()) -> None:
        self._sampling = sampling
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._seen: set[int] = set(seen)
        self._seen_ids = np.fromiter(self._seen, np.int64)

    def draw(self, logits: Logits) -> int:
        """ValueError where no logit is finite, which a damaged model brings about."""
        logits = self._penalized(logits)
        token = int(np.argmax(logits))
        if not np.isfinite(logits[token]):
            raise ValueError("the model returned no finite logits")
        if self._sampling.temperature > 0 and self._sampling.top_k != 1:
            token = self._drawn(logits)
        self._note(token)
        return token

    def _penalized(self, logits: Logits) -> Logits:
        penalty = np.float32(self._sampling.repetition_penalty)
        if penalty == 1 or not self._seen_ids.size:
            return logits
        logits = logits.copy()
        ids = self._seen_ids[self._seen_ids < logits.size]
        values = logits[ids]
        logits[ids] = np.where(values > 0, values / penalty, values * penalty)
        return logits

    def _note(self, token: int) -> None:
        if self._sampling.repetition_penalty != 1 and token not in self._seen:
            self._seen.add(token)
            self._seen_ids = np.append(self._seen_ids, token)

    def _drawn(self, logits: Logits) -> int:
        ids, weights = candidates(logits, self._sampling)
        cumulated = np.cumsum(weights, dtype=np.float64)
        place = int(np.searchsorted(cumulated, self._random.random() * cumulated[-1], side="right"))
        return int(ids[min(place, ids.size - 1)])


def candidates(logits: Logits, sampling: Sampling) -> tuple[NDArray[np.int64], Weights]:
    """The ids that remain after temperature, top-k, top-p and min-p, and their weights: relative to the likeliest,
    not normalised. Ids that tie with the k-th stay. `temperature` must not be 0."""
    warmth = np.float32(1 / max(sampling.temperature, COLDEST))
    greatest = logits.max()
    if 0 < sampling.top_k < logits.size:
        ids = _head(logits, sampling.top_k)
        weights = _weights(logits[ids], greatest, warmth)
        total = float(weights.sum(dtype=np.float64))
    else:
        weights = _weights(logits, greatest, warmth)
        total = float(weights.sum(dtype=np.float64))
        ids = _likeliest(weights, sampling.top_p * total) if sampling.top_p < 1 else np.arange(logits.size)
        weights = weights[ids]
    if sampling.top_p < 1:
        cumulated = np.cumsum(weights, dtype=np.float64)
        count = int(np.searchsorted(cumulated, sampling.top_p * total, side="left")) + 1
        ids, weights = ids[:count], weights[:count]
    if sampling.min_p > 0:
        remains = weights >= np.float32(sampling.min_p)
        ids, weights = ids[remains], weights[remains]
    return ids, weights


def _weights(logits: Logits, greatest: np.float32, warmth: np.float32) -> Weights:
    weights: Weights = np.exp((logits - greatest) * warmth)
    return weights


def _head(values: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the `count` greatest values and of those that tie with the last, greatest first, ties by place."""
    ids = np.flatnonzero(values >= _bound(values, count))
    kept = values[ids]
    if kept.size > count:
        ids = ids[kept >= np.partition(kept, kept.size - count)[kept.size - count]]
    return ids[np.argsort(-values[ids], kind="stable")]


def _bound(values: NDArray[np.float32], count: int) -> np.float32:
    """At most the `count`-th greatest value, at a fraction of its cost: that many of the columns' maxima reach it."""
    columns = values.size // ROWS
    if columns < 2 * count:
        return np.float32(-np.inf)
    maxima = values[: columns * ROWS].reshape(ROWS, columns).max(axis=0)
    return np.float32(np.partition(maxima, columns - count)[columns - count])


def _likeliest(weights: Weights, wanted: float) -> NDArray[np.int64]:
    """The places of the greatest weights, greatest first, as many as surely sum up to `wanted`."""
    count = HEAD
    while count < weights.size:
        ids = _head(weights, count)
        if float(weights[ids].sum(dtype=np.float64)) >= wanted:
            return ids
        count *= 8
    return np.argsort(-weights, kind="stable")
