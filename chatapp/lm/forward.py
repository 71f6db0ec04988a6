"""One pass of a transformers model over a cache, from token ids to NumPy logits. Engine thread only."""

import inspect
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

from chatapp.lm.kv_cache import GrowingCache
from chatapp.lm.problems import memory_reported


class Forward:
    """Holds the model, until it is closed."""

    def __init__(self, model: PreTrainedModel, context_limit: int) -> None:
        self._model: PreTrainedModel | None = model
        self._device = model.device
        # Without it every position is multiplied with the whole vocabulary.
        self._takes_last = "logits_to_keep" in inspect.signature(model.forward).parameters
        self.context_limit = context_limit

    def __call__(
        self, rows: Sequence[Sequence[int]], cache: GrowingCache, count: int, doing: str
    ) -> NDArray[np.float32]:
        """The logits after the last `count` tokens of each row: (rows, count, vocabulary). `doing` is said where memory
        runs out; the cache may hold the tokens in part then."""
        if self._model is None:
            raise ValueError("the model is closed")
        options = {"logits_to_keep": count} if self._takes_last else {}
        with memory_reported(doing), torch.inference_mode():
            ids = torch.tensor([list(row) for row in rows], device=self._device)
            output = self._model(input_ids=ids, past_key_values=cache, use_cache=True, **options)
            logits: NDArray[np.float32] = output.logits[:, -count:].float().cpu().numpy()
        return logits

    def check(self, length: int) -> None:
        if length > self.context_limit:
            raise ValueError(f"{length} tokens do not fit the model's {self.context_limit}")

    def close(self) -> None:
        self._model = None
