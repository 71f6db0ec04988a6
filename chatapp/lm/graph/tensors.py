"""A model's weights as the lean pass multiplies them, on the device and in the type it computes in. Imports torch.

One matrix at a time is unpacked or joined, so that nothing is there twice but one matrix.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from chatapp.lm.packed.description import Description
from chatapp.lm.packed.families import TensorNames, frequencies
from chatapp.lm.packed.reading import PackedModel
from chatapp.lm.packed.torch_weights import unpacked

FREQUENCIES = "frequencies"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """`tensors` by the description's own names; frequencies in float32."""

    description: Description
    tensors: Mapping[str, torch.Tensor]

    @property
    def head(self) -> torch.Tensor:
        return self.tensors["embedding" if self.description.is_tied else "head"]

    @property
    def dtype(self) -> torch.dtype:
        return self.head.dtype

    @property
    def device(self) -> torch.device:
        return self.head.device

    @property
    def count(self) -> int:
        return sum(tensor.numel() for tensor in self.tensors.values())

    def to(self, dtype: torch.dtype, device: str) -> "Weights":
        """The same in another type and place; frequencies keep theirs."""
        moved = {
            name: tensor.to(device, torch.float32 if name == FREQUENCIES else dtype)
            for name, tensor in self.tensors.items()
        }
        return Weights(self.description, moved)


def from_packed(model: PackedModel, dtype: torch.dtype, device: str) -> Weights:
    found = {name: unpacked(matrix, dtype).to(device) for name, matrix in model.matrices.items()}
    for name, values in model.vectors.items():
        kind = torch.float32 if name == FREQUENCIES else dtype
        found[name] = torch.tensor(values).to(device, kind)
    return Weights(model.description, found)


class FolderTensors:
    """The safetensors of a folder by transformers' names, read when asked for."""

    def __init__(self, files: Iterable[Path], stack: ExitStack) -> None:
        opened: list[Any] = [stack.enter_context(safe_open(file, framework="pt")) for file in files]
        self._places = {name: file for file in opened for name in file.keys()}  # noqa: SIM118  # not a dict

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._places)

    def holds(self, description: Description) -> bool:
        """Whether that is all there is, but for a tied head that is there once more."""
        wanted = TensorNames(description).all()
        more = {"lm_head.weight"} if description.is_tied else set()
        return wanted <= self._places.keys() <= wanted | more

    def __call__(self, name: str) -> torch.Tensor:
        tensor: torch.Tensor = self._places[name].get_tensor(name)
        return tensor


def from_folder(
    description: Description,
    config: Mapping[str, Any],
    read: Callable[[str], torch.Tensor],
    place: tuple[torch.dtype, str],
) -> Weights:
    """`place` is the type and the device. ValueError where a shape is not the description's."""
    dtype, device = place
    names, found = TensorNames(description), {}
    for name, shape in {**description.matrices(), **description.vectors()}.items():
        if name == FREQUENCIES:
            found[name] = torch.from_numpy(frequencies(config)).to(device)
            continue
        parts = [read(part).to(device, dtype) for part in names.of(name)]
        if len(shape) == 2 and names.is_transposed(names.of(name)[0]):
            parts = [part.T for part in parts]
        tensor = torch.cat(parts) if len(parts) > 1 else parts[0].contiguous()
        if tensor.shape != shape:
            raise ValueError(f"{name} has the shape {tuple(tensor.shape)} where {shape} belongs")
        found[name] = tensor
    return Weights(description, found)
