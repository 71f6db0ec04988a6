"""A model's forward pass over some rows, as one call that any number of threads make together. Compiled code.

Rows are tokens: the next one of a prompt or of several alternatives, guessed ones, or a chunk of a prompt. Each has
its position and its cache's pages; what comes out for a row does not depend on the others.
"""

from collections.abc import Sequence

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.activation import activate
from chatapp.lm.cpu.attention import attend, join_parts
from chatapp.lm.cpu.barrier import LAST, meet, tell, ticks
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.norms import normalise
from chatapp.lm.cpu.placement import place_row
from chatapp.lm.cpu.product import multiply, round_row, unpack_row
from chatapp.lm.cpu.records import BLOCK, GROUP, PARTS, JobRecord, LayerRecord, ModelRecord, NormRecord, RowRecord

EMBEDDING, NORMS, QKV, PLACING, ATTENTION, JOINING, OUTPUT, ENTER, ACTIVATION, LEAVE, HEAD = range(len(PARTS))


@inner
def embed(model: ModelRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    for row in range(job.thread, job.rows, job.threads):
        target = job.residual + row * model.hidden * 4
        unpack_row(model.embedding, rows[row].token, target)
        if model.positions != 0:
            learned = model.positions + rows[row].position * model.hidden * 4
            for index in range(0, model.hidden, BLOCK):
                v.store(target, index, v.add(v.load(target, index), v.load(learned, index)))


@inner
def norm_rows(model: ModelRecord, norm: NormRecord, job: JobRecord, first: int, rows: int) -> None:
    """Norms the rows of the residual stream from `first` on and rounds them for the product that follows."""
    for row in range(job.thread, rows, job.threads):
        target = job.normed + row * model.hidden * 4
        normalise(model, norm, job.residual + (first + row) * model.hidden * 4, target)
        round_row(job, row, target, model.hidden // GROUP)
    meet(job, NORMS)


@inner
def mix(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """Attention from the product of queries, keys and values to the rounded rows for the output matrix."""
    for row in range(job.thread, job.rows, job.threads):
        place_row(model, layer, job, rows[row], job.qkv + row * layer.qkv.blocks * BLOCK * 4)
    meet(job, PLACING)
    attend(model, layer, job, rows)
    meet(job, ATTENTION)
    width = model.heads * model.head_size
    for row in range(job.thread, job.rows, job.threads):
        if job.split_pages != 0:
            for head in range(model.heads):
                join_parts(model, job, rows, row, head)
        round_row(job, row, job.mixed + row * width * 4, width // GROUP)
    meet(job, JOINING)


@inner
def run_layer(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    norm_rows(model, layer.attention_norm, job, 0, job.rows)
    multiply(layer.qkv, job, job.rows, job.qkv, 0)
    meet(job, QKV)
    mix(model, layer, job, rows)
    multiply(layer.output, job, job.rows, job.residual, 1)
    meet(job, OUTPUT)
    norm_rows(model, layer.mlp_norm, job, 0, job.rows)
    multiply(layer.enter, job, job.rows, job.entered, 0)
    meet(job, ENTER)
    for row in range(job.thread, job.rows, job.threads):
        place = job.entered + row * layer.enter.blocks * BLOCK * 4
        activate(model, place)
        round_row(job, row, place, model.inner // GROUP)
    meet(job, ACTIVATION)
    multiply(layer.leave, job, job.rows, job.residual, 1)
    meet(job, LEAVE)


@inner
def work(model: ModelRecord, layers: Sequence[LayerRecord], job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """One thread's part of everything that its job asks for."""
    if job.clock != 0 and job.thread == 0:
        tell(job.clock + LAST * 8, ticks())
    if job.rows > 0:
        embed(model, job, rows)
        meet(job, EMBEDDING)
        for index in range(model.layers):
            run_layer(model, layers[index], job, rows)
    if job.head_rows > 0:
        norm_rows(model, model.final_norm, job, job.head_first, job.head_rows)
        multiply(model.head, job, job.head_rows, job.logits, 0)
        meet(job, HEAD)
