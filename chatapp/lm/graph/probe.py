"""Whether captured steps give what the same steps give eagerly: asked once, when a model is loaded. Engine thread."""

import numpy as np
import torch

from chatapp.lm.graph.forward import LeanForward

CHECKING = "to check the model"
PROBE = (5, 3, 7, 2, 11, 6, 13)
STEPS = (4, 8, 9)
"""Several, for the first is computed while it is captured: what is wrong shows in those that are only replayed."""
DIFFERS = "its results differ from those computed without it"


def probe(forward: LeanForward) -> None:
    """Turns capturing off where it fails or gives something else."""
    with_graph, without = forward.new_cache(), forward.new_cache()
    for cache in (with_graph, without):
        forward([PROBE], cache, 1, CHECKING)
    found = [forward([[token]], with_graph, 1, CHECKING).copy() for token in STEPS]
    if not forward.is_captured:
        return
    wanted = [forward.eagerly(token, without) for token in STEPS]
    if not np.allclose(found, wanted, rtol=0, atol=tolerance(forward.form.dtype) * float(np.std(wanted))):
        forward.go_eager(DIFFERS)


def tolerance(dtype: torch.dtype) -> float:
    """Of the logits' spread: some roundings of that type, for a mask makes attention choose another kernel."""
    return 16 * torch.finfo(dtype).eps
