"""Instructions on sixteen floats, and on single values at an address, for the compiled functions of this package."""

from llvmlite import ir
from numba.types import UniTuple, float32, int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu.compiled import address, instruction
from chatapp.lm.cpu.vector_type import BYTES, FLOATS, HALVES, INTEGERS, Vector, vector


@instruction(vector(address, int64), Vector)
def load(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    """The sixteen floats from `index` on."""
    return code.load(builder, code.offset(builder, place, index, 4))


@instruction(void(address, int64, vector))
def store(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, value: ir.Value) -> None:
    code.store(builder, code.offset(builder, place, index, 4), value)


@instruction(void(address, int64, vector))
def store_halves(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, value: ir.Value) -> None:
    """As float16, what is greater than it can hold as its greatest."""
    lowest, greatest = code.constant(-65504.0), code.constant(65504.0)
    value = builder.select(builder.fcmp_ordered(">", value, greatest), greatest, value)
    value = builder.select(builder.fcmp_ordered("<", value, lowest), lowest, value)
    halves = builder.fptrunc(value, HALVES)
    builder.store(halves, code.pointer(builder, code.offset(builder, place, index, 2)), align=2)


@instruction(vector(float32), Vector)
def splat(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return code.splat(builder, value)


@instruction(vector(vector, vector), Vector)
def add(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.fadd(a, b)


@instruction(vector(vector, vector), Vector)
def multiply(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.fmul(a, b)


@instruction(vector(vector, vector), Vector)
def divide(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.fdiv(a, b)


@instruction(vector(vector, vector, vector), Vector)
def fma(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, c: ir.Value) -> ir.Value:
    """a * b + c, rounded once."""
    return code.fma(builder, a, b, c)


@instruction(vector(vector), Vector)
def exp_of_negative(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    """exp(-x), for x below -87 as for -87."""
    capped = code.maximum(builder, x, code.constant(code.LEAST_EXPONENT))
    return code.exp(builder, builder.fneg(capped))


@instruction(float32(vector), float)
def sum_of(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return code.reduce_sum(builder, value)


@instruction(float32(float32), float)
def exp2(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    """2 ** x of one float by the very arithmetic of the vectors; x <= 126."""
    return builder.extract_element(code.exp2(builder, code.splat(builder, x)), code.I32(0))


@instruction(float32(address, int64), float)
def read(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    return builder.load(code.pointer(builder, code.offset(builder, place, index, 4)), typ=code.F32, align=4)


@instruction(void(address, int64, float32))
def write(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, value: ir.Value) -> None:
    builder.store(value, code.pointer(builder, code.offset(builder, place, index, 4)), align=4)


@instruction(float32(address, int64), float)
def read_half(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    half = builder.load(code.pointer(builder, code.offset(builder, place, index, 2)), typ=ir.HalfType(), align=2)
    return builder.fpext(half, code.F32)


@instruction(void(address, int64, float32))
def write_half(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, value: ir.Value) -> None:
    """As float16, what is greater than it can hold as its greatest."""
    value = builder.select(builder.fcmp_ordered(">", value, code.F32(65504)), code.F32(65504), value)
    value = builder.select(builder.fcmp_ordered("<", value, code.F32(-65504)), code.F32(-65504), value)
    half = builder.fptrunc(value, ir.HalfType())
    builder.store(half, code.pointer(builder, code.offset(builder, place, index, 2)), align=2)


@instruction(int64(address, int64), int)
def read_word(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    """The int64 at `index`."""
    return builder.load(code.pointer(builder, code.offset(builder, place, index, 8)), typ=code.I64, align=8)


@instruction(void(address, int64, int64))
def write_word(builder: ir.IRBuilder, place: ir.Value, index: ir.Value, value: ir.Value) -> None:
    builder.store(value, code.pointer(builder, code.offset(builder, place, index, 8)), align=8)


@instruction(int64(address, int64), int)
def read_byte(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    byte = builder.load(code.pointer(builder, builder.add(place, index)), typ=ir.IntType(8), align=1)
    return builder.zext(byte, code.I64)


@instruction(void(address, address, address, address))
def round_group(
    builder: ir.IRBuilder, source: ir.Value, target: ir.Value, scale: ir.Value, scaled_sum: ir.Value
) -> None:
    """Rounds 32 floats to int8 by their greatest; a group of zeros gets scale 0."""
    code.rounded_group(builder, source, target, (scale, scaled_sum))


@instruction(float32(float32), float)
def root(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    """The square root."""
    return code.call(builder, "llvm.sqrt.f32", code.F32, value)


@instruction(vector(vector, vector), Vector)
def greater(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return code.maximum(builder, a, b)


@instruction(float32(vector), float)
def greatest_of(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return code.reduce_maximum(builder, value)


@instruction(vector(vector), Vector)
def exp2_of(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    """2 ** x for x <= 126, of less than -125 as of -125."""
    return code.exp2(builder, x)


@instruction(vector(vector, float32, address), Vector)
def store_bytes(builder: ir.IRBuilder, value: ir.Value, factor: ir.Value, target: ir.Value) -> ir.Value:
    """Writes sixteen floats times `factor` as int8, each rounded to the nearest; returns those."""
    whole = code.rounded_bytes(builder, value, code.splat(builder, factor), target)
    return builder.sitofp(whole, FLOATS)


@instruction(vector(vector), Vector)
def mixed_lanes(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    """Times the Hadamard matrix of 16, unscaled."""
    return code.mixed_lanes(builder, value)


@instruction(vector(vector, vector), Vector)
def subtract(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.fsub(a, b)


@instruction(vector(vector), Vector)
def magnitude(builder: ir.IRBuilder, value: ir.Value) -> ir.Value:
    return code.absolute(builder, value)


@instruction(void(address, address))
def copy_flipped(builder: ir.IRBuilder, source: ir.Value, target: ir.Value) -> None:
    """Four int8 as uint8, 128 more each."""
    four = builder.load(code.pointer(builder, source), typ=code.I32, align=1)
    flipped = builder.xor(four, code.I32(0x80808080))
    builder.store(flipped, code.pointer(builder, target), align=4)


@instruction(void(address, address))
def copy_byte(builder: ir.IRBuilder, source: ir.Value, target: ir.Value) -> None:
    byte = builder.load(code.pointer(builder, source), typ=ir.IntType(8), align=1)
    builder.store(byte, code.pointer(builder, target), align=1)


@instruction(void(address, int64))
def ask_for(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> None:
    """Brings the line of memory with the float at `index` nearer, without waiting for it."""
    code.prefetch(builder, code.offset(builder, place, index, 4))


@instruction(void(vector, float32, UniTuple(address, 2)))
def store_shares(builder: ir.IRBuilder, value: ir.Value, factor: ir.Value, targets: ir.Value) -> None:
    """Sixteen floats times `factor`, at most 65,535, as whole numbers: their high bytes and their low bytes."""
    scaled = code.fma(builder, value, code.splat(builder, factor), code.constant(0.5))
    whole = builder.fptosi(scaled, INTEGERS)
    high = builder.lshr(whole, code.integer_constant(8))
    for place, part in enumerate((high, whole)):
        target = code.pointer(builder, builder.extract_value(targets, place))
        builder.store(builder.trunc(part, BYTES), target, align=1)
