"""The lean pass as a decoder, with steps captured where the device can and the results agree. Engine thread only."""

from chatapp.lm.decoder import TorchDecoder, chunk_tokens
from chatapp.lm.graph.bucket_cache import BucketCache
from chatapp.lm.graph.capture import CudaCapture, GraphCapture
from chatapp.lm.graph.forward import LeanForward
from chatapp.lm.graph.probe import probe
from chatapp.lm.graph.tensors import Weights


class LeanDecoder(TorchDecoder[BucketCache]):
    """An engine.ports.Decoder for the families that have a description."""

    def __init__(self, weights: Weights, byte_budget: int, capture: GraphCapture | None) -> None:
        self.lean = LeanForward(weights, capture)
        if capture is not None:
            probe(self.lean)
        chunk = chunk_tokens(weights.count, weights.device.type)
        super().__init__(self.lean, self.lean.new_cache, byte_budget, chunk, weights.device)


def capture_for(device: str) -> GraphCapture | None:
    return CudaCapture() if device == "cuda" else None
