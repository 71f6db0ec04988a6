"""Sixteen float32 as one value of compiled code. LLVM splits it into the registers that the processor has."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import models, register_model

LANES = 16
FLOATS = ir.VectorType(ir.FloatType(), LANES)
HALVES = ir.VectorType(ir.HalfType(), LANES)
INTEGERS = ir.VectorType(ir.IntType(32), LANES)
BYTES = ir.VectorType(ir.IntType(8), LANES)


class Vector:
    """What Python's type checker knows of such a value."""


class VectorType(types.Type):  # type: ignore[misc]  # numba leaves its types untyped
    def __init__(self) -> None:
        super().__init__(name="float32x16")


vector = VectorType()


@register_model(VectorType)
class VectorModel(models.PrimitiveModel):  # type: ignore[misc]  # numba leaves its models untyped
    def __init__(self, manager: Any, kind: VectorType) -> None:
        super().__init__(manager, kind, FLOATS)
