import dataclasses
from pathlib import Path

import llvmlite.binding as llvm
import pytest

from chatapp.lm.kernels.compiled import Kernels, compile_kernels, kernels, object_code
from chatapp.lm.kernels.dot_text import COLUMNS, module_text
from chatapp.lm.kernels.host import Host, this_host
from chatapp.lm.kernels.instruction_set import AVX2, AVX_VNNI, INSTRUCTION_SETS, NEON, InstructionSet
from chatapp.lm.kernels.object_cache import ObjectCache
from tests.lm.kernels.emulation import emulated

PLATFORMS = {
    "x86_64": ("unknown-linux-gnu", "pc-windows-msvc", "apple-darwin"),
    "aarch64": ("unknown-linux-gnu", "apple-darwin"),
}
# Instruction and registers that show that LLVM took the set's way.
SIGNS = {
    "avx512-vnni": ("vpdpbusd", "%zmm"),
    "avx-vnni": ("{vex}\tvpdpbusd", "%ymm"),
    "avx2": ("vpmaddubsw", "%ymm"),
    "neon-dot": ("sdot", "v0.4s"),
    "neon": ("smlal", ".8h"),
}


class CountingCache(ObjectCache):
    """Tells how often something had to be compiled."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.keys: list[str] = []

    def put(self, key: str, code: bytes) -> None:
        self.keys.append(key)
        super().put(key, code)


def host_of(instructions: InstructionSet, platform: str) -> Host:
    """A processor that has this set and nothing more."""
    return Host(f"{instructions.family}-{platform}", "", instructions.features)


def make(cache: ObjectCache) -> Kernels:
    return compile_kernels(emulated(NEON), this_host(), cache)


@pytest.fixture(scope="module", autouse=True)
def all_targets() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()


@pytest.mark.parametrize("instructions", INSTRUCTION_SETS, ids=lambda one: one.name)
def test_every_set_compiles_for_its_platforms(instructions: InstructionSet) -> None:
    text = module_text(instructions)
    for platform in PLATFORMS[instructions.family]:
        host = host_of(instructions, platform)
        assert len(object_code(text, host)) > 1_000
        target = llvm.Target.from_triple(host.triple)
        machine = target.create_target_machine(cpu="", features=host.feature_flags, opt=3)
        assembly = machine.emit_assembly(llvm.parse_assembly(text))
        assert all(sign in assembly for sign in SIGNS[instructions.name])
        # A call would be one to a library that may not be there: conversion of float16 in software.
        assert not {"callq", "bl"} & set(assembly.split())


def test_a_second_start_compiles_nothing(tmp_path: Path) -> None:
    first = CountingCache(tmp_path)
    made = make(first)
    assert len(first.keys) == 1
    second = CountingCache(tmp_path)
    again = make(second)
    assert second.keys == []
    assert sorted(again.addresses) == list(COLUMNS)
    assert again.address(1) != made.address(1), "code of its own, not another engine's"
    assert len({again.address(columns) for columns in COLUMNS}) == len(COLUMNS)
    with pytest.raises(KeyError):
        again.address(3)


def test_a_damaged_object_is_compiled_anew(tmp_path: Path) -> None:
    cache = CountingCache(tmp_path)
    make(cache)
    path = cache.path(cache.keys[0])
    path.write_bytes(path.read_bytes()[:-100])
    make(cache)
    assert len(cache.keys) == 2
    make(cache)
    assert len(cache.keys) == 2


def test_another_processor_or_text_has_its_own_object(tmp_path: Path) -> None:
    cache = CountingCache(tmp_path)
    here = this_host()
    plain = dataclasses.replace(here, features=frozenset())
    for instructions, host in ((emulated(NEON), here), (emulated(NEON), plain), (emulated(AVX_VNNI), here)):
        compile_kernels(instructions, host, cache)
    other_tile = dataclasses.replace(emulated(NEON), tile=1)
    compile_kernels(other_tile, here, cache)
    assert len(set(cache.keys)) == 4


def test_text_that_llvm_refuses_is_an_error(tmp_path: Path) -> None:
    wrong = dataclasses.replace(emulated(AVX2), step="{out} = add <8 x i32> {sum}, {q}")
    with pytest.raises(RuntimeError):
        compile_kernels(wrong, this_host(), ObjectCache(tmp_path))


def test_once_per_process(tmp_path: Path) -> None:
    found = kernels(tmp_path)
    best = this_host().best()
    assert (found and found.name) == (best and best.name)
    assert kernels(tmp_path) is found
