"""One pass of the lean model over a BucketCache, from token ids to NumPy logits; steps are captured where that can be.
Engine thread only."""

import logging
from collections.abc import Sequence
from weakref import ref

import numpy as np
import torch
from numpy.typing import NDArray

from chatapp.lm.decoder import give_back
from chatapp.lm.graph.bucket_cache import BucketCache, Form, Step, bucket_of
from chatapp.lm.graph.capture import GraphCapture
from chatapp.lm.graph.lean import FEW, LeanModel
from chatapp.lm.graph.tensors import Weights
from chatapp.lm.problems import is_out_of_memory, memory_reported

log = logging.getLogger(__name__)


class LeanForward:
    """A lm.past.Pass. Without a `capture`, or once one has failed, each step is computed eagerly."""

    def __init__(self, weights: Weights, capture: GraphCapture | None = None) -> None:
        self._model: LeanModel | None = LeanModel(weights)
        self._capture = capture
        self._with_steps: ref[BucketCache] | None = None
        self.form = Form.of(weights.description, weights.dtype, weights.device)
        self.why_not_captured = ""

    @property
    def context_limit(self) -> int:
        return self.form.context_limit

    @property
    def is_captured(self) -> bool:
        return self._capture is not None

    def new_cache(self) -> BucketCache:
        return BucketCache(self.form)

    def __call__(
        self, rows: Sequence[Sequence[int]], cache: BucketCache, count: int, doing: str
    ) -> NDArray[np.float32]:
        with memory_reported(doing), torch.inference_mode():
            ids = torch.tensor([list(row) for row in rows], device=self.form.device)
            # The end of a prompt, whose last token alone is asked for, comes once and is not worth a capture.
            found = self._captured(ids, cache) if count == ids.shape[1] <= FEW else None
            if found is None:
                found = self._eager(ids, cache, count)
            cache.length += ids.shape[1]
            logits: NDArray[np.float32] = found[:, : ids.shape[1]][:, -count:].cpu().numpy()
        return logits

    def eagerly(self, token: int, cache: BucketCache) -> NDArray[np.float32]:
        """The same for one token, captured or not."""
        with torch.inference_mode():
            logits: NDArray[np.float32] = (
                self._eager(torch.tensor([[token]], device=self.form.device), cache, 1).cpu().numpy()
            )
        cache.length += 1
        return logits

    def check(self, length: int) -> None:
        if length > self.context_limit:
            raise ValueError(f"{length} tokens do not fit the model's {self.context_limit}")

    def go_eager(self, reason: str) -> None:
        """Captures nothing from now on. `reason` is a clause for a person."""
        log.warning("steps are not captured: %s", reason)
        self._capture, self.why_not_captured = None, reason
        self._forget_steps()

    def close(self) -> None:
        self._forget_steps()
        self._model = None

    def _eager(self, ids: torch.Tensor, cache: BucketCache, count: int) -> torch.Tensor:
        model, end = self._open(), cache.length + ids.shape[1]
        cache.reserve(end)
        start = torch.tensor(cache.length, device=ids.device)
        return model.logits(model(ids, start, end, cache)[:, -count:])

    def _captured(self, ids: torch.Tensor, cache: BucketCache) -> torch.Tensor | None:
        """None where nothing is captured. More tokens than one are made up to a power of two; what follows them in the
        buffers is nobody's, and is written again."""
        if self._capture is None:
            return None
        count = 1 << (ids.shape[1] - 1).bit_length()
        cache.reserve(cache.length + count)
        shape = count, bucket_of(cache.length + count, self.context_limit)
        if shape not in cache.steps:
            self._hold_steps_of(cache)
            try:
                cache.steps[shape] = self._new_step(self._capture, ids, cache, shape)
            except RuntimeError as error:
                self._give_up(error)
        step = cache.steps.get(shape)
        return None if step is None else step(ids, cache.length)

    def _new_step(self, capture: GraphCapture, given: torch.Tensor, cache: BucketCache, shape: tuple[int, int]) -> Step:
        model, (count, span) = self._open(), shape
        ids = torch.zeros(cache.rows, count, dtype=torch.long, device=given.device)
        start = torch.full((), cache.length, device=given.device)
        ids[:, : given.shape[1]] = given
        # Not the cache itself: it holds the step.
        buffers = BucketCache(self.form, cache.rows, buffers=cache.buffers)
        replay = capture(lambda: model.logits(model(ids, start, span, buffers)))

        def step(given: torch.Tensor, length: int) -> torch.Tensor:
            ids[:, : given.shape[1]] = given
            start.fill_(length)
            return replay()

        return step

    def _hold_steps_of(self, cache: BucketCache) -> None:
        """One conversation's at a time; those of a batch go with it."""
        if cache.rows == 1 and (self._with_steps is None or self._with_steps() is not cache):
            self._forget_steps()
            self._with_steps = ref(cache)

    def _forget_steps(self) -> None:
        before = None if self._with_steps is None else self._with_steps()
        if before is not None:
            before.steps.clear()
        self._with_steps = None

    def _give_up(self, error: RuntimeError) -> None:
        # The end of a capture that was broken off may raise an error of its own over the first one.
        lacks_memory = any(cause is not None and is_out_of_memory(cause) for cause in (error, error.__context__))
        self.go_eager("there was not enough memory for it" if lacks_memory else f"it failed ({error})")
        error.__traceback__ = None  # it holds what the capture had taken
        give_back(self.form.device.type)

    def _open(self) -> LeanModel:
        if self._model is None:
            raise ValueError("the model is closed")
        return self._model
