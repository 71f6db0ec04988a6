"""The two inner loops of attention as LLVM code, for one to four queries that share a pass over keys or values.

A query's arithmetic is the same whatever stands beside it. Lanes are positions in the first, dimensions in the second.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.types import UniTuple, int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu.compiled import address, instruction
from chatapp.lm.cpu.records import PAGE, QUERIES, TILE
from chatapp.lm.cpu.vector_type import LANES

WIDE = 4
"""Vectors of a value that one pass sums up, where the head is wide enough."""
LINE = 64
Values = list[ir.Value]


def fold(builder: ir.IRBuilder, count: ir.Value, start: Values, body: Callable[[ir.Value, Values], Values]) -> Values:
    """`count` times (at least once) `values = body(index, values)`, with the values in registers."""
    before = builder.block
    loop, after = builder.append_basic_block("loop"), builder.append_basic_block("after")
    builder.branch(loop)
    builder.position_at_end(loop)
    index = builder.phi(code.I64)
    values = [builder.phi(value.type) for value in start]
    following = body(index, list(values))
    incremented, end = builder.add(index, code.I64(1)), builder.block  # the body may hold loops of its own
    builder.cbranch(builder.icmp_signed("<", incremented, count), loop, after)
    for phi, first, last in zip([index, *values], [code.I64(0), *start], [incremented, *following], strict=True):
        phi.add_incoming(first, before)
        phi.add_incoming(last, end)
    builder.position_at_end(after)
    return following


def broadcast(builder: ir.IRBuilder, place: ir.Value, index: ir.Value) -> ir.Value:
    value = builder.load(code.pointer(builder, code.offset(builder, place, index, 4)), typ=code.F32, align=4)
    return code.splat(builder, value)


def load_ahead(builder: ir.IRBuilder, place: ir.Value, vectors: int, ahead: ir.Value) -> Values:
    """So many vectors of float16, while what lies `ahead` bytes further is fetched into the cache: the processor itself
    does not look over the ends of its small pages."""
    for line in range(0, vectors * LANES * 2, LINE):
        code.prefetch(builder, builder.add(place, builder.add(ahead, code.I64(line))))
    return [code.load_halves(builder, builder.add(place, code.I64(v * LANES * 2))) for v in range(vectors)]


def _scores(queries: int) -> Any:
    vectors = TILE // LANES

    @instruction(void(UniTuple(address, QUERIES), address, address, UniTuple(int64, 2)))
    def scores(builder: ir.IRBuilder, places: ir.Value, keys: ir.Value, target: ir.Value, extent: ir.Value) -> None:
        head_size, ahead = (builder.extract_value(extent, place) for place in range(2))
        rows = [builder.extract_value(places, query) for query in range(queries)]

        def body(index: ir.Value, sums: Values) -> Values:
            key = code.offset(builder, keys, index, TILE * 2)
            lanes = load_ahead(builder, key, vectors, ahead)
            made = []
            for query, row in enumerate(rows):
                factor = broadcast(builder, row, index)
                made += [code.fma(builder, factor, lanes[v], sums[query * vectors + v]) for v in range(vectors)]
            return made

        sums = fold(builder, head_size, [code.constant(0.0)] * (queries * vectors), body)
        for place, value in enumerate(sums):
            query, v = divmod(place, vectors)
            code.store(builder, builder.add(target, code.I64(4 * (query * PAGE + v * LANES))), value)

    return scores


def _sums(queries: int, vectors: int) -> Any:
    @instruction(void(address, address, address, UniTuple(int64, 3)))
    def sums(builder: ir.IRBuilder, weights: ir.Value, values: ir.Value, target: ir.Value, extent: ir.Value) -> None:
        positions, head_size, ahead = (builder.extract_value(extent, place) for place in range(3))
        stride = builder.mul(head_size, code.I64(2))

        def body(index: ir.Value, sums: Values) -> Values:
            value = builder.add(values, builder.mul(index, stride))
            lanes = load_ahead(builder, value, vectors, ahead)
            made = []
            for query in range(queries):
                factor = broadcast(builder, builder.add(weights, code.I64(4 * query * PAGE)), index)
                made += [code.fma(builder, factor, lanes[v], sums[query * vectors + v]) for v in range(vectors)]
            return made

        made = fold(builder, positions, [code.constant(0.0)] * (queries * vectors), body)
        for place, value in enumerate(made):
            query, v = divmod(place, vectors)
            row = code.offset(builder, target, builder.mul(head_size, code.I64(query)), 4)
            code.store(builder, builder.add(row, code.I64(4 * v * LANES)), value)

    return sums


scores_1, scores_2, scores_3, scores_4 = (_scores(queries) for queries in (1, 2, 3, 4))
"""(addresses of the queries, keys of a tile, target [queries][PAGE], (head size, bytes ahead))"""
wide_sums_1, wide_sums_2, wide_sums_3, wide_sums_4 = (_sums(queries, WIDE) for queries in (1, 2, 3, 4))
"""(weights [queries][PAGE], values, target [queries][head size], (positions, head size, bytes ahead)), 64 dimensions at
a time"""
sums_1, sums_2, sums_3, sums_4 = (_sums(queries, 1) for queries in (1, 2, 3, 4))
"""The same, 16 dimensions at a time."""
