"""Instruction sets for any processor: the text of the kernels as it is, its one special instruction in plain LLVM IR.

So loops, addresses and lanes of a variant are run where the instruction itself can't be.
"""

import dataclasses

from chatapp.lm.kernels import instruction_set as sets
from chatapp.lm.kernels.instruction_set import InstructionSet


def emulated(instructions: InstructionSet) -> InstructionSet:
    """The set with its instructions replaced; needs no feature."""
    declarations, step, finish = PLAIN[instructions], instructions.step, instructions.finish
    for line in instructions.declarations.splitlines():
        name = line.split("@")[1].split("(")[0]
        plain = f"plain.{name.removeprefix('llvm.')}"
        step, finish = step.replace(f"@{name}(", f"@{plain}("), finish.replace(f"@{name}(", f"@{plain}(")
        declarations = declarations.replace(f"@{name}(", f"@{plain}(")
    return dataclasses.replace(instructions, features=frozenset(), declarations=declarations, step=step, finish=finish)


def dot_of_four(name: str, rows: int, widen: str) -> str:
    """sums + four products each; `widen` says whether the first bytes are signed."""
    bytes_, wide, sums = f"<{4 * rows} x i8>", f"<{4 * rows} x i32>", f"<{rows} x i32>"
    lines = [
        f"define {sums} @{name}({sums} %sum.0, {bytes_} %q, {bytes_} %x) {{",
        f"  %a = {widen} {bytes_} %q to {wide}",
        f"  %b = sext {bytes_} %x to {wide}",
        f"  %p = mul {wide} %a, %b",
    ]
    for j in range(4):
        lines += [
            f"  %p.{j} = shufflevector {wide} %p, {wide} poison, {sums} <{every(4, j, rows)}>",
            f"  %sum.{j + 1} = add {sums} %sum.{j}, %p.{j}",
        ]
    return "\n".join([*lines, f"  ret {sums} %sum.4", "}"])


def every(step: int, first: int, count: int) -> str:
    return ", ".join(f"i32 {first + step * index}" for index in range(count))


SATURATING_PAIRS = f"""\
declare <16 x i16> @llvm.sadd.sat.v16i16(<16 x i16>, <16 x i16>)
define <16 x i16> @llvm.x86.avx2.pmadd.ub.sw(<32 x i8> %q, <32 x i8> %x) {{
  %a = zext <32 x i8> %q to <32 x i16>
  %b = sext <32 x i8> %x to <32 x i16>
  %p = mul <32 x i16> %a, %b
  %p.0 = shufflevector <32 x i16> %p, <32 x i16> poison, <16 x i32> <{every(2, 0, 16)}>
  %p.1 = shufflevector <32 x i16> %p, <32 x i16> poison, <16 x i32> <{every(2, 1, 16)}>
  %sum = call <16 x i16> @llvm.sadd.sat.v16i16(<16 x i16> %p.0, <16 x i16> %p.1)
  ret <16 x i16> %sum
}}
define <8 x i32> @llvm.x86.avx2.pmadd.wd(<16 x i16> %s, <16 x i16> %t) {{
  %a = sext <16 x i16> %s to <16 x i32>
  %b = sext <16 x i16> %t to <16 x i32>
  %p = mul <16 x i32> %a, %b
  %p.0 = shufflevector <16 x i32> %p, <16 x i32> poison, <8 x i32> <{every(2, 0, 8)}>
  %p.1 = shufflevector <16 x i32> %p, <16 x i32> poison, <8 x i32> <{every(2, 1, 8)}>
  %sum = add <8 x i32> %p.0, %p.1
  ret <8 x i32> %sum
}}"""

PLAIN = {
    sets.AVX512_VNNI: dot_of_four("llvm.x86.avx512.vpdpbusd.512", 16, "zext"),
    sets.AVX_VNNI: dot_of_four("llvm.x86.avx512.vpdpbusd.256", 8, "zext"),
    sets.AVX2: SATURATING_PAIRS,
    sets.NEON_DOT: dot_of_four("llvm.aarch64.neon.sdot.v4i32.v16i8", 4, "sext"),
    sets.NEON: "",
}
