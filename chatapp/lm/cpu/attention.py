"""Attention over a cache's pages with a softmax that is summed up page by page. Compiled code.

Up to four queries of one key head share a pass over a page (a quad). A page gives each of them a part: its figures
and the weighted sum of its values. Parts are always added up in the order of the pages, so a query's result depends
neither on the rows beside it nor on how many threads there are.
"""

from collections.abc import Sequence

from chatapp.lm.cpu import vectors as v
from chatapp.lm.cpu.byte_attention import ask_for_scales, score_bytes, share_out, weigh_bytes
from chatapp.lm.cpu.byte_kernels import SHARES
from chatapp.lm.cpu.byte_pages import value_scales
from chatapp.lm.cpu.compiled import inner
from chatapp.lm.cpu.online_softmax import add_part, clear, finish, score, soften, weigh
from chatapp.lm.cpu.placement import page_part
from chatapp.lm.cpu.records import (
    BLOCK,
    PAGE,
    PART_HEAD,
    QUERIES,
    QUERY_WORDS,
    SHARE_FLOATS,
    TILE,
    JobRecord,
    LayerRecord,
    ModelRecord,
    RowRecord,
)
from chatapp.lm.cpu.sharing import NOTHING, complete, take

Places = tuple[int, int, int, int]


@inner
def list_queries(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """Writes down what the rows and the key head that the job stands at have to ask: row by row (place of the query,
    its number among all heads of all rows, its position). Worked out once, it is read for every page."""
    group = model.heads // model.kv_heads
    at = 0
    for row in range(job.tile_first, job.tile_first + job.tile_rows):
        first = row * model.heads + job.tile_head * group
        step = model.head_size * 4
        place = job.qkv + row * layer.qkv.blocks * BLOCK * 4 + job.tile_head * group * step
        if model.has_bytes:
            step = model.asked_bytes
            place = job.asked + first * step
        for head in range(group):
            v.write_word(job.queries, at, place + head * step)
            v.write_word(job.queries, at + 1, first + head)
            v.write_word(job.queries, at + 2, rows[row].position)
            at += QUERY_WORDS
    job.tile_queries = job.tile_rows * group


@inner
def query_place(job: JobRecord, query: int) -> int:
    return v.read_word(job.queries, query * QUERY_WORDS)


@inner
def query_number(job: JobRecord, query: int) -> int:
    return v.read_word(job.queries, query * QUERY_WORDS + 1)


@inner
def quad_places(job: JobRecord, first: int, count: int) -> Places:
    """The addresses of a quad's queries, the last one's again where it has fewer than four."""
    last = first + count - 1
    return (
        query_place(job, first),
        query_place(job, min(first + 1, last)),
        query_place(job, min(first + 2, last)),
        query_place(job, last),
    )


@inner
def positions_seen(job: JobRecord, query: int) -> int:
    """How many of the page's positions a query may look at."""
    position = v.read_word(job.queries, query * QUERY_WORDS + 2)
    return max(0, min(PAGE, position + 1 - job.page * PAGE))


@inner
def attend_quad(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord], first: int) -> int:
    """The parts of the queries from `first` on in the current page, into the thread's scratch; returns how many
    queries there are, 0 where none of them sees the page."""
    count = min(QUERIES, job.tile_queries - first)
    width = positions_seen(job, first + count - 1)
    if width == 0:
        return 0
    part = v.read_word(rows[job.tile_first].pages, job.page) + page_part(model, layer, job.tile_head)
    if model.has_bytes:
        attend_bytes(model, job, part, first, count)
    else:
        attend_halves(model, job, part, first, count)
    return count


@inner
def attend_halves(model: ModelRecord, job: JobRecord, part: int, first: int, count: int) -> None:
    width = positions_seen(job, first + count - 1)
    size = model.head_size
    queries = quad_places(job, first, count)
    ahead = job.ahead if first == 0 else 0
    for position in range(0, width, TILE):
        score(count, queries, part + position * size * 2, job.scratch + position * 4, (size, ahead))
    for query in range(count):
        figures = quad_figures(model, job) + query * 8
        soften(job.scratch + query * PAGE * 4, positions_seen(job, first + query), width, figures)
    weigh(count, job.scratch, part + PAGE * size * 2, quad_sum(model, job, 0), (width, size, ahead))


@inner
def attend_bytes(model: ModelRecord, job: JobRecord, part: int, first: int, count: int) -> None:
    width = -(-positions_seen(job, first + count - 1) // BLOCK) * BLOCK
    size = model.head_size
    ahead = job.ahead if first == 0 else 0  # the other quads find the page in the cache, and to ask once is enough
    ask_for_scales(part, size, ahead)
    score_bytes(count, quad_places(job, first, count), part, job.scratch, (width, size, ahead))
    shares = job.scratch + QUERIES * (PAGE + size) * 4
    for query in range(count):
        scores = job.scratch + query * PAGE * 4
        soften(scores, positions_seen(job, first + query), width, quad_figures(model, job) + query * 8)
        factor = shares + QUERIES * SHARES * PAGE + query * 4
        share_out(scores, width, value_scales(part, size), shares + query * SHARES * PAGE, factor)
    weigh_bytes(count, shares, part, quad_sum(model, job, 0), (width, size, ahead))


@inner
def quad_figures(model: ModelRecord, job: JobRecord) -> int:
    """Where the thread's scratch has (greatest score, sum of weights) of a quad's queries."""
    return job.scratch + (QUERIES * (PAGE + model.head_size) + SHARE_FLOATS) * 4


@inner
def quad_sum(model: ModelRecord, job: JobRecord, query: int) -> int:
    """Where it has the weighted values of a quad's query."""
    return job.scratch + (QUERIES * PAGE + query * model.head_size) * 4


@inner
def mixed_place(model: ModelRecord, job: JobRecord, query: int) -> int:
    """Where a query's result goes."""
    return job.mixed + query_number(job, query) * model.head_size * 4


@inner
def tile_figures(model: ModelRecord, job: JobRecord, query: int) -> int:
    return quad_figures(model, job) + (QUERIES + query) * 8


@inner
def bytes_ahead(row: RowRecord, page: int, following: int) -> int:
    """From one page of a cache to another."""
    return v.read_word(row.pages, following) - v.read_word(row.pages, page)


@inner
def attend_tile(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """The whole attention of the rows and the key head that the job stands at, page by page."""
    queries = job.tile_queries
    size = model.head_size
    for query in range(queries):
        clear(mixed_place(model, job, query), tile_figures(model, job, query), size)
    pages = rows[job.tile_first + job.tile_rows - 1].position // PAGE + 1
    for page in range(pages):
        job.page = page
        job.ahead = bytes_ahead(rows[job.tile_first], page, (page + 1) % pages)
        if page == pages - 1:  # another head follows, if any
            job.ahead += model.part_bytes
        for first in range(0, queries, QUERIES):
            for query in range(attend_quad(model, layer, job, rows, first)):
                result = mixed_place(model, job, first + query)
                figures = tile_figures(model, job, first + query)
                found = quad_figures(model, job) + query * 8
                add_part(result, figures, quad_sum(model, job, query), found, size)
    for query in range(queries):
        finish(mixed_place(model, job, query), tile_figures(model, job, query), size)


@inner
def part_place(model: ModelRecord, job: JobRecord, number: int, page: int) -> int:
    """Where the part of a query, by its number, of a page goes."""
    return job.parts + (number * job.split_pages + page) * (PART_HEAD + model.head_size) * 4


@inner
def attend_page(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """The parts of the rows and the key head that the job stands at, of its page alone, kept for `join_parts`."""
    for first in range(0, job.tile_queries, QUERIES):
        for query in range(attend_quad(model, layer, job, rows, first)):
            place = part_place(model, job, query_number(job, first + query), job.page)
            found = quad_figures(model, job) + query * 8
            v.write(place, 0, v.read(found, 0))
            v.write(place, 1, v.read(found, 1))
            sums = quad_sum(model, job, query)
            for index in range(0, model.head_size, BLOCK):
                v.store(place, PART_HEAD + index, v.load(sums, index))


@inner
def join_parts(model: ModelRecord, job: JobRecord, rows: Sequence[RowRecord], row: int, head: int) -> None:
    """Adds up what `attend_page` kept of one query."""
    size = model.head_size
    result = job.mixed + (row * model.heads + head) * size * 4
    figures = quad_figures(model, job)
    clear(result, figures, size)
    for page in range(rows[row].position // PAGE + 1):
        place = part_place(model, job, row * model.heads + head, page)
        add_part(result, figures, place + PART_HEAD * 4, place, size)
    finish(result, figures, size)


@inner
def stand_at(model: ModelRecord, job: JobRecord, item: int) -> None:
    """Sets the job to a tile and a key head, both counted in one."""
    tile = item // model.kv_heads
    job.tile_head = item % model.kv_heads
    job.tile_first = v.read_word(job.tiles, 2 * tile)
    job.tile_rows = v.read_word(job.tiles, 2 * tile + 1)


@inner
def attend_item(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord], item: int) -> None:
    if job.split_pages == 0:
        stand_at(model, job, item)
        list_queries(model, layer, job, rows)
        attend_tile(model, layer, job, rows)
    else:
        # Heads of a page lie side by side in memory, so they are read one after the other.
        heads = job.split_pages * model.kv_heads
        tile, rest = item // heads, item % heads
        stand_at(model, job, tile * model.kv_heads + rest % model.kv_heads)
        job.page = rest // model.kv_heads
        job.ahead = bytes_ahead(rows[job.tile_first], job.page, min(job.page + 1, job.split_pages - 1))
        list_queries(model, layer, job, rows)
        attend_page(model, layer, job, rows)


@inner
def attend(model: ModelRecord, layer: LayerRecord, job: JobRecord, rows: Sequence[RowRecord]) -> None:
    """As a phase; where pages are pieces of their own, `join_parts` follows in the next."""
    items = job.tile_count * model.kv_heads * max(1, job.split_pages)
    item = take(job, items)
    while item != NOTHING:
        attend_item(model, layer, job, rows, item)
        complete(job, items)
        item = take(job, items)
