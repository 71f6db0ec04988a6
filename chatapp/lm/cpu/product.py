"""Packed matrices times rows of activations rounded to int8, through the kernels' addresses. Compiled code."""

from llvmlite import ir
from numba.types import UniTuple, int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.compiled import address, inner, instruction
from chatapp.lm.cpu.records import BLOCK, GROUP, MAX_COLUMNS, JobRecord, MatrixRecord
from chatapp.lm.cpu.sharing import NOTHING, complete, take

TILE_BYTES = 1 << 17
"""Weights that stay in a core's second cache while many rows go over them."""
BLOCK_BYTES = BLOCK * GROUP // 2 + BLOCK * 4
ARGUMENTS, WIDE_ARGUMENTS = 11, 13
PIECES_PER_THREAD = 4
"""More would share more evenly; each costs a word that travels between cores."""


@instruction(void(address, UniTuple(int64, ARGUMENTS)))
def call_kernel(builder: ir.IRBuilder, place: ir.Value, arguments: ir.Value) -> None:
    """dot_M(w, dm, x, dx, sx, y, b0, b1, G, N, accumulate), see kernels.layout."""
    kind = ir.FunctionType(ir.VoidType(), [code.I64] * ARGUMENTS)
    function = builder.inttoptr(place, ir.PointerType(kind))
    builder.call(function, [builder.extract_value(arguments, index) for index in range(ARGUMENTS)])


@instruction(void(address, UniTuple(int64, WIDE_ARGUMENTS)))
def call_wide_kernel(builder: ir.IRBuilder, place: ir.Value, arguments: ir.Value) -> None:
    """wide_M(w, dm, low, low_dm, x, dx, sx, y, b0, b1, G, N, accumulate), see kernels.dot_text."""
    kind = ir.FunctionType(ir.VoidType(), [code.I64] * WIDE_ARGUMENTS)
    function = builder.inttoptr(place, ir.PointerType(kind))
    builder.call(function, [builder.extract_value(arguments, index) for index in range(WIDE_ARGUMENTS)])


@inner
def run_blocks(matrix: MatrixRecord, job: JobRecord, rows: int, target: int, blocks: tuple[int, int, int]) -> None:
    """The rows of blocks (first, end), the third figure 1 where they are added to what is in `target`."""
    width = matrix.blocks * BLOCK
    for row in range(0, rows, MAX_COLUMNS):
        count = min(rows - row, MAX_COLUMNS) - 1
        x = job.rounded + row * matrix.groups * GROUP
        scales = job.rounded_scales + row * matrix.groups * 4
        sums = job.rounded_sums + row * matrix.groups * 4
        y = target + row * width * 4
        first, end, added = blocks
        high, high_scales, groups = matrix.nibbles, matrix.scales, matrix.groups
        low, low_scales = matrix.low_nibbles, matrix.low_scales
        if low != 0 and job.wide_kernels != 0:
            place = v.read_word(job.wide_kernels, count)
            passes = (high, high_scales, low, low_scales)
            call_wide_kernel(place, (*passes, x, scales, sums, y, first, end, groups, width, added))
            continue
        place = v.read_word(job.kernels, count)
        call_kernel(place, (high, high_scales, x, scales, sums, y, first, end, groups, width, added))
        if low != 0:
            call_kernel(place, (low, low_scales, x, scales, sums, y, first, end, groups, width, 1))


@inner
def prepare(matrix: MatrixRecord, rows: int, target: int, blocks: tuple[int, int, int]) -> None:
    """Lays the bias into `target`, or adds it to what is there."""
    first, end, added = blocks
    width = matrix.blocks * BLOCK
    for row in range(rows):
        y = target + row * width * 4
        for index in range(first * BLOCK, end * BLOCK, BLOCK):
            value = v.load(matrix.bias, index)
            if added:
                value = v.add(value, v.load(y, index))
            v.store(y, index, value)


@inner
def multiply_blocks(matrix: MatrixRecord, job: JobRecord, rows: int, target: int, blocks: tuple[int, int, int]) -> None:
    """The same for blocks (first, end, whether they are added to what is there), with their part of the bias."""
    first, end, added = blocks
    if matrix.bias != 0:
        prepare(matrix, rows, target, blocks)
        added = 1
    if rows <= MAX_COLUMNS:
        run_blocks(matrix, job, rows, target, (first, end, added))
        return
    step = max(1, TILE_BYTES // (matrix.groups * BLOCK_BYTES))
    for block in range(first, end, step):
        run_blocks(matrix, job, rows, target, (block, min(end, block + step), added))


@inner
def multiply(matrix: MatrixRecord, job: JobRecord, rows: int, target: int, added: int) -> None:
    """target[rows][padded rows of the matrix] (+)= matrix * rounded rows + bias, as a phase."""
    pieces = 1 if job.threads == 1 else min(matrix.blocks, job.threads * PIECES_PER_THREAD)
    piece = take(job, pieces)
    while piece != NOTHING:
        first, end = matrix.blocks * piece // pieces, matrix.blocks * (piece + 1) // pieces
        multiply_blocks(matrix, job, rows, target, (first, end, added))
        complete(job, pieces)
        piece = take(job, pieces)


@inner
def round_row(job: JobRecord, row: int, source: int, groups: int) -> None:
    """Rounds a row of `groups` * 32 floats at `source` to be row `row` of the next product."""
    for group in range(groups):
        at = row * groups + group
        v.round_group(
            source + group * GROUP * 4,
            job.rounded + at * GROUP,
            job.rounded_scales + at * 4,
            job.rounded_sums + at * 4,
        )


@inner
def unpack_row(matrix: MatrixRecord, row: int, target: int) -> None:
    """Writes a row of the matrix as floats, exactly as it is packed."""
    block = row // BLOCK
    lane = row % BLOCK
    for group in range(matrix.groups):
        at = block * matrix.groups + group
        unpack_group(matrix.nibbles, matrix.scales, at, lane, (target + group * GROUP * 4, 0))
        if matrix.low_nibbles != 0:
            unpack_group(matrix.low_nibbles, matrix.low_scales, at, lane, (target + group * GROUP * 4, 1))


@inner
def unpack_group(nibbles: int, scales: int, at: int, lane: int, target: tuple[int, int]) -> None:
    place, added = target
    scale = v.read_half(scales, at * 2 * BLOCK + lane)
    least = v.read_half(scales, at * 2 * BLOCK + BLOCK + lane)
    for column in range(GROUP):
        chunk, rest = column // 8, column % 8
        byte = v.read_byte(nibbles, at * 256 + chunk * 64 + lane * 4 + rest % 4)
        nibble = byte >> 4 if rest >= 4 else byte & 15
        value = scale * nibble + least
        if added:
            value += v.read(place, column)
        v.write(place, column, value)
