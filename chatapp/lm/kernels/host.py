"""What processor this program runs on and which one it makes code for, in LLVM's words, and which instruction set suits
them.

LLVM names an x86 feature only where the operating system saves its registers too.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from chatapp.lm.kernels.instruction_set import INSTRUCTION_SETS, InstructionSet

FAMILIES = {"amd64": "x86_64", "arm64": "aarch64"}  # other names of the same
CPU_INFO = Path("/proc/cpuinfo")
NUMBA_CPU, NUMBA_FEATURES = "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"
"""What numba asks, when it is imported, for another processor than this one."""


@dataclass(frozen=True, slots=True)
class Host:
    triple: str
    cpu: str
    features: frozenset[str]

    @property
    def family(self) -> str:
        first = self.triple.split("-")[0]
        return FAMILIES.get(first, first)

    @property
    def feature_flags(self) -> str:
        return ",".join(f"+{feature}" for feature in sorted(self.features))

    def can_run(self, instructions: InstructionSet) -> bool:
        return self.family == instructions.family and instructions.features <= self.features

    def best(self) -> InstructionSet | None:
        return next((one for one in INSTRUCTION_SETS if self.can_run(one)), None)


def this_host() -> Host:
    import llvmlite.binding as llvm

    try:
        known = llvm.get_host_cpu_features()
    except RuntimeError:  # a platform that LLVM can't ask
        known = {}
    present = frozenset(name for name, is_there in known.items() if is_there)
    host = Host(llvm.get_process_triple(), llvm.get_host_cpu_name(), present)
    if host.family != "aarch64":
        return host
    return Host(host.triple, host.cpu, present | arm_features(platform.system(), CPU_INFO))


def target() -> Host:
    """What code is made for, numba's and ours alike: this processor, or the one that numba was told of."""
    import llvmlite.binding as llvm

    name, flags = os.environ.get(NUMBA_CPU), os.environ.get(NUMBA_FEATURES)
    if not name or not flags:
        return this_host()
    return Host(llvm.get_process_triple(), name, frozenset(flag.removeprefix("+") for flag in flags.split(",")))


def arm_features(system: str, cpu_info: Path) -> frozenset[str]:
    """What LLVM leaves unsaid on ARM. Every Mac with such a processor has the dot product; Linux lists it."""
    if system == "Darwin":
        return frozenset({"neon", "dotprod"})
    try:
        words = set(cpu_info.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return frozenset()
    return frozenset(feature for word, feature in (("asimd", "neon"), ("asimddp", "dotprod")) if word in words)
