"""A model's forward pass over some rows, as one call that any number of threads make together. Compiled code.

Rows are tokens: the next one of a prompt or of several alternatives, guessed ones, or a chunk of a prompt. Each has
its position and its cache's pages; what comes out for a row does not depend on the others.
"""

from collections.abc import Sequence

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.activation import activate
from chatapp.lm.cpu.attention import attend, join_parts
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.norms import normalise
from chatapp.lm.cpu.placement import place_row
from chatapp.lm.cpu.product import multiply, round_row, unpack_row
from chatapp.lm.cpu.records import BLOCK, GROUP, PARTS, JobRecord, LayerRecord, ModelRecord, NormRecord, RowRecord
from chatapp.lm.cpu.sharing import NOTHING, complete, conclude, start_clock, take

EMBEDDING, NORMS, QKV, PLACING, ATTENTION, JOINING, OUTPUT, ENTER, ACTIVATION, LEAVE, HEAD = range(len(PARTS))
ROWS_PER_PIECE = 8


@inner
def row_pieces(rows: int) -> int:
    return -(-rows // ROWS_PER_PIECE)


@inner
def end_of(piece: int, rows: int) -> int:
    """One past the last row of a piece."""
    return min(rows, (piece + 1) * ROWS_PER_PIECE)


@inner
def embed_row(model: ModelRecord, row: RowRecord, target: int) -> None:
    unpack_row(model.embedding, row.token, target)
    if model.positions != 0:
        learned = model.positions + row.position * model.hidden * 4
        for index in range(0, model.hidden, BLOCK):
            v.store(target, index, v.add(v.load(target, index), v.load(learned, index)))


@inner
def embed(model: ModelRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    pieces = row_pieces(job.rows)
    piece = take(job, pieces)
    while piece != NOTHING:
        for row in range(piece * ROWS_PER_PIECE, end_of(piece, job.rows)):
            embed_row(model, rows[row], job.residual + row * model.hidden * 4)
        complete(job, pieces)
        piece = take(job, pieces)
    conclude(job, EMBEDDING)


@inner
def norm_rows(model: ModelRecord, norm: NormRecord, job: JobRecord, first: int, rows: int) -> None:
    """Norms the rows of the residual stream from `first` on and rounds them for the product that follows."""
    pieces = row_pieces(rows)
    piece = take(job, pieces)
    while piece != NOTHING:
        for row in range(piece * ROWS_PER_PIECE, end_of(piece, rows)):
            target = job.normed + row * model.hidden * 4
            normalise(model, norm, job.residual + (first + row) * model.hidden * 4, target)
            round_row(job, row, target, model.hidden // GROUP)
        complete(job, pieces)
        piece = take(job, pieces)
    conclude(job, NORMS)


@inner
def place_rows(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    pieces = row_pieces(job.rows)
    piece = take(job, pieces)
    while piece != NOTHING:
        for row in range(piece * ROWS_PER_PIECE, end_of(piece, job.rows)):
            place_row(model, layer, job, rows, row)
        complete(job, pieces)
        piece = take(job, pieces)
    conclude(job, PLACING)


@inner
def join_row(model: ModelRecord, job: JobRecord, rows: Sequence[RowRecord], row: int) -> None:
    """What attention made of a row, rounded for the output matrix."""
    if job.split_pages != 0:
        for head in range(model.heads):
            join_parts(model, job, rows, row, head)
    width = model.heads * model.head_size
    round_row(job, row, job.mixed + row * width * 4, width // GROUP)


@inner
def join_rows(model: ModelRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    pieces = row_pieces(job.rows)
    piece = take(job, pieces)
    while piece != NOTHING:
        for row in range(piece * ROWS_PER_PIECE, end_of(piece, job.rows)):
            join_row(model, job, rows, row)
        complete(job, pieces)
        piece = take(job, pieces)
    conclude(job, JOINING)


@inner
def activate_rows(model: ModelRecord, layer: LayerRecord, job: JobRecord) -> None:
    pieces = row_pieces(job.rows)
    piece = take(job, pieces)
    while piece != NOTHING:
        for row in range(piece * ROWS_PER_PIECE, end_of(piece, job.rows)):
            place = job.entered + row * layer.enter.blocks * BLOCK * 4
            activate(model, place)
            round_row(job, row, place, model.inner // GROUP)
        complete(job, pieces)
        piece = take(job, pieces)
    conclude(job, ACTIVATION)


@inner
def run_layer(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    norm_rows(model, layer.attention_norm, job, 0, job.rows)
    multiply(layer.qkv, job, job.rows, job.qkv, 0)
    conclude(job, QKV)
    place_rows(model, layer, job, rows)
    attend(model, layer, job, rows)
    conclude(job, ATTENTION)
    join_rows(model, job, rows)
    multiply(layer.output, job, job.rows, job.residual, 1)
    conclude(job, OUTPUT)
    norm_rows(model, layer.mlp_norm, job, 0, job.rows)
    multiply(layer.enter, job, job.rows, job.entered, 0)
    conclude(job, ENTER)
    activate_rows(model, layer, job)
    multiply(layer.leave, job, job.rows, job.residual, 1)
    conclude(job, LEAVE)


@inner
def work(model: ModelRecord, layers: Sequence[LayerRecord], job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """One thread's part of everything that its job asks for."""
    start_clock(job)
    if job.rows > 0:
        embed(model, job, rows)
        for index in range(model.layers):
            run_layer(model, layers[index], job, rows)
    if job.head_rows > 0:
        norm_rows(model, model.final_norm, job, job.head_first, job.head_rows)
        multiply(model.head, job, job.head_rows, job.logits, 0)
        conclude(job, HEAD)
