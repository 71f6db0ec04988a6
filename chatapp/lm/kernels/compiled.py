"""Compiles the dot kernels for the processor at hand, or takes them from the cache on disk; hands out their addresses.

The addresses take raw pointers: whoever calls them has checked shapes before, as `multiplication` does.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatapp.lm.kernels.dot_text import COLUMNS, function_name, module_text
from chatapp.lm.kernels.host import Host, target
from chatapp.lm.kernels.instruction_set import InstructionSet
from chatapp.lm.kernels.object_cache import ObjectCache


@dataclass(frozen=True, slots=True)
class Kernels:
    """Machine code in memory, valid as long as this value lives. `wide` are those for both passes of a matrix at once,
    none where the processor adds up too little."""

    name: str
    addresses: Mapping[int, int]
    wide: Mapping[int, int]
    _code: tuple[object, ...] = field(repr=False)

    def address(self, columns: int) -> int:
        """Of `dot_M`, see dot_text.module_text. KeyError where there is none for so many columns."""
        return self.addresses[columns]


@functools.cache
def kernels(folder: Path) -> Kernels | None:
    """The best kernels for this processor, None where it has no instruction set that is known here.

    Object code is kept in `folder`. Made once per process and never freed, since compiled callers hold addresses.
    """
    host = target()
    instructions = host.best()
    return None if instructions is None else compile_kernels(instructions, host, ObjectCache(folder))


def compile_kernels(instructions: InstructionSet, host: Host, cache: ObjectCache) -> Kernels:
    """`host` must be able to run them. RuntimeError where LLVM refuses the text."""
    text = module_text(instructions)
    key = _key(instructions, host, text)
    code = cache.get(key)
    if code is None:
        code = object_code(text, host)
        cache.put(key, code)
    return _loaded(instructions, code, host)


def object_code(text: str, host: Host) -> bytes:
    """Machine code for `host`, which may be another processor than this one. RuntimeError where LLVM can't make it."""
    import llvmlite.binding as llvm

    machine = _target_machine(host)
    module = llvm.parse_assembly(text)
    module.triple = host.triple
    module.data_layout = str(machine.target_data)
    module.verify()
    code: bytes = machine.emit_object(module)
    return code


def _target_machine(host: Host) -> Any:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(host.triple)
    return target.create_target_machine(cpu=host.cpu, features=host.feature_flags, opt=3, jit=True)


def _loaded(instructions: InstructionSet, code: bytes, host: Host) -> Kernels:
    import llvmlite.binding as llvm

    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine(host))
    # The engine refers to the object, the object to its bytes: all three stay.
    whole = llvm.ObjectFileRef.from_data(code)
    engine.add_object_file(whole)
    engine.finalize_object()
    addresses = {columns: engine.get_function_address(function_name(columns)) for columns in COLUMNS}
    wide = {
        columns: engine.get_function_address(function_name(columns, is_wide=True))
        for columns in (COLUMNS if instructions.takes_bytes else ())
    }
    if not all((*addresses.values(), *wide.values())):
        raise RuntimeError(f"the compiled kernels for {instructions.name} lack a function")
    return Kernels(instructions.name, addresses, wide, (engine, whole, code))


def _key(instructions: InstructionSet, host: Host, text: str) -> str:
    import llvmlite.binding as llvm

    version = ".".join(map(str, llvm.llvm_version_info))
    parts = (text, _llvmlite_version(), version, host.triple, host.cpu, host.feature_flags)
    return f"{instructions.name}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"


def _llvmlite_version() -> str:
    import llvmlite

    return str(llvmlite.__version__)
