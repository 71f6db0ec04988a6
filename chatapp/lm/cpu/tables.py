"""An architecture as the tables that compiled code reads, and the arrays that those point into."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Activation, Architecture, Floats, Layer, Linear, Norm, NormKind
from chatapp.lm.cpu.kv_form import KvForm, asked_bytes
from chatapp.lm.cpu.records import LAYER, MODEL
from chatapp.lm.kernels.layout import aligned_empty

Table = NDArray[np.void]


@dataclass(slots=True)
class Tables:
    """The addresses in `model` and `layers` are good for as long as this object lives."""

    architecture: Architecture
    form: KvForm
    model: Table = field(init=False)
    layers: Table = field(init=False)
    _kept: list[NDArray[np.generic]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        architecture = self.architecture
        self.layers = np.zeros(len(architecture.layers), LAYER)
        for index, layer in enumerate(architecture.layers):
            self._fill_layer(self.layers[index], index, layer)
        self.model = np.zeros(1, MODEL)
        self._fill_model(self.model[0], architecture)

    def _fill_model(self, model: np.void, architecture: Architecture) -> None:
        sizes = architecture.sizes
        for name in ("hidden", "heads", "kv_heads", "head_size", "inner"):
            model[name] = getattr(sizes, name)
        model["layers"] = len(architecture.layers)
        model["is_rms"] = architecture.norm is NormKind.RMS
        model["is_gated"] = architecture.activation is Activation.GATED_SILU
        model["query_scale"] = sizes.head_size**-0.5 / math.log(2)
        model["has_bytes"] = self.form is KvForm.BYTES
        model["part_bytes"], model["asked_bytes"] = self.form.part_bytes(sizes.head_size), asked_bytes(sizes.head_size)
        model["epsilon"] = architecture.epsilon
        if architecture.rotary is not None:
            pairs = architecture.rotary.frequencies.size
            steps = (2, 1) if architecture.rotary.is_interleaved else (1, pairs)
            model["rotary_pairs"], (model["pair_step"], model["pair_width"]) = pairs, steps
        model["positions"] = self._floats(architecture.learned_positions)
        self._fill_norm(model["final_norm"], architecture.final_norm)
        self._fill_matrix(model["embedding"], Linear(architecture.embedding))
        self._fill_matrix(model["head"], architecture.head)

    def _fill_layer(self, record: np.void, index: int, layer: Layer) -> None:
        record["index"] = index
        for name in ("attention_norm", "mlp_norm"):
            self._fill_norm(record[name], getattr(layer, name))
        record["query_norm"]["weight"] = self._floats(layer.query_norm)
        record["key_norm"]["weight"] = self._floats(layer.key_norm)
        for name in ("qkv", "output", "enter", "leave"):
            self._fill_matrix(record[name], getattr(layer, name))

    def _fill_norm(self, record: np.void, norm: Norm) -> None:
        record["weight"], record["bias"] = self._floats(norm.weight), self._floats(norm.bias)

    def _fill_matrix(self, record: np.void, linear: Linear) -> None:
        matrix = linear.matrix
        record["blocks"], record["groups"] = matrix.blocks, matrix.groups
        record["bias"] = self._floats(linear.bias, matrix.padded_rows)
        for part, names in zip(matrix.passes, (("nibbles", "scales"), ("low_nibbles", "low_scales")), strict=False):
            self._kept += [part.nibbles, part.scales]
            record[names[0]], record[names[1]] = part.nibbles.ctypes.data, part.scales.ctypes.data

    def _floats(self, values: Floats | None, size: int = 0) -> int:
        """The address of an aligned copy of at least `size` floats, 0 for None."""
        if values is None:
            return 0
        copy = aligned_empty((max(size, values.size),), np.float32)
        copy[: values.size] = values.ravel()
        copy[values.size :] = 0
        self._kept.append(copy)
        return copy.ctypes.data
