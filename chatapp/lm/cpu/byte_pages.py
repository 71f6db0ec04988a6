"""Keys and values as int8 in the cache's pages, and queries rounded to meet them. Compiled code.

A page holds, per layer and head, the keys as uint8, 128 more than they are, in tiles [four dimensions][position in the
tile][4]; the values as int8, [four positions][dimension][4]; the keys' scales and the values' scales [position],
float32. A head has one scale. A few dimensions of keys are much greater than the others, and the scale theirs alone, so
keys and queries are mixed first: a Hadamard matrix makes each dimension a sum and difference of all, and their products
are what they were.
"""

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.records import BLOCK, PAGE, TILE
from chatapp.lm.cpu.vector_code import LEAST_ROUNDED

FOUR = 4
"""Numbers that one step of a dot product adds up."""
OFFSET = 128.0


@inner
def key_scales(part: int, size: int) -> int:
    """The address of the scales of a head's keys, by that of its part of a page."""
    return part + 2 * PAGE * size


@inner
def value_scales(part: int, size: int) -> int:
    return key_scales(part, size) + PAGE * 4


@inner
def mix(head: int, size: int) -> None:
    """A head's floats times a Hadamard matrix, in blocks of the greatest power of two that divides its size."""
    block = size & -size
    for index in range(0, size, BLOCK):
        v.store(head, index, v.mixed_lanes(v.load(head, index)))
    step = BLOCK
    while step < block:
        for first in range(0, size, 2 * step):
            for index in range(first, first + step, BLOCK):
                a, b = v.load(head, index), v.load(head, index + step)
                v.store(head, index, v.add(a, b))
                v.store(head, index + step, v.subtract(a, b))
        step *= 2
    factor = v.splat(1 / v.root(block))
    for index in range(0, size, BLOCK):
        v.store(head, index, v.multiply(v.load(head, index), factor))


@inner
def round_head(source: int, target: int, size: int) -> None:
    """A head's floats as int8; then their scale, and what it costs them that keys are OFFSET more than they are."""
    top = v.splat(0.0)
    for index in range(0, size, BLOCK):
        top = v.greater(v.magnitude(v.load(source, index)), top)
    greatest = v.greatest_of(top)
    factor = 127 / greatest if greatest > LEAST_ROUNDED else 0.0
    total = v.splat(0.0)
    for index in range(0, size, BLOCK):
        total = v.add(total, v.store_bytes(v.load(source, index), factor, target + index))
    scale = greatest / 127
    v.write(target + size, 0, scale)
    v.write(target + size, 1, -OFFSET * scale * v.sum_of(total))


@inner
def keep_key_bytes(key: int, part: int, place: int, size: int, room: int) -> None:
    """Spreads a key (address) over a head's part of a page; `room` is for one rounded head."""
    mix(key, size)
    round_head(key, room, size)
    tile = part + place // TILE * TILE * size + place % TILE * FOUR
    for index in range(0, size, FOUR):
        v.copy_flipped(room + index, tile + index * TILE)
    v.write(key_scales(part, size), place, v.read(room + size, 0))


@inner
def keep_value_bytes(value: int, part: int, place: int, size: int, room: int) -> None:
    round_head(value, room, size)
    target = part + PAGE * size + place // FOUR * FOUR * size + place % FOUR
    for index in range(size):
        v.copy_byte(room + index, target + index * FOUR)
    v.write(value_scales(part, size), place, v.read(room + size, 0))


@inner
def round_query(query: int, target: int, size: int) -> None:
    mix(query, size)
    round_head(query, target, size)
