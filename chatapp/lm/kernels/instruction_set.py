"""What the processors' integer dot products differ in, as data: the text of LLVM IR for one step of a dot product.

Weights are 0..15 and activations -128..127, so sixteen products stay within 15 * 128 * 16 = 30,720: the sets that add
in 16 bits, half a group's 32 products to a lane, can neither overflow nor saturate.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstructionSet:
    """`rows` fill one vector. In the templates, {q} are 4*rows weights (0..15), {x} as many activations, both i8.

    `step` adds their products to {sum} of type `sums`, giving {out}; `finish` makes {out}, one i32 per row, of {sum}
    ("" where it is that already). `tile` columns are added up at once: as many as leave registers for the rest.
    `takes_bytes`: weights may be 0..255 as well, for the products are added in 32 bits.
    """

    name: str
    features: frozenset[str]  # of LLVM's names, all needed
    family: str
    rows: int
    tile: int
    sums: str
    step: str
    declarations: str = ""
    finish: str = ""
    takes_bytes: bool = False


def _every_second(first: int, end: int) -> str:
    return ", ".join(f"i32 {lane}" for lane in range(first, end, 2))


AVX512_VNNI = InstructionSet(
    name="avx512-vnni",
    features=frozenset({"avx512f", "avx512bw", "avx512vnni"}),
    family="x86_64",
    rows=16,
    tile=12,
    sums="<16 x i32>",
    declarations="declare <16 x i32> @llvm.x86.avx512.vpdpbusd.512(<16 x i32>, <64 x i8>, <64 x i8>)",
    step="{out} = call <16 x i32> @llvm.x86.avx512.vpdpbusd.512(<16 x i32> {sum}, <64 x i8> {q}, <64 x i8> {x})",
    takes_bytes=True,
)

AVX_VNNI = InstructionSet(
    name="avx-vnni",
    features=frozenset({"avx2", "fma", "f16c", "avxvnni"}),
    family="x86_64",
    rows=8,
    tile=4,
    sums="<8 x i32>",
    declarations="declare <8 x i32> @llvm.x86.avx512.vpdpbusd.256(<8 x i32>, <32 x i8>, <32 x i8>)",
    step="{out} = call <8 x i32> @llvm.x86.avx512.vpdpbusd.256(<8 x i32> {sum}, <32 x i8> {q}, <32 x i8> {x})",
    takes_bytes=True,
)

AVX2 = InstructionSet(
    name="avx2",
    features=frozenset({"avx2", "fma", "f16c"}),
    family="x86_64",
    rows=8,
    tile=4,
    sums="<16 x i16>",
    declarations="""\
declare <16 x i16> @llvm.x86.avx2.pmadd.ub.sw(<32 x i8>, <32 x i8>)
declare <8 x i32> @llvm.x86.avx2.pmadd.wd(<16 x i16>, <16 x i16>)""",
    step="""\
{out}.pairs = call <16 x i16> @llvm.x86.avx2.pmadd.ub.sw(<32 x i8> {q}, <32 x i8> {x})
  {out} = add <16 x i16> {sum}, {out}.pairs""",
    finish="{out} = call <8 x i32> @llvm.x86.avx2.pmadd.wd(<16 x i16> {sum}, <16 x i16> splat (i16 1))",
)

NEON_DOT = InstructionSet(
    name="neon-dot",
    features=frozenset({"neon", "dotprod"}),
    family="aarch64",
    rows=4,
    tile=4,
    sums="<4 x i32>",
    declarations="declare <4 x i32> @llvm.aarch64.neon.sdot.v4i32.v16i8(<4 x i32>, <16 x i8>, <16 x i8>)",
    step="{out} = call <4 x i32> @llvm.aarch64.neon.sdot.v4i32.v16i8(<4 x i32> {sum}, <16 x i8> {q}, <16 x i8> {x})",
)

NEON = InstructionSet(
    # ARMv8.0: LLVM makes smull and smlal of products of widened bytes.
    name="neon",
    features=frozenset({"neon"}),
    family="aarch64",
    rows=4,
    tile=2,
    sums="<16 x i16>",
    step="""\
{out}.q = sext <16 x i8> {q} to <16 x i16>
  {out}.x = sext <16 x i8> {x} to <16 x i16>
  {out}.products = mul <16 x i16> {out}.q, {out}.x
  {out} = add <16 x i16> {sum}, {out}.products""",
    finish=f"""\
{{out}}.1 = shufflevector <16 x i16> {{sum}}, <16 x i16> poison, <8 x i32> <{_every_second(0, 16)}>
  {{out}}.2 = shufflevector <16 x i16> {{sum}}, <16 x i16> poison, <8 x i32> <{_every_second(1, 16)}>
  {{out}}.3 = add <8 x i16> {{out}}.1, {{out}}.2
  {{out}}.4 = sext <8 x i16> {{out}}.3 to <8 x i32>
  {{out}}.5 = shufflevector <8 x i32> {{out}}.4, <8 x i32> poison, <4 x i32> <{_every_second(0, 8)}>
  {{out}}.6 = shufflevector <8 x i32> {{out}}.4, <8 x i32> poison, <4 x i32> <{_every_second(1, 8)}>
  {{out}} = add <4 x i32> {{out}}.5, {{out}}.6""",
)

INSTRUCTION_SETS = (AVX512_VNNI, AVX_VNNI, AVX2, NEON_DOT, NEON)  # best first
