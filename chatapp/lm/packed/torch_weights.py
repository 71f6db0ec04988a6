"""A packed model as tensors under transformers' names: for GPUs, and as the reference. Imports torch.

A matrix at a time is unpacked and turned to the wanted type, so that nothing is there twice but one matrix.
"""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from chatapp.lm.kernels.layout import PackedMatrix
from chatapp.lm.packed.description import Description
from chatapp.lm.packed.families import TensorNames
from chatapp.lm.packed.reading import PackedModel

ROWS_AT_ONCE = 4096


def state_dict(model: PackedModel, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """Every parameter; a tied head comes as the embedding's own tensor."""
    names = TensorNames(model.description)
    found: dict[str, torch.Tensor] = {}
    for name, matrix in model.matrices.items():
        whole = unpacked(matrix, dtype)
        for tensor, part in _parts(model.description, name, whole):
            found[tensor] = part.T.contiguous() if names.is_transposed(tensor) else part
    for name, values in model.vectors.items():
        if name == "frequencies":
            continue
        vector = torch.tensor(values).to(dtype)
        if name.endswith(("query_norm", "key_norm")):
            found |= {tensor: _halved(model.description, vector) for tensor in names.of(name)}
        else:
            found |= _parts(model.description, name, vector)
    if model.description.is_tied:
        found["lm_head.weight"] = found[names.of("embedding")[0]]
    return found


def unpacked(matrix: PackedMatrix, dtype: torch.dtype) -> torch.Tensor:
    """A matrix whole, some rows at a time."""
    whole = torch.empty(matrix.rows, matrix.columns, dtype=dtype)
    for start in range(0, matrix.rows, ROWS_AT_ONCE):
        rows = np.arange(start, min(start + ROWS_AT_ONCE, matrix.rows))
        values: NDArray[np.float32] = np.ascontiguousarray(matrix.dequantised_rows(rows))
        whole[start : start + len(rows)] = torch.from_numpy(values)
    return whole


def _parts(model: Description, name: str, whole: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that a matrix, or its bias, was made of; queries and keys with their heads' halves apart."""
    tensors = TensorNames(model).of(name)
    heights = _heights(model, len(tensors))
    start = 0
    for index, tensor in enumerate(tensors):
        height = heights[index] if heights else len(whole)
        part = whole[start : start + height]
        start += height
        is_turned = ".qkv" in name and len(tensors) == 3 and index < 2
        # A copy where it is a part, so that the others are not kept alive with it.
        yield tensor, _halved(model, part) if is_turned else part.clone() if len(tensors) > 1 else part


def _heights(model: Description, count: int) -> tuple[int, ...]:
    if count == 3:
        keys = model.kv_heads * model.head_size
        return (model.heads * model.head_size, keys, keys)
    return (model.inner, model.inner) if count == 2 else ()


def _halved(model: Description, rows: torch.Tensor) -> torch.Tensor:
    """Rows of heads with dimensions 2i and 2i + 1 side by side become rows with all 2i before all 2i + 1."""
    if model.rotary != "interleaved":
        return rows.clone()
    apart = rows.reshape(-1, model.head_size // 2, 2, *rows.shape[1:]).transpose(1, 2)
    return apart.reshape(rows.shape)
