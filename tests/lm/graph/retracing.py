"""Captures without a GPU: what was recorded is done again, and the Python that did it is not."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_map_only

from chatapp.lm.graph.capture import Compute

Call = tuple[Any, tuple[Any, ...], Mapping[str, Any], Any]


class Recording(TorchDispatchMode):
    """Every operation with the very tensors it worked on. A number that comes out of a tensor would be a constant."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in torch
        self.calls: list[Call] = []

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        assert func is not torch.ops.aten._local_scalar_dense.default, "a number came out of a tensor"
        found = func(*args, **(kwargs or {}))
        self.calls.append((func, args, kwargs or {}, found))
        return found

    def again(self, wanted: torch.Tensor) -> torch.Tensor:
        """What is now in the place of a tensor that was computed then."""
        now: dict[int, torch.Tensor] = {}

        def present(tensor: torch.Tensor) -> torch.Tensor:
            return now.get(id(tensor), tensor)

        for func, args, kwargs, before in self.calls:
            made = func(*tree_map_only(torch.Tensor, present, args), **tree_map_only(torch.Tensor, present, kwargs))
            for old, new in zip(tree_flatten(before)[0], tree_flatten(made)[0], strict=True):
                if isinstance(old, torch.Tensor):
                    now[id(old)] = new
        return now[id(wanted)]


class Retracing:
    """A GraphCapture. `distort` is what goes wrong in replays; `error` is raised, once."""

    def __init__(self, distort: Callable[[torch.Tensor], torch.Tensor] = lambda logits: logits) -> None:
        self.count = 0
        self.replayed = 0
        self.error: Exception | None = None
        self._distort = distort

    def __call__(self, compute: Compute) -> Compute:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        self.count += 1
        with Recording() as recording:
            wanted = compute()
        result = wanted.clone()

        def replay() -> torch.Tensor:
            self.replayed += 1
            return result.copy_(self._distort(recording.again(wanted)))

        return replay
