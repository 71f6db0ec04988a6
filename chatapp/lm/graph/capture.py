"""Recording what a function does on the GPU, so that it is done again without Python. Engine thread only."""

from collections.abc import Callable
from typing import Protocol

import torch

Compute = Callable[[], torch.Tensor]


class GraphCapture(Protocol):
    def __call__(self, compute: Compute) -> Compute:
        """Computes it at least once; gives what does the same again over the same memory, whatever is written into its
        inputs meanwhile, and returns always the same tensor. RuntimeError where that can't be."""


class CudaCapture:
    """torch.cuda.graph: a capture needs what is lazily prepared to be there, so the first pass is made beside it."""

    def __call__(self, compute: Compute) -> Compute:
        graph = torch.cuda.CUDAGraph()
        # Left by every way, for torch.cuda.graph stays on its own stream where the end of a capture fails.
        with torch.cuda.stream(torch.cuda.current_stream()):
            stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # untyped in torch
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                compute()
            torch.cuda.current_stream().wait_stream(stream)
            # The window's thread may not make a capture fail, whatever it does.
            with torch.cuda.graph(graph, capture_error_mode="thread_local"):
                result = compute()

        def replay() -> torch.Tensor:
            graph.replay()
            return result

        return replay
