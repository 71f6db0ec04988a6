"""Compiled variants for the tests of this folder: those this processor has, and all of them in plain instructions."""

import pytest

from chatapp.lm.kernels.compiled import compile_kernels
from chatapp.lm.kernels.host import this_host
from chatapp.lm.kernels.instruction_set import AVX_VNNI, INSTRUCTION_SETS, InstructionSet
from chatapp.lm.kernels.multiplication import Multiplication
from chatapp.lm.kernels.object_cache import ObjectCache
from tests.lm.kernels.emulation import emulated

HERE = this_host()
VARIANTS = [pytest.param(one, id=one.name) for one in INSTRUCTION_SETS if HERE.can_run(one)]
if {"avx512vl", "avx512vnni"} <= HERE.features and not HERE.can_run(AVX_VNNI):
    # The same instruction under another encoding.
    VARIANTS.append(pytest.param(AVX_VNNI, id="avx-vnni as AVX-512 has it"))
VARIANTS += [pytest.param(emulated(one), id=f"{one.name} in plain instructions") for one in INSTRUCTION_SETS]


@pytest.fixture(scope="session")
def object_cache(tmp_path_factory: pytest.TempPathFactory) -> ObjectCache:
    return ObjectCache(tmp_path_factory.mktemp("objects"))


@pytest.fixture(scope="session", params=VARIANTS)
def multiplication(request: pytest.FixtureRequest, object_cache: ObjectCache) -> Multiplication:
    instructions: InstructionSet = request.param
    return Multiplication(compile_kernels(instructions, HERE, object_cache))
