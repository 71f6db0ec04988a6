"""Incremental decoding with any causal language model of transformers. Engine thread only; gives NumPy logits."""

import gc
import inspect
import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from transformers import PreTrainedModel

from chatapp.engine.ports import Logits
from chatapp.lm.kv_cache import GrowingCache
from chatapp.lm.prefix_cache import Entry, PrefixCache
from chatapp.lm.problems import memory_reported


class TransformersDecoder:
    """An engine.ports.Decoder. ProblemError(OUT_OF_MEMORY) leaves it usable: the cache in use is forgotten, and
    the next `start` begins with what other caches hold."""

    def __init__(self, model: PreTrainedModel, context_limit: int, byte_budget: int) -> None:
        self._model: PreTrainedModel | None = model
        self._device = model.device
        self._context_limit = context_limit
        self._chunk_tokens = chunk_tokens(model.num_parameters(), model.device.type)
        self._caches = PrefixCache(partial(GrowingCache, model.config), byte_budget)
        self._entry: Entry[GrowingCache] | None = None
        # Without it a prefill multiplies every position with the whole vocabulary.
        takes_last = "logits_to_keep" in inspect.signature(model.forward).parameters
        self._options = {"logits_to_keep": 1} if takes_last else {}

    @property
    def context_limit(self) -> int:
        return self._context_limit

    @property
    def chunk_tokens(self) -> int:
        return self._chunk_tokens

    def start(self, tokens: Sequence[int]) -> int:
        if not tokens:
            raise ValueError("no tokens to start with")
        self._check(len(tokens))
        with memory_reported("to read the prompt"), torch.inference_mode():
            self._entry = self._caches.take(tokens)
        return len(self._entry.tokens)

    def prefill(self, tokens: Sequence[int]) -> Logits:
        if not tokens:
            raise ValueError("no tokens to prefill")
        logits = self._forward(tokens, "to read the prompt")
        self._caches.trim()
        return logits

    def step(self, token: int) -> Logits:
        return self._forward((token,), "to write the answer")

    def release(self) -> None:
        """Frees every cache."""
        self._entry = None
        self._caches.clear()
        _give_back(self._device)

    def close(self) -> None:
        """Frees the weights too; no call follows."""
        self._model = None
        self.release()

    def _forward(self, tokens: Sequence[int], doing: str) -> Logits:
        entry = self._entry
        if entry is None:
            raise ValueError("prefill or step without start")
        self._check(len(entry.tokens) + len(tokens))
        try:
            with memory_reported(doing), torch.inference_mode():
                logits = self._logits(tokens, entry.cache)
        except BaseException:
            # Some layers may hold the new tokens and others not.
            self._caches.drop(entry)
            self._entry = None
            raise
        entry.tokens.extend(tokens)
        return logits

    def _logits(self, tokens: Sequence[int], cache: GrowingCache) -> Logits:
        ids = torch.tensor([list(tokens)], device=self._device)
        if self._model is None:
            raise ValueError("the model is closed")
        output = self._model(input_ids=ids, past_key_values=cache, use_cache=True, **self._options)
        logits: Logits = output.logits[0, -1].float().cpu().numpy().astype(np.float32, copy=False)
        return logits

    def _check(self, length: int) -> None:
        if length > self._context_limit:
            raise ValueError(f"{length} tokens do not fit the model's {self._context_limit}")


def chunk_tokens(parameters: int, device: str) -> int:
    """A power of two that takes about a quarter of a second, from speeds that were measured once and not here: a
    clock would choose another split, and so another rounding, at each start."""
    speed = 32e9 * torch.get_num_threads() if device == "cpu" else 4e12
    wanted = speed * 0.25 / max(1, parameters)
    return int(min(2048, max(16, 2 ** round(math.log2(max(1.0, wanted))))))


def _give_back(device: torch.device) -> None:
    """torch keeps what was freed on a GPU for itself until told otherwise; modules hold each other in cycles."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
