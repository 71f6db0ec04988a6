"""Incremental decoding with a model in torch, transformers' own or the lean pass. Engine thread only; gives NumPy
logits."""

import gc
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic

import torch
from transformers import PreTrainedModel

from chatapp.engine.ports import Batch, Logits
from chatapp.lm.branching import SeparateRows
from chatapp.lm.forward import Forward
from chatapp.lm.joint_rows import CopiedStrand, JointRows, Rows
from chatapp.lm.kv_cache import GrowingCache
from chatapp.lm.past import Pass, PastT
from chatapp.lm.prefix_cache import Entry, PrefixCache
from chatapp.lm.problems import memory_reported
from chatapp.lm.recurrence import needs_steps

READING, WRITING = "to read the prompt", "to write the answer"


class TorchDecoder(Generic[PastT]):
    """An engine.ports.Decoder. ProblemError(OUT_OF_MEMORY) leaves it usable: the cache in use is forgotten, and
    the next `start` begins with what other caches hold."""

    is_extend_exact = False
    """A library's matrix product rounds several rows otherwise than one."""

    def __init__(
        self, forward: Pass[PastT], create: Callable[[], PastT], byte_budget: int, chunk: int, device: torch.device
    ) -> None:
        self._forward = forward
        self._device = device
        self._chunk_tokens = chunk
        self._caches = PrefixCache(create, byte_budget)
        self._entry: Entry[PastT] | None = None
        self._border = 0

    @property
    def context_limit(self) -> int:
        return self._forward.context_limit

    @property
    def chunk_tokens(self) -> int:
        return self._chunk_tokens

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        if not tokens:
            raise ValueError("no tokens to start with")
        self._forward.check(len(tokens))
        with memory_reported(READING), torch.inference_mode():
            self._entry = self._caches.take(tokens, is_side_job=is_side_job)
            # Here the new turn begins, or what was edited; the same prompt again is read from its last token on.
            self._border = len(tokens) - 1
            self._mark(self._entry)
        return len(self._entry.tokens)

    def prefill(self, tokens: Sequence[int]) -> Logits:
        if not tokens:
            raise ValueError("no tokens to prefill")
        for part in self._parts(tokens):
            logits = self._appended(part, 1, READING)[-1]
            entry = self._in_use()
            if len(entry.tokens) == self._border:
                with memory_reported(READING):
                    self._mark(entry)
        self._caches.trim()
        return logits

    def step(self, token: int) -> Logits:
        return self._appended((token,), 1, WRITING)[-1]

    def extend(self, tokens: Sequence[int]) -> Sequence[Logits]:
        if not tokens:
            raise ValueError("no tokens to extend with")
        return self._appended(tokens, len(tokens), WRITING)

    def truncate(self, length: int) -> None:
        entry = self._in_use()
        if not 1 <= length <= len(entry.tokens) or entry.cache.reachable(length) != length:
            raise ValueError(f"a cache of {len(entry.tokens)} tokens can't be cut back to {length}")
        entry.cache.truncate(length)
        del entry.tokens[length:]

    def can_take_back(self, count: int) -> bool:
        return self._in_use().cache.can_take_back(count)

    def branch(self, count: int) -> Batch:
        """One batch where every layer keeps the whole past, else a copy of the cache for each row."""
        entry = self._in_use()
        with memory_reported(WRITING), torch.inference_mode():
            if entry.cache.can_repeat:
                rows = Rows(entry.cache.repeated(count), [list(entry.tokens) for _ in range(count)])
                return JointRows(self._forward, rows, self._append_row)
            copies = [Entry(entry.cache.copied(len(entry.tokens)), list(entry.tokens)) for _ in range(count)]
        return SeparateRows([CopiedStrand(self._forward, copied, self._go_on_with) for copied in copies])

    def recall(self, tokens: Sequence[int], _is_cancelled: Callable[[], bool]) -> int:
        """Nothing of it is on the disk."""
        return self._caches.reusable(tokens)

    def rest(self) -> None:
        """Writes nothing: a past on a GPU is read anew faster than it comes back, and transformers' caches, whose
        layers forget in ways of their own, have no form that could be checked on reading."""

    def forget(self) -> None:
        """Nothing of it is on the disk."""
        self.release()

    def release(self) -> None:
        """Frees every cache."""
        self._entry = None
        self._caches.clear()
        give_back(self._device.type)

    def close(self) -> None:
        """Frees the weights too; no call follows."""
        self._forward.close()
        self.release()

    def _in_use(self) -> Entry[PastT]:
        if self._entry is None:
            raise ValueError("a call without start")
        return self._entry

    def _parts(self, tokens: Sequence[int]) -> tuple[Sequence[int], ...]:
        """Split at the border where a mark is wanted there, whatever was reused: another split rounds differently."""
        entry = self._in_use()
        before = self._border - len(entry.tokens)
        if entry.cache.is_whole or not 0 < before < len(tokens):
            return (tokens,)
        return tokens[:before], tokens[before:]

    def _mark(self, entry: Entry[PastT]) -> None:
        """A side job's prompt comes once."""
        if entry.tokens and not entry.is_side_job:
            entry.cache.mark(len(entry.tokens))

    def _appended(self, tokens: Sequence[int], count: int, doing: str) -> Sequence[Logits]:
        """The logits after the last `count` of these tokens."""
        entry = self._in_use()
        self._forward.check(len(entry.tokens) + len(tokens))
        try:
            logits = self._forward([tokens], entry.cache, count, doing)[0]
        except BaseException:
            # Some layers may hold the new tokens and others not.
            self._caches.drop(entry)
            self._entry = None
            raise
        entry.tokens.extend(tokens)
        return list(logits)

    def _append_row(self, rows: Rows[PastT], index: int) -> None:
        entry, tokens = self._in_use(), rows.tokens[index]
        with memory_reported(WRITING), torch.inference_mode():
            entry.cache.append_row(rows.cache, index, len(tokens))
        entry.tokens[:] = tokens
        self._caches.trim()

    def _go_on_with(self, entry: Entry[PastT]) -> None:
        before, self._entry = self._in_use(), entry
        entry.is_side_job = before.is_side_job
        self._caches.replace(before, entry)


class TransformersDecoder(TorchDecoder[GrowingCache]):
    """Over any causal language model of transformers. ValueError, a clause, for one whose past cannot be kept."""

    def __init__(self, model: PreTrainedModel, context_limit: int, byte_budget: int) -> None:
        forward = Forward(model, context_limit)
        forward.is_stepwise = needs_steps(forward, model)
        # A model that reads on in steps alone reads what it can at once, however long that takes.
        size = 1 if forward.is_stepwise else model.num_parameters()
        create = partial(GrowingCache, model.config, byte_budget // 2)
        super().__init__(forward, create, byte_budget, chunk_tokens(size, model.device.type), model.device)


def chunk_tokens(parameters: int, device: str) -> int:
    """A power of two that takes about a quarter of a second, from speeds that were measured once and not here: a
    clock would choose another split, and so another rounding, at each start."""
    speed = 32e9 * torch.get_num_threads() if device == "cpu" else 4e12
    wanted = speed * 0.25 / max(1, parameters)
    return int(min(2048, max(16, 2 ** round(math.log2(max(1.0, wanted))))))


def give_back(device: str) -> None:
    """torch keeps what was freed on a GPU for itself until told otherwise; modules hold each other in cycles."""
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()
