"""Incremental decoding through the compiled step. Engine thread only; knows no torch."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatapp.engine.ports import Batch, Logits
from chatapp.lm.cpu.alternatives import Alternatives
from chatapp.lm.cpu.architecture import Architecture
from chatapp.lm.cpu.paged_cache import PagedCache
from chatapp.lm.cpu.records import MAX_COLUMNS
from chatapp.lm.cpu.runner import MAX_ROWS, Runner, Strand
from chatapp.lm.prefix_cache import Entry, PrefixCache
from chatapp.lm.problems import memory_reported

READING, WRITING = "to read the prompt", "to write the answer"
SPEED = 100e9
"""Weights times rows per second and thread, about; measured once, not here, so that a prompt is always split alike."""


class CpuDecoder:
    """An engine.ports.Decoder. A row's logits are the same floats in any company, split and number of threads, so that
    guesses, alternatives and chunks change nothing. Running out of memory changes nothing that is cached."""

    is_extend_exact = True

    def __init__(self, runner: Runner, byte_budget: int) -> None:
        self._runner = runner
        self._chunk_tokens = chunk_tokens(runner.architecture)
        self._caches = PrefixCache(runner.new_cache, byte_budget)
        self._entry: Entry[PagedCache] | None = None

    @property
    def context_limit(self) -> int:
        return self._runner.architecture.sizes.positions

    @property
    def chunk_tokens(self) -> int:
        return self._chunk_tokens

    def warm_up(self) -> None:
        """Does once, for nothing, what the first call would do more slowly: weights are mapped, buffers made, code is
        bound to its arguments."""
        with memory_reported("to load the model"):
            self._runner.run([Strand(self._runner.new_cache(), (0,))], 1)

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        if not tokens:
            raise ValueError("no tokens to start with")
        if len(tokens) > self.context_limit:
            raise ValueError(f"{len(tokens)} tokens do not fit the model's {self.context_limit}")
        with memory_reported(READING):
            self._entry = self._caches.take(tokens, is_side_job=is_side_job)
        return len(self._entry.tokens)

    def prefill(self, tokens: Sequence[int]) -> Logits:
        if not tokens:
            raise ValueError("no tokens to prefill")
        for first in range(0, len(tokens), MAX_ROWS):
            part = tokens[first : first + MAX_ROWS]
            logits = self._append(part, 1 if first + MAX_ROWS >= len(tokens) else 0, READING)
        self._caches.trim()
        last: Logits = logits[0]
        return last

    def step(self, token: int) -> Logits:
        logits: Logits = self._append((token,), 1, WRITING)[0]
        return logits

    def extend(self, tokens: Sequence[int]) -> Sequence[Logits]:
        if not 0 < len(tokens) <= MAX_ROWS:
            raise ValueError(f"{len(tokens)} tokens to extend with")
        return list(self._append(tokens, len(tokens), WRITING))

    def score(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Appends the tokens; returns the log-probability of each but the first, given those before it in the cache."""
        found = [np.empty(0, np.float32)]
        for first in range(0, len(tokens), MAX_ROWS):
            part = tokens[first : first + MAX_ROWS]
            following = tokens[first + 1 : first + len(part) + 1]
            self._append(part, 0, READING)
            for row in range(0, len(following), MAX_COLUMNS):
                targets = following[row : row + MAX_COLUMNS]
                found.append(_log_probabilities(self._runner.head(row, len(targets)), targets))
        self._caches.trim()
        return np.concatenate(found)

    def truncate(self, length: int) -> None:
        entry = self._in_use()
        if not 1 <= length <= len(entry.tokens):
            raise ValueError(f"a cache of {len(entry.tokens)} tokens can't be cut back to {length}")
        entry.cache.truncate(length)
        del entry.tokens[length:]

    def can_take_back(self, count: int) -> bool:
        return count >= 0

    def branch(self, count: int) -> Batch:
        entry = self._in_use()
        if not entry.tokens:
            raise ValueError("a branch of nothing")
        with memory_reported(WRITING):
            rows = [Entry(entry.cache.copied(len(entry.tokens)), list(entry.tokens)) for _ in range(count)]
        return Alternatives(self._runner, rows, self._go_on_with)

    def save(self) -> tuple[list[int], NDArray[np.float16]]:
        """The tokens of the cache in use with their keys and values, for `restore`; the arrays are copies."""
        entry = self._in_use()
        return list(entry.tokens), entry.cache.save()

    def restore(self, tokens: Sequence[int], saved: NDArray[np.float16]) -> None:
        """Makes what `save` gave one of the caches that `start` chooses from. `saved` is used where it lies, and must
        stay as it is. ValueError where it does not fit the model."""
        cache = self._runner.new_cache()
        cache.restore(saved, len(tokens))
        entry = Entry(cache, list(tokens))
        self._caches.replace(entry, entry)

    def recall(self, tokens: Sequence[int], _is_cancelled: Callable[[], bool]) -> int:
        """How many tokens a `start` would find; there is nothing else to bring."""
        return self._caches.reusable(tokens)

    def release(self) -> None:
        """Frees every cache."""
        self._entry = None
        self._caches.clear()
        self._runner.pool.clear()

    def close(self) -> None:
        """Ends the threads too; no call follows."""
        self.release()
        self._runner.close()

    def _in_use(self) -> Entry[PagedCache]:
        if self._entry is None:
            raise ValueError("a call without start")
        return self._entry

    def _append(self, tokens: Sequence[int], head_rows: int, doing: str) -> NDArray[np.float32]:
        entry = self._in_use()
        with memory_reported(doing):
            logits = self._runner.run([Strand(entry.cache, tokens)], head_rows)
        entry.tokens.extend(tokens)
        return logits

    def _go_on_with(self, row: Entry[PagedCache]) -> None:
        before, self._entry = self._in_use(), row
        row.is_side_job = before.is_side_job
        self._caches.replace(before, row)
        self._caches.trim()


def chunk_tokens(architecture: Architecture) -> int:
    """About a quarter of a second's work of one thread, in whole columns of the kernels."""
    layer = architecture.layers[0]
    weights = sum(
        part.matrix.rows * part.matrix.columns for part in (layer.qkv, layer.output, layer.enter, layer.leave)
    )
    wanted = SPEED / 4 / (weights * len(architecture.layers))
    return int(min(MAX_ROWS, MAX_COLUMNS * max(1, math.floor(wanted / MAX_COLUMNS))))


def _log_probabilities(logits: NDArray[np.float32], tokens: Sequence[int]) -> NDArray[np.float32]:
    greatest = logits.max(axis=1, keepdims=True)
    sums = np.exp(logits - greatest).sum(axis=1, dtype=np.float64)
    found: NDArray[np.float32] = (logits[np.arange(len(tokens)), tokens] - greatest[:, 0] - np.log(sums)).astype(
        np.float32
    )
    return found
