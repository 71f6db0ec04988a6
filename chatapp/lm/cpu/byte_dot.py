"""Four products of unsigned and signed bytes, added to each lane of sixteen int32, as the processor does it best."""

from collections.abc import Callable

from llvmlite import ir

from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.vector_code import I32, call
from chatapp.lm.cpu.vector_type import INTEGERS, LANES
from chatapp.lm.kernels.host import Host

FOUR = 4
BYTES_64 = ir.VectorType(ir.IntType(8), FOUR * LANES)
Dot = Callable[[ir.IRBuilder, ir.Value, ir.Value, ir.Value], ir.Value]
"""dot(builder, sums, unsigned bytes, signed bytes)"""
WHOLE, HALF = "llvm.x86.avx512.vpdpbusd.512", "llvm.x86.avx512.vpdpbusd.256"


def dot_of(host: Host) -> Dot:
    if {"avx512f", "avx512vnni"} <= host.features:
        return whole_dot
    if "avxvnni" in host.features:
        return halved_dot
    return plain_dot


def fastest_form(host: Host) -> KvForm:
    """Of keys and values: without an instruction for their products, attention over float16 is faster than over
    bytes."""
    return KvForm.HALVES if dot_of(host) is plain_dot else KvForm.BYTES


def whole_dot(builder: ir.IRBuilder, sums: ir.Value, unsigned: ir.Value, signed: ir.Value) -> ir.Value:
    return call(builder, WHOLE, INTEGERS, sums, unsigned, signed)


def halved_dot(builder: ir.IRBuilder, sums: ir.Value, unsigned: ir.Value, signed: ir.Value) -> ir.Value:
    kind = ir.VectorType(I32, LANES // 2)
    halves = []
    for half in range(2):
        halves.append(call(builder, HALF, kind, *(_half(builder, value, half) for value in (sums, unsigned, signed))))
    return builder.shuffle_vector(*halves, _indices(range(LANES)))


def plain_dot(builder: ir.IRBuilder, sums: ir.Value, unsigned: ir.Value, signed: ir.Value) -> ir.Value:
    wide = ir.VectorType(I32, FOUR * LANES)
    products = builder.mul(builder.zext(unsigned, wide), builder.sext(signed, wide))
    for place in range(FOUR):
        every_fourth = _indices(range(place, FOUR * LANES, FOUR))
        sums = builder.add(sums, builder.shuffle_vector(products, products, every_fourth))
    return sums


def _half(builder: ir.IRBuilder, value: ir.Value, half: int) -> ir.Value:
    count = value.type.count // 2
    return builder.shuffle_vector(value, value, _indices(range(half * count, (half + 1) * count)))


def _indices(lanes: range) -> ir.Constant:
    return ir.Constant(ir.VectorType(I32, len(lanes)), [I32(lane) for lane in lanes])
