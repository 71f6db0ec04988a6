"""What is added to a token's logit or taken from it before anything is filtered: bias, penalties, ids that are barred.

NumPy float32; knows which tokens stood in the prompt and how often each was generated.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatapp.domain.generation import Sampling
from chatapp.engine.ports import Logits

Ids = NDArray[np.int64]


class Shaping:
    """In the order of domain.generation.Sampling; ids outside the vocabulary are passed over."""

    def __init__(self, sampling: Sampling, prompt: Iterable[int]) -> None:
        self._repetition = np.float32(sampling.repetition_penalty)
        self._presence = np.float32(sampling.presence_penalty)
        self._frequency = np.float32(sampling.frequency_penalty)
        self._biased = np.array([token for token, _ in sampling.logit_bias], np.int64)
        self._biases = np.array([bias for _, bias in sampling.logit_bias], np.float32)
        self._seen: set[int] = set(prompt) if self._repetition != 1 else set()
        self._seen_ids = np.fromiter(self._seen, np.int64)
        self._places: dict[int, int] = {}
        self._generated = np.zeros(0, np.int64)
        self._counts = np.zeros(0, np.float32)
        self._shaped = np.zeros(0, np.float32)

    def applied(self, logits: Logits, barred: Sequence[int] = ()) -> Logits:
        """The logits themselves where nothing changes them, else a copy, good until the next call."""
        if not (self._biased.size or self._seen_ids.size or self._generated.size or barred):
            return logits
        # In memory that is kept: fresh pages cost more than what is written into them.
        if self._shaped.size != logits.size:
            self._shaped = np.empty_like(logits)
        np.copyto(self._shaped, logits)
        logits = self._shaped
        self._bias(logits)
        self._penalise_seen(logits)
        self._penalise_generated(logits)
        if barred:
            ids = np.array(barred, np.int64)
            logits[ids[ids < logits.size]] = -np.inf
        return logits

    def note(self, token: int) -> None:
        """The token was generated."""
        if self._repetition != 1 and token not in self._seen:
            self._seen.add(token)
            self._seen_ids = np.append(self._seen_ids, token)
        if self._presence or self._frequency:
            place = self._places.setdefault(token, len(self._places))
            if place == self._generated.size:
                self._generated = np.append(self._generated, token)
                self._counts = np.append(self._counts, np.float32(0))
            self._counts[place] += 1

    def _bias(self, logits: Logits) -> None:
        if self._biased.size:
            is_known = self._biased < logits.size
            np.add.at(logits, self._biased[is_known], self._biases[is_known])

    def _penalise_seen(self, logits: Logits) -> None:
        if self._seen_ids.size:
            ids = self._seen_ids[self._seen_ids < logits.size]
            values = logits[ids]
            logits[ids] = np.where(values > 0, values / self._repetition, values * self._repetition)

    def _penalise_generated(self, logits: Logits) -> None:
        if self._generated.size:
            logits[self._generated] -= self._counts * self._frequency + self._presence
