"""Draws the next token from logits, in NumPy float32; no tensor, no thread of its own.

The order is that of `domain.generation.Sampling`. Every filter keeps a head of the distribution, so only
candidates are sorted: a whole vocabulary costs milliseconds, finding its head microseconds.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatapp.domain.generation import Sampling
from chatapp.domain.token_report import TOP, Candidate, ReportedToken
from chatapp.engine.ports import Logits
from chatapp.lm.shaping import Shaping

Ids = NDArray[np.int64]
Weights = NDArray[np.float32]

HEAD = 512
"""How many candidates are looked at first where top-k sets no number."""
SHAPE = 5
"""Of the table in which the greatest are looked for; more makes it narrower. Measured."""
BLOCK = 512
COLDEST = 1e-5
"""Below this temperature float32 tells no two logits apart any more."""
LOWEST = np.float32(-1e4)
"""A weight of e to this is 0 in float32."""


class LogitSampler:
    """An engine.ports.Sampler: PCG64 seeded with `seed`; the repetition penalty starts with `prompt`."""

    def __init__(self, sampling: Sampling, seed: int, prompt: Iterable[int] = ()) -> None:
        self._sampling = sampling
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._shaping = Shaping(sampling, prompt)
        self._reporting = np.empty((2, 0), np.float32)

    def draw(self, logits: Logits, barred: Sequence[int] = ()) -> int:
        """ValueError where no logit is finite, which a damaged model brings about."""
        logits = self._shaping.applied(logits, barred)
        token = int(np.argmax(logits))
        if not np.isfinite(logits[token]):
            raise ValueError("the model returned no finite logits")
        if self._sampling.temperature > 0 and self._sampling.top_k != 1:
            token = self._drawn(logits, logits[token])
        self._shaping.note(token)
        return token

    def report(self, logits: Logits, token: int) -> ReportedToken:
        """Of the softmax of the logits as the model gave them: temperature 1, no penalty, no filter."""
        shifted, weights = self._buffers(logits.size)
        greatest = logits.max()
        np.subtract(logits, greatest, out=shifted)
        # What is impossible adds nothing; its logarithm is kept finite so that 0 times it is 0.
        np.maximum(shifted, LOWEST, out=shifted)
        np.exp(shifted, out=weights)
        total = float(weights.sum())
        head = _head(logits, TOP)[:TOP]
        chances = weights[head] / total
        np.multiply(weights, shifted, out=weights)
        mean = float(weights.sum()) / total
        return ReportedToken(
            token,
            float(logits[token] - greatest) - math.log(total),
            1 + int(np.count_nonzero(logits > logits[token])),
            max(math.log(total) - mean, 0.0),
            tuple(map(Candidate, head.tolist(), chances.tolist())),
        )

    def _buffers(self, size: int) -> tuple[Weights, Weights]:
        """Kept from token to token: fresh pages cost more than what is computed in them."""
        if self._reporting.shape[1] != size:
            self._reporting = np.empty((2, size), np.float32)
        return self._reporting[0], self._reporting[1]

    def _drawn(self, logits: Logits, greatest: np.float32) -> int:
        share = self._random.random()
        if _is_unfiltered(self._sampling, logits.size):
            return _place(_weights(logits, greatest, _warmth(self._sampling)), share)
        ids, weights = candidates(logits, self._sampling, greatest)
        return int(ids[_place(weights, share)])


def candidates(logits: Logits, sampling: Sampling, greatest: np.float32) -> tuple[Ids, Weights]:
    """The ids that remain after temperature, top-k, top-p and min-p, and their weights: relative to the likeliest, of
    which `greatest` is the logit, not normalised. Ids that tie with the k-th stay. `temperature` must not be 0."""
    warmth = _warmth(sampling)
    if 0 < sampling.top_k < logits.size:
        ids = _head(logits, sampling.top_k)
        weights = _weights(logits[ids], greatest, warmth)
        cumulated = weights.cumsum(dtype=np.float64)
        return _remaining(ids, weights, cumulated, (sampling.top_p * float(cumulated[-1]), sampling.min_p))
    if sampling.top_p < 1:
        everything = _weights(logits, greatest, warmth)
        wanted = sampling.top_p * float(everything.sum(dtype=np.float64))
        ids = _likeliest(everything, wanted)
        weights = everything[ids]
        return _remaining(ids, weights, weights.cumsum(dtype=np.float64), (wanted, sampling.min_p))
    if sampling.min_p > 0:
        # A little more than remains, found without a single exponential.
        ids = np.flatnonzero((logits - greatest) * warmth >= np.float32(math.log(sampling.min_p) - 0.01))
        weights = _weights(logits[ids], greatest, warmth)
        remains = weights >= np.float32(sampling.min_p)
        return ids[remains], weights[remains]
    return np.arange(logits.size), _weights(logits, greatest, warmth)


def _remaining(
    ids: Ids, weights: Weights, cumulated: NDArray[np.float64], bounds: tuple[float, float]
) -> tuple[Ids, Weights]:
    """Of ids that are sorted, with the running sum of their weights: those that sum up to the first bound, and are no
    rarer than the second of the likeliest."""
    wanted, min_p = bounds
    count = weights.size
    if wanted < float(cumulated[-1]):
        count = int(cumulated.searchsorted(wanted)) + 1
    if min_p > 0:
        count = min(count, int((-weights).searchsorted(-np.float32(min_p), side="right")))
    return ids[:count], weights[:count]


def _place(weights: Weights, share: float) -> int:
    """Where the running sum of the weights passes this share of their total. Sums of blocks are searched first, so
    that a whole vocabulary costs little more than adding it up."""
    block, wanted = 0, 0.0
    if weights.size > BLOCK:
        sums = np.cumsum(np.add.reduceat(weights, np.arange(0, weights.size, BLOCK), dtype=np.float64))
        wanted = share * float(sums[-1])
        block = min(int(sums.searchsorted(wanted, side="right")), sums.size - 1)
        wanted -= float(sums[block - 1]) if block else 0.0
    inside = weights[block * BLOCK : (block + 1) * BLOCK].cumsum(dtype=np.float64)
    if weights.size <= BLOCK:
        wanted = share * float(inside[-1])
    place = int(inside.searchsorted(wanted, side="right"))
    if place < inside.size:
        return block * BLOCK + place
    # Rounding has passed the end: the last one that has any weight.
    return block * BLOCK + int(np.flatnonzero(np.diff(inside, prepend=0.0))[-1])


def _is_unfiltered(sampling: Sampling, size: int) -> bool:
    """Whether every token of the vocabulary remains: then not even their ids need be listed."""
    return not 0 < sampling.top_k < size and sampling.top_p == 1 and sampling.min_p == 0


def _warmth(sampling: Sampling) -> np.float32:
    return np.float32(1 / max(sampling.temperature, COLDEST))


def _weights(logits: Logits, greatest: np.float32, warmth: np.float32) -> Weights:
    weights: Weights = np.exp((logits - greatest) * warmth)
    return weights


def _head(values: NDArray[np.float32], count: int) -> Ids:
    """The places of the `count` greatest values and of those that tie with the last, greatest first, ties by place."""
    ids = _high(values, count)
    falling = -values[ids]
    if ids.size > 2 * count:
        ids = ids[falling <= np.partition(falling, count - 1)[count - 1]]
        falling = -values[ids]
    order = falling.argsort(kind="stable")
    if ids.size > count:
        falling = falling[order]
        order = order[: int(falling.searchsorted(falling[count - 1], side="right"))]
    return ids[order]


def _high(values: NDArray[np.float32], count: int) -> Ids:
    """In order, the places of at least the `count` greatest values and of few others. That many columns of a table have
    maxima that reach a bound; only those columns are looked at again."""
    rows = 1 << (values.size // max(math.isqrt(count * values.size // SHAPE), 1)).bit_length() - 1
    columns = values.size // rows
    if columns < 2 * count:
        return np.arange(values.size)
    table = values[: columns * rows].reshape(rows, columns)
    maxima = table.max(axis=0)
    bound = np.partition(maxima, columns - count)[columns - count]
    (high,) = (maxima >= bound).nonzero()
    row, column = (table[:, high] >= bound).nonzero()
    ids: Ids = row * columns + high[column]
    if columns * rows < values.size:  # no vocabulary of an even size has such a rest
        ids = np.append(ids, columns * rows + (values[columns * rows :] >= bound).nonzero()[0])
    return ids


def _likeliest(weights: Weights, wanted: float) -> Ids:
    """The places of the greatest weights, greatest first, as many as surely sum up to `wanted`."""
    count = HEAD
    while count < weights.size:
        ids = _head(weights, count)
        if float(weights[ids].sum(dtype=np.float64)) >= wanted:
            return ids
        count *= 8
    return np.argsort(-weights, kind="stable")
