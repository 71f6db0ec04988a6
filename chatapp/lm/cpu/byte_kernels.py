"""The two inner loops of attention over keys and values in eight bits as LLVM code, for one to four queries.

A query's arithmetic is the same whatever stands beside it. Lanes are positions in the first, dimensions in the second.
"""

from functools import cache
from typing import Any

from llvmlite import ir
from numba.types import UniTuple, int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu.attention_kernels import Values, broadcast, fold
from chatapp.lm.cpu.byte_dot import BYTES_64, Dot, dot_of
from chatapp.lm.cpu.compiled import address, instruction
from chatapp.lm.cpu.records import PAGE, QUERIES, TILE
from chatapp.lm.cpu.vector_type import FLOATS, INTEGERS, LANES
from chatapp.lm.kernels.host import target

FOUR = 4
WIDTHS = {1: 4, 2: 4, 3: 4, 4: 2}
"""Vectors that so many queries take on in one pass: as many as leave registers for the rest."""
SHARES = 2
"""A weight is two bytes, in tables that lie one behind the other."""


@cache
def target_dot() -> Dot:
    return dot_of(target())


def spread(builder: ir.IRBuilder, place: ir.Value) -> ir.Value:
    """The four bytes at a place, for every lane."""
    value = builder.load(code.pointer(builder, place), typ=code.I32, align=1)
    first = builder.insert_element(ir.Constant(INTEGERS, ir.Undefined), value, code.I32(0))
    zeros = ir.Constant(INTEGERS, [code.I32(0)] * LANES)
    return builder.bitcast(builder.shuffle_vector(first, ir.Constant(INTEGERS, ir.Undefined), zeros), BYTES_64)


def load_bytes(builder: ir.IRBuilder, place: ir.Value, vectors: int, ahead: ir.Value) -> Values:
    """So many vectors of bytes, while what comes `ahead` bytes later is fetched into the cache."""
    found = []
    for vector in range(vectors):
        at = builder.add(place, code.I64(64 * vector))
        code.prefetch(builder, builder.add(at, ahead))
        found.append(builder.load(code.pointer(builder, at), typ=BYTES_64, align=1))
    return found


def _scores(queries: int) -> Any:
    vectors = WIDTHS[queries]

    @instruction(void(UniTuple(address, QUERIES), UniTuple(address, 2), address, UniTuple(int64, 2)))
    def scores(
        builder: ir.IRBuilder, places: ir.Value, keys_and_scales: ir.Value, target: ir.Value, extent: ir.Value
    ) -> None:
        dot = target_dot()
        keys, scales = (builder.extract_value(keys_and_scales, place) for place in range(2))
        rows = [builder.extract_value(places, query) for query in range(queries)]
        head_size, ahead = (builder.extract_value(extent, place) for place in range(2))

        def add_four(index: ir.Value, dots: Values) -> Values:
            lanes = load_bytes(builder, code.offset(builder, keys, index, FOUR * TILE), vectors, ahead)
            made = []
            for query, row in enumerate(rows):
                asked = spread(builder, code.offset(builder, row, index, FOUR))
                made += [dot(builder, dots[query * vectors + v], lanes[v], asked) for v in range(vectors)]
            return made

        fours = builder.udiv(head_size, code.I64(FOUR))
        dots = fold(builder, fours, [code.integer_constant(0)] * (queries * vectors), add_four)
        for query, row in enumerate(rows):
            scale, offset = (broadcast(builder, builder.add(row, head_size), code.I64(place)) for place in range(2))
            for v in range(vectors):
                value = builder.sitofp(dots[query * vectors + v], FLOATS)
                value = code.fma(builder, value, scale, offset)
                value = builder.fmul(value, code.load(builder, builder.add(scales, code.I64(4 * LANES * v))))
                code.store(builder, builder.add(target, code.I64(4 * (query * PAGE + v * LANES))), value)

    return scores


def _sums(queries: int, vectors: int) -> Any:
    @instruction(void(UniTuple(address, 2), address, address, UniTuple(int64, 3)))
    def sums(builder: ir.IRBuilder, weights: ir.Value, values: ir.Value, target: ir.Value, extent: ir.Value) -> None:
        dot = target_dot()
        shares, factors = (builder.extract_value(weights, place) for place in range(2))
        fours, head_size, ahead = (builder.extract_value(extent, place) for place in range(3))
        stride = builder.mul(head_size, code.I64(FOUR))

        def add_four(index: ir.Value, sums: Values) -> Values:
            lanes = load_bytes(builder, builder.add(values, builder.mul(index, stride)), vectors, ahead)
            made = []
            for row in range(queries * SHARES):
                table = builder.add(shares, code.I64(row * PAGE))
                share = spread(builder, code.offset(builder, table, index, FOUR))
                made += [dot(builder, sums[row * vectors + v], share, lanes[v]) for v in range(vectors)]
            return made

        found = fold(builder, fours, [code.integer_constant(0)] * (queries * SHARES * vectors), add_four)
        for query in range(queries):
            factor = broadcast(builder, factors, code.I64(query))
            row = code.offset(builder, target, builder.mul(head_size, code.I64(query)), 4)
            for v in range(vectors):
                high, low = (found[(query * SHARES + share) * vectors + v] for share in range(SHARES))
                whole = builder.add(builder.shl(high, code.integer_constant(8)), low)
                value = builder.fmul(builder.sitofp(whole, FLOATS), factor)
                code.store(builder, builder.add(row, code.I64(4 * v * LANES)), value)

    return sums


scores_1, scores_2, scores_3, scores_4 = (_scores(queries) for queries in (1, 2, 3, 4))
"""(addresses of the rounded queries, (keys, their scales), target [queries][PAGE], (head size, bytes ahead)), of as
many positions as WIDTHS says"""
wide_sums_1, wide_sums_2, wide_sums_3, wide_sums_4 = (_sums(queries, WIDTHS[queries]) for queries in (1, 2, 3, 4))
"""((weights [queries][SHARES][PAGE], what makes floats of their sums [queries]), values, target [queries][head size],
(positions / 4, head size, bytes ahead))"""
sums_1, sums_2, sums_3, sums_4 = (_sums(queries, 1) for queries in (1, 2, 3, 4))
"""The same, 16 dimensions at a time."""
