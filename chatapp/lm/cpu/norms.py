"""RMSNorm and LayerNorm of single rows, float32. Compiled code."""

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import BLOCK, ModelRecord, NormRecord


@inner
def mean_square(source: int, size: int) -> float:
    total = v.splat(0.0)
    for index in range(0, size, BLOCK):
        value = v.load(source, index)
        total = v.fma(value, value, total)
    return v.sum_of(total) / size


@inner
def rms_norm(norm: NormRecord, source: int, target: int, size: int, epsilon: float) -> None:
    """target = source / sqrt(mean square) * weight; they may be the same."""
    factor = v.splat(1.0 / v.root(mean_square(source, size) + epsilon))
    for index in range(0, size, BLOCK):
        value = v.multiply(v.multiply(v.load(source, index), factor), v.load(norm.weight, index))
        v.store(target, index, value)


@inner
def layer_norm(norm: NormRecord, source: int, target: int, size: int, epsilon: float) -> None:
    """target = (source - mean) / sqrt(variance) * weight + bias; they may not be the same."""
    total = v.splat(0.0)
    for index in range(0, size, BLOCK):
        total = v.add(total, v.load(source, index))
    less = v.splat(-v.sum_of(total) / size)
    for index in range(0, size, BLOCK):
        v.store(target, index, v.add(v.load(source, index), less))
    factor = v.splat(1.0 / v.root(mean_square(target, size) + epsilon))
    for index in range(0, size, BLOCK):
        value = v.multiply(v.load(target, index), factor)
        v.store(target, index, v.fma(value, v.load(norm.weight, index), v.load(norm.bias, index)))


@inner
def normalise(model: ModelRecord, norm: NormRecord, source: int, target: int) -> None:
    if model.is_rms:
        rms_norm(norm, source, target, model.hidden, model.epsilon)
    else:
        layer_norm(norm, source, target, model.hidden, model.epsilon)
