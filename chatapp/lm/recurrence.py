"""Whether a model of transformers goes on from its state as it should: some forget it where several tokens come at
once, or count positions anew, without a word. Engine thread only."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

from chatapp.lm.forward import Forward
from chatapp.lm.kv_cache import GrowingCache

PROBE = (5, 3, 7, 2, 11, 6, 13, 4, 8, 9, 12, 10)
"""Ids that every vocabulary has; what they mean is no matter."""
TOLERANCES = {torch.float32: 1e-3}
OTHER = (3, 3, 9)
COARSE = 5e-2
"""Of the logits' spread: roundings of a half type, in sums of another order."""
CHECKING = "to check the model"


def needs_steps(forward: Forward, model: PreTrainedModel) -> bool:
    """Whether only single tokens go on from a state. ValueError, a clause, where not even they do."""
    if GrowingCache(model.config).has_windows_only:
        return False  # transformers' attention is right in any split
    try:
        found = _right_way(forward, model)
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise ValueError(_refusal(model)) from error
    if found is None:
        raise ValueError(_refusal(model))
    return found


def _refusal(model: PreTrainedModel) -> str:
    return f"the architecture {model.config.model_type} keeps its past in a way not supported yet"


def _right_way(forward: Forward, model: PreTrainedModel) -> bool | None:
    tolerance = TOLERANCES.get(model.dtype, COARSE)
    half = len(PROBE) // 2
    whole = _read(forward, model, [len(PROBE)])
    for is_stepwise, sizes in ((False, [half, len(PROBE) - half]), (True, [half] + [1] * (len(PROBE) - half))):
        if np.abs(_read(forward, model, sizes) - whole).max() <= tolerance * whole.std():
            return is_stepwise
    return None


def _read(forward: Forward, model: PreTrainedModel, sizes: Sequence[int]) -> NDArray[np.float32]:
    """The logits after the probe, read in parts of these sizes, with another text between them, for some keep their
    state in the model."""
    cache, place = GrowingCache(model.config), 0
    for size in sizes:
        logits = forward([PROBE[place : place + size]], cache, 1, CHECKING)
        forward([OTHER], GrowingCache(model.config), 1, CHECKING)
        place += size
    found: NDArray[np.float32] = logits[0, 0]
    return found
