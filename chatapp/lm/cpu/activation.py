"""What stands between the two matrices of a layer's second half: gated SiLU, or GELU in tanh's form. Compiled code."""

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import BLOCK, ModelRecord

CUBE = 0.044715
TWICE_ROOT_2_PI = 1.5957691216057308
"""2 * sqrt(2 / pi): tanh(y) = 2 / (1 + exp(-2y)) - 1, so GELU needs no more than SiLU's exp."""


@inner
def gated_silu(row: int, size: int) -> None:
    """row[i] = silu(row[i]) * row[size + i]: the first half is the gate."""
    one = v.splat(1.0)
    for index in range(0, size, BLOCK):
        gate = v.load(row, index)
        value = v.divide(gate, v.add(one, v.exp_of_negative(gate)))
        v.store(row, index, v.multiply(value, v.load(row, size + index)))


@inner
def gelu(row: int, size: int) -> None:
    """row[i] = 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), as GPT-2 has it."""
    one = v.splat(1.0)
    for index in range(0, size, BLOCK):
        x = v.load(row, index)
        cubed = v.multiply(v.multiply(x, x), x)
        doubled = v.multiply(v.fma(cubed, v.splat(CUBE), x), v.splat(TWICE_ROOT_2_PI))
        v.store(row, index, v.divide(x, v.add(one, v.exp_of_negative(doubled))))


@inner
def activate(model: ModelRecord, row: int) -> None:
    if model.is_gated:
        gated_silu(row, model.inner)
    else:
        gelu(row, model.inner)
