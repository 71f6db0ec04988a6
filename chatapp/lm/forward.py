"""One pass of a transformers model over a cache, from token ids to NumPy logits. Engine thread only."""

import inspect
from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel
from transformers.cache_utils import Cache

from chatapp.lm.kv_cache import GrowingCache
from chatapp.lm.problems import memory_reported

STATE_CACHE = "cache_params"
"""transformers' name for the same kind of cache in models without attention."""


class Forward:
    """Holds the model, until it is closed. `is_stepwise`: several tokens at once are right on an empty cache alone; on
    one that holds something they are fed one by one."""

    is_stepwise = False

    def __init__(self, model: PreTrainedModel, context_limit: int) -> None:
        self._model: PreTrainedModel | None = model
        self._device = model.device
        taken = inspect.signature(model.forward).parameters
        # Without it every position is multiplied with the whole vocabulary.
        self._takes_last = "logits_to_keep" in taken
        self._takes_positions = "position_ids" in taken
        self._cache_name = "past_key_values" if "past_key_values" in taken else STATE_CACHE
        self.context_limit = context_limit

    def __call__(
        self, rows: Sequence[Sequence[int]], cache: GrowingCache, count: int, doing: str
    ) -> NDArray[np.float32]:
        """The logits after the last `count` tokens of each row: (rows, count, vocabulary). `doing` is said where memory
        runs out; the cache may hold the tokens in part then."""
        with memory_reported(doing), torch.inference_mode():
            ids = torch.tensor([list(row) for row in rows], device=self._device)
            if self.is_stepwise and cache.length:
                found = torch.cat([self._pass(part, cache, 1) for part in torch.split(ids, 1, dim=1)], dim=1)
            else:
                found = self._pass(ids, cache, count)
            logits: NDArray[np.float32] = found[:, -count:].float().cpu().numpy()
        return logits

    def check(self, length: int) -> None:
        if length > self.context_limit:
            raise ValueError(f"{length} tokens do not fit the model's {self.context_limit}")

    def close(self) -> None:
        self._model = None

    def _pass(self, ids: torch.Tensor, cache: GrowingCache, count: int) -> torch.Tensor:
        if self._model is None:
            raise ValueError("the model is closed")
        options: dict[str, Any] = {self._cache_name: cache}
        if self._takes_last:
            options["logits_to_keep"] = count
        if self._takes_positions:
            # Some models count from 0 at each call.
            places = torch.arange(cache.length, cache.length + ids.shape[1], device=self._device)
            options["position_ids"] = places.expand(ids.shape)
        logits: torch.Tensor = self._model(input_ids=ids, use_cache=True, **options).logits
        cache.length += ids.shape[1]
        return logits[:, -count:]


def takes_cache(model: PreTrainedModel) -> bool:
    """Whether it keeps its past in transformers' own kind of cache."""
    taken = inspect.signature(model.forward).parameters
    return "past_key_values" in taken or (STATE_CACHE in taken and Cache in get_args(taken[STATE_CACHE].annotation))
