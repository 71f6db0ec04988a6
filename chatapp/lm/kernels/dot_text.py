"""The LLVM IR of the products of packed weights with 1 to 12 columns of activations, for any instruction set.

For each block of 16 rows, for each group of 32 columns: integer dot products, then two fused multiply-adds a column.
"""

from __future__ import annotations

from collections.abc import Iterator

from chatapp.lm.kernels.instruction_set import InstructionSet
from chatapp.lm.kernels.layout import BLOCK_ROWS, CHUNK_BYTES, CHUNKS

COLUMNS = (1, 2, 4, 5, 6, 8, 12)
PREFETCH_BYTES = 2048  # eight groups ahead, measured best on cold weights; a prefetch beyond the end reads nothing


def function_name(columns: int, *, is_wide: bool = False) -> str:
    return f"wide_{columns}" if is_wide else f"dot_{columns}"


def module_text(instructions: InstructionSet) -> str:
    """All functions `dot_M(w, dm, x, dx, sx, y, b0, b1, G, N, accumulate)`.

    y[r*N + b*16 + lane] = (accumulate ? y : 0) + sum over g of d*dx[r,g]*dot(q, x[r,32g:32g+32]) + m*sx[r,g]
    for b0 <= b < b1, with x int8 (M, 32G), dx and sx float32 (M, G), y float32 (M, N); all arguments 64 bits wide.
    Nothing is checked: see `multiplication`. Where the set takes bytes there are `wide_M(w, dm, low, low_dm, x, …)`
    too, of a matrix in two passes: q is 16 times the one's and the other's nibble, m is the first's, d the second's.
    """
    vector = f"v{instructions.rows}f32"
    floats = f"<{instructions.rows} x float>"
    head = (
        f"declare {floats} @llvm.fma.{vector}({floats}, {floats}, {floats})",
        "declare void @llvm.prefetch.p0(ptr, i32, i32, i32)",
        instructions.declarations,
    )
    kinds = (False, True) if instructions.takes_bytes else (False,)
    functions = (_Function(instructions, columns, is_wide=is_wide).text() for is_wide in kinds for columns in COLUMNS)
    return "\n".join((*head, *functions, ""))


class _Function:
    """Writes one function. A part is one vector of a block's rows: one for 16 rows a vector, four for 4."""

    def __init__(self, instructions: InstructionSet, columns: int, *, is_wide: bool) -> None:
        self._set = instructions
        self._name = function_name(columns, is_wide=is_wide)
        self._is_wide = is_wide
        self._columns = range(columns)
        self._parts = range(BLOCK_ROWS // instructions.rows)
        self._floats = f"<{instructions.rows} x float>"

    def text(self) -> str:
        lines = [*self._opening(), *self._group_start()]
        for first in range(0, len(self._columns), self._set.tile):
            lines += self._tile(self._columns[first : first + self._set.tile])
        return "\n".join([*lines, *self._group_end(), *self._block_end()])

    def _cells(self) -> Iterator[tuple[int, int]]:
        for column in self._columns:
            for part in self._parts:
                yield column, part

    def _opening(self) -> Iterator[str]:
        low = "ptr %low, ptr %low.dm, " if self._is_wide else ""
        yield f"""\
define void @{self._name}(ptr %w, ptr %dm, {low}ptr %x, ptr %dx, ptr %sx, ptr %y,
    i64 %b0, i64 %b1, i64 %G, i64 %N, i64 %accumulate) {{
entry:
  %w.bytes = shl i64 %G, 8
  %dm.bytes = shl i64 %G, 6
  %x.bytes = shl i64 %G, 5
  %adds = icmp ne i64 %accumulate, 0
  br label %blocks
blocks:
  %b = phi i64 [ %b0, %entry ], [ %b.next, %store ]
  %b.more = icmp slt i64 %b, %b1
  br i1 %b.more, label %block, label %done
block:
  %w.offset = mul i64 %b, %w.bytes
  %w.block = getelementptr i8, ptr %w, i64 %w.offset
  %dm.offset = mul i64 %b, %dm.bytes
  %dm.block = getelementptr i8, ptr %dm, i64 %dm.offset"""
        if self._is_wide:
            yield "  %low.block = getelementptr i8, ptr %low, i64 %w.offset"
            yield "  %low.dm.block = getelementptr i8, ptr %low.dm, i64 %dm.offset"
        yield """\
  br label %groups
groups:
  %g = phi i64 [ 0, %block ], [ %g.next, %groups ]"""
        for column, part in self._cells():
            old, new = f"%y.{column}.{part}.old", f"%y.{column}.{part}"
            yield f"  {old} = phi {self._floats} [ zeroinitializer, %block ], [ {new}, %groups ]"

    def _group_start(self) -> Iterator[str]:
        """Addresses of the group, prefetches, scales."""
        yield f"""\
  %w.shift = shl i64 %g, 8
  %w.group = getelementptr i8, ptr %w.block, i64 %w.shift
  %x.shift = shl i64 %g, 5
  %dm.shift = shl i64 %g, 6
  %d.at = getelementptr i8, ptr %{"low.dm" if self._is_wide else "dm"}.block, i64 %dm.shift
  %dm.group = getelementptr i8, ptr %dm.block, i64 %dm.shift
  %m.at = getelementptr i8, ptr %dm.group, i64 {2 * BLOCK_ROWS}"""
        if self._is_wide:
            yield "  %low.group = getelementptr i8, ptr %low.block, i64 %w.shift"
        for source in ("w", "low") if self._is_wide else ("w",):
            for chunk in range(CHUNKS):
                ahead, far = f"%{source}.ahead.{chunk}", PREFETCH_BYTES + CHUNK_BYTES * chunk
                yield f"  {ahead} = getelementptr i8, ptr %{source}.group, i64 {far}"
                yield f"  call void @llvm.prefetch.p0(ptr {ahead}, i32 0, i32 3, i32 1)"
        for scale in ("d", "m"):
            for part in self._parts:
                yield from self._scale(f"%{scale}.{part}", f"%{scale}.at", part)
        for column in self._columns:
            yield f"  %x.{column}.offset = mul i64 %x.bytes, {column}"
            yield f"  %x.{column}.place = add i64 %x.{column}.offset, %x.shift"
            yield f"  %x.{column} = getelementptr i8, ptr %x, i64 %x.{column}.place"

    def _scale(self, out: str, base: str, part: int) -> Iterator[str]:
        rows = self._set.rows
        yield f"  {out}.at = getelementptr i8, ptr {base}, i64 {2 * rows * part}"
        yield f"  {out}.half = load <{rows} x half>, ptr {out}.at, align {2 * rows}"
        yield f"  {out} = fpext <{rows} x half> {out}.half to {self._floats}"

    def _tile(self, columns: range) -> Iterator[str]:
        """Integer dot products of the group's weights with some columns of activations, scaled and added."""
        sums = {(column, part): "zeroinitializer" for column in columns for part in self._parts}
        for chunk in range(CHUNKS):
            tag = f"{columns.start}.{chunk}"
            for part in self._parts:
                yield from self._weights(tag, chunk, part)
            for half in range(2):
                for column in columns:
                    spread = f"%x.{column}.{chunk}.{half}"
                    yield from self._activations(spread, column, 8 * chunk + 4 * half)
                    for part in self._parts:
                        out = f"%sum.{column}.{part}.{chunk}.{half}"
                        weights = f"%q{half}.{tag}.{part}"
                        yield "  " + self._set.step.format(out=out, sum=sums[column, part], q=weights, x=spread)
                        sums[column, part] = out
        for column in columns:
            yield from self._scaled(column, [sums[column, part] for part in self._parts])

    def _weights(self, tag: str, chunk: int, part: int) -> Iterator[str]:
        count = 4 * self._set.rows
        name, low, high = f"%q.{tag}.{part}", f"%q0.{tag}.{part}", f"%q1.{tag}.{part}"
        yield f"""\
  {name}.at = getelementptr i8, ptr %w.group, i64 {CHUNK_BYTES * chunk + count * part}
  {name} = load <{count} x i8>, ptr {name}.at, align {count}"""
        if not self._is_wide:
            yield f"  {low} = and <{count} x i8> {name}, splat (i8 15)"
            yield f"  {high} = lshr <{count} x i8> {name}, splat (i8 4)"
            return
        yield f"""\
  {name}.low.at = getelementptr i8, ptr %low.group, i64 {CHUNK_BYTES * chunk + count * part}
  {name}.low = load <{count} x i8>, ptr {name}.low.at, align {count}
  {low}.16 = shl <{count} x i8> {name}, splat (i8 4)
  {low}.1 = and <{count} x i8> {name}.low, splat (i8 15)
  {low} = or <{count} x i8> {low}.16, {low}.1
  {high}.16 = and <{count} x i8> {name}, splat (i8 -16)
  {high}.1 = lshr <{count} x i8> {name}.low, splat (i8 4)
  {high} = or <{count} x i8> {high}.16, {high}.1"""

    def _activations(self, out: str, column: int, place: int) -> Iterator[str]:
        """Four activations, for every row."""
        rows = self._set.rows
        yield f"""\
  {out}.at = getelementptr i8, ptr %x.{column}, i64 {place}
  {out}.four = load i32, ptr {out}.at, align 4"""
        yield from self._spread(f"{out}.all", "i32", f"{out}.four")
        yield f"  {out} = bitcast <{rows} x i32> {out}.all to <{4 * rows} x i8>"

    def _spread(self, out: str, kind: str, value: str) -> Iterator[str]:
        vector, rows = f"<{self._set.rows} x {kind}>", self._set.rows
        yield f"  {out}.first = insertelement {vector} poison, {kind} {value}, i32 0"
        yield f"  {out} = shufflevector {vector} {out}.first, {vector} poison, <{rows} x i32> zeroinitializer"

    def _scaled(self, column: int, sums: list[str]) -> Iterator[str]:
        floats, rows = self._floats, self._set.rows
        fma = f"call fast {floats} @llvm.fma.v{rows}f32"
        yield f"  %scale.{column}.row = mul i64 %G, {column}"
        yield f"  %scale.{column} = add i64 %scale.{column}.row, %g"
        for scale in ("dx", "sx"):
            name = f"%{scale}.{column}"
            yield f"  {name}.at = getelementptr float, ptr %{scale}, i64 %scale.{column}"
            yield f"  {name}.one = load float, ptr {name}.at"
            yield from self._spread(name, "float", f"{name}.one")
        for part, sum_ in enumerate(sums):
            name = f"%y.{column}.{part}"
            dot = sum_
            if self._set.finish:
                dot = f"{name}.dot"
                yield "  " + self._set.finish.format(out=dot, sum=sum_)
            yield f"""\
  {name}.float = sitofp <{rows} x i32> {dot} to {floats}
  {name}.scale = fmul fast {floats} %d.{part}, %dx.{column}
  {name}.dots = {fma}({floats} {name}.float, {floats} {name}.scale, {floats} {name}.old)
  {name} = {fma}({floats} %m.{part}, {floats} %sx.{column}, {floats} {name}.dots)"""

    def _group_end(self) -> Iterator[str]:
        yield """\
  %g.next = add i64 %g, 1
  %g.more = icmp slt i64 %g.next, %G
  br i1 %g.more, label %groups, label %end
end:
  %y.rows = shl i64 %b, 4"""
        for column, part in self._cells():
            name = f"%y.{column}.{part}"
            yield f"  {name}.row = mul i64 %N, {column}"
            yield f"  {name}.base = add i64 {name}.row, %y.rows"
            yield f"  {name}.place = add i64 {name}.base, {self._set.rows * part}"
            yield f"  {name}.at = getelementptr float, ptr %y, i64 {name}.place"

    def _block_end(self) -> Iterator[str]:
        floats = self._floats
        yield "  br i1 %adds, label %add, label %store\nadd:"
        for column, part in self._cells():
            name = f"%y.{column}.{part}"
            yield f"  {name}.before = load {floats}, ptr {name}.at, align 4"
            yield f"  {name}.added = fadd {floats} {name}.before, {name}"
        yield "  br label %store\nstore:"
        names = [f"%y.{column}.{part}" for column, part in self._cells()]
        yield from (f"  {name}.out = phi {floats} [ {name}, %end ], [ {name}.added, %add ]" for name in names)
        yield from (f"  store {floats} {name}.out, ptr {name}.at, align 4" for name in names)
        yield "  %b.next = add i64 %b, 1\n  br label %blocks\ndone:\n  ret void\n}"
