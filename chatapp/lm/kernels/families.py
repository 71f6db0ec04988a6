"""Families of processors that one code fits, so that it can be compiled before anybody's processor is known.

What a family's code uses, each of its processors has: what is compared is the features themselves, never the names.
"""

from dataclasses import dataclass

from chatapp.lm.kernels.host import Host

V2 = frozenset(
    (
        *("64bit", "cmov", "crc32", "cx16", "cx8", "fxsr", "mmx", "popcnt", "sahf"),
        *("sse", "sse2", "sse3", "sse4.1", "sse4.2", "ssse3"),
    )
)
V3 = V2 | {"avx", "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "xsave"}
V4 = V3 | {"avx512bw", "avx512cd", "avx512dq", "avx512f", "avx512vl"}


@dataclass(frozen=True, slots=True)
class Family:
    """`cpu` is LLVM's name of a processor that has nothing but `features`."""

    name: str
    cpu: str
    features: frozenset[str]

    def host(self, triple: str) -> Host:
        return Host(triple, self.cpu, self.features)


FAMILIES = (
    Family("x86-64-v4-vnni", "x86-64-v4", V4 | {"avx512vnni"}),
    Family("x86-64-v4", "x86-64-v4", V4),
    Family("x86-64-v3-vnni", "x86-64-v3", V3 | {"avxvnni"}),
    Family("x86-64-v3", "x86-64-v3", V3),
)
"""Best first. None for ARM: its code is made where it runs."""


def family_of(host: Host) -> Family | None:
    if host.family != "x86_64":
        return None
    return next((family for family in FAMILIES if family.features <= host.features), None)
