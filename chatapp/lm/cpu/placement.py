"""New rows' queries made ready and their keys and values put into the cache's pages. Compiled code.

A page of float16 holds, per layer and head, the keys' tiles [dimension][position in the tile] and then the values
[position][dimension]; one of bytes is byte_pages' matter.
"""

from collections.abc import Sequence

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.byte_pages import keep_key_bytes, keep_value_bytes, round_query
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.norms import rms_norm
from chatapp.lm.cpu.records import BLOCK, PAGE, TILE, JobRecord, LayerRecord, ModelRecord, RowRecord


@inner
def page_part(model: ModelRecord, layer: LayerRecord, head: int) -> int:
    """Bytes from a page's start to what it has of a head."""
    return (layer.index * model.kv_heads + head) * model.part_bytes


@inner
def rotate(model: ModelRecord, job: JobRecord, position: int, head: int) -> None:
    """Turns the pairs of a head (its address) by the angles of its position."""
    table = position * model.rotary_pairs
    for pair in range(model.rotary_pairs):
        first = pair * model.pair_step
        second = first + model.pair_width
        cosine, sine = v.read(job.cosines, table + pair), v.read(job.sines, table + pair)
        a, b = v.read(head, first), v.read(head, second)
        v.write(head, first, a * cosine - b * sine)
        v.write(head, second, a * sine + b * cosine)


@inner
def ready_query(model: ModelRecord, layer: LayerRecord, job: JobRecord, position: int, head: int) -> None:
    if layer.query_norm.weight != 0:
        rms_norm(layer.query_norm, head, head, model.head_size, model.epsilon)
    rotate(model, job, position, head)
    scale = v.splat(model.query_scale)
    for index in range(0, model.head_size, BLOCK):
        v.store(head, index, v.multiply(v.load(head, index), scale))


@inner
def keep_key(model: ModelRecord, head: int, page: int, place: int) -> None:
    """Spreads a key (address) over its tile of the keys of a page (address)."""
    start = (place // TILE) * TILE * model.head_size + place % TILE
    for index in range(model.head_size):
        v.write_half(page, start + index * TILE, v.read(head, index))


@inner
def keep_value(model: ModelRecord, head: int, page: int, place: int) -> None:
    start = (PAGE + place) * model.head_size
    for index in range(0, model.head_size, BLOCK):
        v.store_halves(page, start + index, v.load(head, index))


@inner
def keep(model: ModelRecord, job: JobRecord, key: int, part: int, place: int) -> None:
    """Puts a key, and the value that belongs to it, into their place in a head's part of a page (addresses)."""
    value = key + model.kv_heads * model.head_size * 4
    if model.has_bytes:
        keep_key_bytes(key, part, place, model.head_size, job.scratch)
        keep_value_bytes(value, part, place, model.head_size, job.scratch)
    else:
        keep_key(model, key, part, place)
        keep_value(model, value, part, place)


@inner
def place_row(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord], index: int) -> None:
    """Of a row's queries, keys and values as the product left them."""
    row = rows[index]
    size = model.head_size * 4
    qkv = job.qkv + index * layer.qkv.blocks * BLOCK * 4
    for head in range(model.heads):
        ready_query(model, layer, job, row.position, qkv + head * size)
        if model.has_bytes:
            asked = job.asked + (index * model.heads + head) * model.asked_bytes
            round_query(qkv + head * size, asked, model.head_size)
    page = v.read_word(row.pages, row.position // PAGE)
    for head in range(model.kv_heads):
        key = qkv + (model.heads + head) * size
        if layer.key_norm.weight != 0:
            rms_norm(layer.key_norm, key, key, model.head_size, model.epsilon)
        rotate(model, job, row.position, key)
        keep(model, job, key, page + page_part(model, layer, head), row.position % PAGE)
