"""One page's part of attention where keys and values are int8 (see byte_pages). Compiled code.

Scores are sums of whole numbers times scales. Weights, with the values' scales in them, become whole numbers of 16 bits
by the greatest that the query sees, so a query's figures know nothing of positions after it.
"""

from chatapp.lm.cpu import byte_kernels as kernels
from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.byte_kernels import SHARES
from chatapp.lm.cpu.byte_pages import FOUR, key_scales, value_scales
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import BLOCK, PAGE, TILE

GREATEST = 65535.0
LEAST = 1e-30
"""Weights below this are no more than nothing."""
LINE = 16
"""Floats of a line of the cache."""
Extent = tuple[int, int, int]
Queries = tuple[int, int, int, int]


@inner
def score_block(count: int, queries: Queries, place: tuple[int, int], scores: int, extent: tuple[int, int]) -> None:
    if count == 1:
        kernels.scores_1(queries, place, scores, extent)
    elif count == 2:
        kernels.scores_2(queries, place, scores, extent)
    elif count == 3:
        kernels.scores_3(queries, place, scores, extent)
    else:
        kernels.scores_4(queries, place, scores, extent)


@inner
def score_bytes(count: int, queries: Queries, part: int, scores: int, extent: Extent) -> None:
    """scores[count][PAGE] of the positions up to a width; `extent`: (width, head size, bytes ahead)."""
    width, size, ahead = extent
    scales = key_scales(part, size)
    step = TILE if count < 4 else TILE // 2
    for position in range(0, width, step):
        keys = part + position // TILE * TILE * size + position % TILE * FOUR
        place = (keys, scales + position * 4)
        score_block(count, queries, place, scores + position * 4, (size, ahead))


@inner
def share_out(weights: int, width: int, scales: int, shares: int, factor: int) -> None:
    """Writes weights[:width] times the values' scales as shares, and what turns a sum of these into floats again."""
    top = v.splat(0.0)
    for index in range(0, width, BLOCK):
        weight = v.multiply(v.load(weights, index), v.load(scales, index))
        top = v.greater(weight, top)
        v.store(weights, index, weight)
    greatest = max(v.greatest_of(top), LEAST)
    for index in range(0, width, BLOCK):
        v.store_shares(v.load(weights, index), GREATEST / greatest, (shares + index, shares + PAGE + index))
    v.write(factor, 0, greatest / GREATEST)


@inner
def sum_wide(count: int, places: tuple[int, int], values: int, target: int, extent: Extent) -> None:
    if count == 1:
        kernels.wide_sums_1(places, values, target, extent)
    elif count == 2:
        kernels.wide_sums_2(places, values, target, extent)
    elif count == 3:
        kernels.wide_sums_3(places, values, target, extent)
    else:
        kernels.wide_sums_4(places, values, target, extent)


@inner
def sum_narrow(count: int, places: tuple[int, int], values: int, target: int, extent: Extent) -> None:
    if count == 1:
        kernels.sums_1(places, values, target, extent)
    elif count == 2:
        kernels.sums_2(places, values, target, extent)
    elif count == 3:
        kernels.sums_3(places, values, target, extent)
    else:
        kernels.sums_4(places, values, target, extent)


@inner
def weigh_bytes(count: int, shares: int, part: int, target: int, extent: Extent) -> None:
    """target[count][head size] of the positions up to a width; `extent` as of `score_bytes`."""
    width, size, ahead = extent
    places = (shares, shares + 4 * SHARES * PAGE)
    inner_extent = (-(-width // FOUR), size, ahead)
    values = part + PAGE * size
    step = 4 * BLOCK if count < 4 else 2 * BLOCK
    dimension = 0
    while dimension + step <= size:
        sum_wide(count, places, values + dimension * FOUR, target + dimension * 4, inner_extent)
        dimension += step
    while dimension < size:
        sum_narrow(count, places, values + dimension * FOUR, target + dimension * 4, inner_extent)
        dimension += BLOCK


@inner
def ask_for_scales(part: int, size: int, ahead: int) -> None:
    """They are no part of what the kernels fetch ahead."""
    if ahead == 0:
        return
    first, end = key_scales(part, size), value_scales(part, size) + PAGE * 4
    for place in range(first, end, LINE * 4):
        v.ask_for(place + ahead, 0)
