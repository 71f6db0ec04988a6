"""Scores of one page of positions turned into weights, weighted values, and pages added up. Compiled code.

Scores are powers of two. A query's figures are its greatest score and the sum of its weights, by which two pages' sums
can be joined.
"""

from chatapp.lm.cpu import attention_kernels as kernels
from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import BLOCK

NOTHING = -1e30
"""The greatest score of no position at all."""
WIDE = 16 * kernels.WIDE
Extent = tuple[int, int, int]


@inner
def soften(scores: int, positions: int, width: int, figures: int) -> None:
    """Turns scores[:positions] into weights, the greatest of them 1, and those up to `width` into zeros; `figures` gets
    the greatest score and the weights' sum."""
    if positions <= 0:
        for index in range(width):
            v.write(scores, index, 0.0)
        v.write(figures, 0, NOTHING)
        v.write(figures, 1, 0.0)
        return
    for index in range(positions, -(-positions // BLOCK) * BLOCK):
        v.write(scores, index, NOTHING)
    top = v.splat(NOTHING)
    for index in range(0, positions, BLOCK):
        top = v.greater(v.load(scores, index), top)
    greatest = v.greatest_of(top)
    less = v.splat(-greatest)
    total = v.splat(0.0)
    for index in range(0, positions, BLOCK):
        weight = v.exp2_of(v.add(v.load(scores, index), less))
        total = v.add(total, weight)
        v.store(scores, index, weight)
    for index in range(positions, width):
        v.write(scores, index, 0.0)
    v.write(figures, 0, greatest)
    v.write(figures, 1, v.sum_of(total))


@inner
def score(count: int, queries: tuple[int, int, int, int], keys: int, scores: int, extent: tuple[int, int]) -> None:
    if count == 1:
        kernels.scores_1(queries, keys, scores, extent)
    elif count == 2:
        kernels.scores_2(queries, keys, scores, extent)
    elif count == 3:
        kernels.scores_3(queries, keys, scores, extent)
    else:
        kernels.scores_4(queries, keys, scores, extent)


@inner
def sum_wide(count: int, scores: int, values: int, target: int, extent: Extent) -> None:
    if count == 1:
        kernels.wide_sums_1(scores, values, target, extent)
    elif count == 2:
        kernels.wide_sums_2(scores, values, target, extent)
    elif count == 3:
        kernels.wide_sums_3(scores, values, target, extent)
    else:
        kernels.wide_sums_4(scores, values, target, extent)


@inner
def sum_narrow(count: int, scores: int, values: int, target: int, extent: Extent) -> None:
    if count == 1:
        kernels.sums_1(scores, values, target, extent)
    elif count == 2:
        kernels.sums_2(scores, values, target, extent)
    elif count == 3:
        kernels.sums_3(scores, values, target, extent)
    else:
        kernels.sums_4(scores, values, target, extent)


@inner
def weigh(count: int, scores: int, values: int, target: int, extent: Extent) -> None:
    """target[count][head size] = weights times values, of `extent`: (positions, head size, bytes ahead)."""
    size = extent[1]
    dimension = 0
    while dimension + WIDE <= size:
        sum_wide(count, scores, values + dimension * 2, target + dimension * 4, extent)
        dimension += WIDE
    while dimension < size:
        sum_narrow(count, scores, values + dimension * 2, target + dimension * 4, extent)
        dimension += BLOCK


@inner
def add_part(result: int, figures: int, part: int, found: int, size: int) -> None:
    """Adds a page's part and its figures (`found`) to a query's result [size] and figures."""
    greatest, other = v.read(figures, 0), v.read(found, 0)
    higher = max(greatest, other)
    old, new = v.exp2(greatest - higher), v.exp2(other - higher)
    v.write(figures, 0, higher)
    v.write(figures, 1, v.read(figures, 1) * old + v.read(found, 1) * new)
    kept, added = v.splat(old), v.splat(new)
    for index in range(0, size, BLOCK):
        value = v.multiply(v.load(part, index), added)
        v.store(result, index, v.fma(v.load(result, index), kept, value))


@inner
def clear(result: int, figures: int, size: int) -> None:
    v.write(figures, 0, NOTHING)
    v.write(figures, 1, 0.0)
    for index in range(0, size, BLOCK):
        v.store(result, index, v.splat(0.0))


@inner
def finish(result: int, figures: int, size: int) -> None:
    factor = v.splat(1.0 / v.read(figures, 1))
    for index in range(0, size, BLOCK):
        v.store(result, index, v.multiply(v.load(result, index), factor))
