"""Parts of a source that are written for a test."""

from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from chatapp.lm.gguf_file import GgufFile, GgufTensor
from chatapp.lm.packed.rows import FloatPart, GgufPart
from chatapp.lm.weights_file import TensorSpec


def gguf_part(path: Path, kind: str, raw: NDArray[np.uint8], columns: int) -> GgufPart:
    path.write_bytes(b"head" + raw.tobytes())
    number = int(gguf.GGMLQuantizationType[kind])
    tensor = GgufTensor("w", number, (len(raw), columns), 4, raw.nbytes)
    return GgufPart(GgufFile(path, {}, (tensor,)), tensor)


def float_part(path: Path, values: NDArray[np.float32], dtype: str, *, is_transposed: bool = False) -> FloatPart:
    """The numbers rounded to `dtype`; bfloat16 by cutting off."""
    whole = np.ascontiguousarray(values.T if is_transposed else values)
    bits = (whole.view(np.uint32) >> 16).astype(np.uint16)
    kinds: dict[str, NDArray[Any]] = {
        "F64": whole.astype(np.float64),
        "F32": whole,
        "F16": whole.astype(np.float16),
        "BF16": bits,
    }
    path.write_bytes(bytes(8) + kinds[dtype].tobytes())
    return FloatPart(path, TensorSpec(dtype, whole.shape, 8), is_transposed)
