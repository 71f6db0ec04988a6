"""LLVM code for sixteen floats at once, written through a builder: what instructions and the attention's loops share.

Names follow LLVM's. Knows no numba.
"""

import math
from collections.abc import Callable

import numpy as np
from llvmlite import ir

from chatapp.lm.cpu.vector_type import BYTES, FLOATS, HALVES, INTEGERS, LANES
from chatapp.lm.kernels.rounding import LEAST

F32 = ir.FloatType()
I32 = ir.IntType(32)
I64 = ir.IntType(64)

LEAST_EXPONENT = -87.0
"""exp of less is taken for exp of this, 1.6e-38: nothing beside a 1, and no denormal number to slow the sum down."""
THE_127TH = float(np.float32(1) / np.float32(127))
LEAST_ROUNDED = float(LEAST)
LOG2_E = 1.4426950408889634
LN2_HIGH = 0.693359375
LN2_LOW = -2.12194440e-4
EXP_POLYNOMIAL = (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
"""Cephes' expf on [-ln2/2, ln2/2]: exp(r) = 1 + r + r*r*p(r)."""
LEAST_POWER = -125.0
"""exp2 of less is taken for exp2 of this, 2.4e-38: no denormal number either."""
EXP2_TAYLOR = tuple(math.log(2) ** power / math.factorial(power) for power in range(6, 0, -1))
"""2 ** r = 1 + r*p(r) on [-1/2, 1/2], to 1.2e-7 of its value."""


def pointer(builder: ir.IRBuilder, place: ir.Value) -> ir.Value:
    return builder.inttoptr(place, ir.PointerType())


def offset(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, size: int) -> ir.Value:
    return builder.add(place, builder.mul(index, I64(size)))


def constant(value: float) -> ir.Constant:
    return ir.Constant(FLOATS, [ir.Constant(F32, value)] * LANES)


def integer_constant(value: int) -> ir.Constant:
    return ir.Constant(INTEGERS, [ir.Constant(I32, value)] * LANES)


def splat(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    first = builder.insert_element(ir.Constant(FLOATS, ir.Undefined), value, I32(0))
    zeros = ir.Constant(ir.VectorType(I32, LANES), [I32(0)] * LANES)
    return builder.shuffle_vector(first, ir.Constant(FLOATS, ir.Undefined), zeros)


def load(builder: ir.IRBuilder, place: ir.Value) -> ir.Value:
    return builder.load(pointer(builder, place), typ=FLOATS, align=4)


def load_halves(builder: ir.IRBuilder, place: ir.Value) -> ir.Value:
    halves = builder.load(pointer(builder, place), typ=HALVES, align=2)
    return builder.fpext(halves, FLOATS)


def store(builder: ir.IRBuilder, place: ir.Value, value: ir.Value) -> None:
    builder.store(value, pointer(builder, place), align=4)


def call(builder: ir.IRBuilder, name: str, result: ir.Type, *values: ir.Value) -> ir.Value:
    """A call of one of LLVM's own functions by its full name."""
    kind = ir.FunctionType(result, [value.type for value in values])
    function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
    return builder.call(function, values)


def prefetch(builder: ir.IRBuilder, place: ir.Value) -> None:
    """Asks for a line of memory; one that does not exist does no harm. It goes to the second cache: the first has room
    for few that are under way, and what the step needs next would wait behind them."""
    kind = ir.FunctionType(ir.VoidType(), [ir.PointerType(), I32, I32, I32])
    name = "llvm.prefetch.p0"
    function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
    builder.call(function, [pointer(builder, place), I32(0), I32(2), I32(1)])


def fma(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, c: ir.Value) -> ir.Value:
    return call(builder, "llvm.fma.v16f32", FLOATS, a, b, c)


def maximum(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.select(builder.fcmp_ordered(">", a, b), a, b)


def reduce_sum(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    """The lanes' sum by halves, in a fixed order."""
    return _reduced(builder, value, builder.fadd)


def reduce_maximum(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return _reduced(builder, value, lambda a, b: maximum(builder, a, b))


def _reduced(builder: ir.IRBuilder, value: ir.Value, combine: Callable[[ir.Value, ir.Value], ir.Value]) -> ir.Value:
    width = LANES
    while width > 1:
        width //= 2
        kind = ir.VectorType(I32, width)
        low = builder.shuffle_vector(value, value, ir.Constant(kind, [I32(i) for i in range(width)]))
        high = builder.shuffle_vector(value, value, ir.Constant(kind, [I32(i + width) for i in range(width)]))
        value = combine(low, high)
    return builder.extract_element(value, I32(0))


def exp(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    """exp(x) for x <= 88, to 2e-7 of its value."""
    x = maximum(builder, x, constant(LEAST_EXPONENT))
    whole = call(builder, "llvm.roundeven.v16f32", FLOATS, builder.fmul(x, constant(LOG2_E)))
    rest = fma(builder, whole, constant(-LN2_HIGH), x)
    rest = fma(builder, whole, constant(-LN2_LOW), rest)
    value = constant(EXP_POLYNOMIAL[0])
    for coefficient in EXP_POLYNOMIAL[1:]:
        value = fma(builder, value, rest, constant(coefficient))
    value = fma(builder, builder.fmul(value, rest), rest, rest)
    value = builder.fadd(value, constant(1.0))
    exponent = builder.shl(builder.add(builder.fptosi(whole, INTEGERS), integer_constant(127)), integer_constant(23))
    return builder.fmul(value, builder.bitcast(exponent, FLOATS))


def exp2(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    """2 ** x for x <= 126, to 3e-7 of its value, of less than -125 as of -125; exactly 1 for 0."""
    x = maximum(builder, x, constant(LEAST_POWER))
    whole = call(builder, "llvm.roundeven.v16f32", FLOATS, x)
    rest = builder.fsub(x, whole)
    value = constant(EXP2_TAYLOR[0])
    for coefficient in (*EXP2_TAYLOR[1:], 1.0):
        value = fma(builder, value, rest, constant(coefficient))
    exponent = builder.shl(builder.fptosi(whole, INTEGERS), integer_constant(23))
    return builder.bitcast(builder.add(builder.bitcast(value, INTEGERS), exponent), FLOATS)


def rounded_group(builder: ir.IRBuilder, source: ir.Value, target: ir.Value, scales: tuple[ir.Value, ir.Value]) -> None:
    """Rounds 32 floats at `source` to int8 at `target` as kernels.rounding defines it; writes their scale, and scale
    times their sum."""
    low, high = load(builder, source), load(builder, offset(builder, source, I64(1), 64))
    greatest = reduce_maximum(builder, maximum(builder, absolute(builder, low), absolute(builder, high)))
    scale = builder.fmul(greatest, F32(THE_127TH))
    is_something = builder.fcmp_ordered(">", greatest, F32(LEAST_ROUNDED))
    factor = splat(builder, builder.select(is_something, builder.fdiv(F32(127), greatest), F32(0)))
    first = rounded_bytes(builder, low, factor, target)
    total = builder.add(first, rounded_bytes(builder, high, factor, builder.add(target, I64(LANES))))
    count = call(builder, "llvm.vector.reduce.add.v16i32", I32, total)
    builder.store(scale, pointer(builder, scales[0]), align=4)
    builder.store(builder.fmul(scale, builder.sitofp(count, F32)), pointer(builder, scales[1]), align=4)


def rounded_bytes(builder: ir.IRBuilder, value: ir.Value, factor: ir.Value, target: ir.Value) -> ir.Value:
    """Writes sixteen floats times `factor`, rounded to the nearest, as int8; returns them as int32."""
    nearest = call(builder, "llvm.roundeven.v16f32", FLOATS, builder.fmul(value, factor))
    whole = builder.fptosi(nearest, INTEGERS)
    builder.store(builder.trunc(whole, BYTES), pointer(builder, target), align=1)
    return whole


def mixed_lanes(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    """Times the Hadamard matrix of 16, in four steps of sums and differences."""
    for bit in (1, 2, 4, 8):
        swapped = ir.Constant(ir.VectorType(I32, LANES), [I32(lane ^ bit) for lane in range(LANES)])
        signs = ir.Constant(FLOATS, [ir.Constant(F32, -1.0 if lane & bit else 1.0) for lane in range(LANES)])
        value = fma(builder, value, signs, builder.shuffle_vector(value, value, swapped))
    return value


def absolute(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return call(builder, "llvm.fabs.v16f32", FLOATS, value)
