"""Every way of adding up products of bytes against exact integers."""

from typing import Any

import numpy as np
import pytest
from numba.types import int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu.byte_dot import BYTES_64, Dot, dot_of, fastest_form, halved_dot, plain_dot, whole_dot
from chatapp.lm.cpu.compiled import inner, instruction
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.vector_type import INTEGERS
from chatapp.lm.kernels.host import Host, this_host

HERE = this_host()
ENDS = [(0, 255, -128, 127), (255, 255, -128, -128), (255, 255, 127, 127), (0, 0, -128, 127)]


def runnable() -> list[Any]:
    found = [pytest.param(plain_dot, id="plain")]
    if dot_of(HERE) is whole_dot:
        found.append(pytest.param(whole_dot, id="512 bits"))
    if "avxvnni" in HERE.features or {"avx512vl", "avx512vnni"} <= HERE.features:
        found.append(pytest.param(halved_dot, id="256 bits"))
    return found


@pytest.mark.parametrize("dot", runnable())
def test_sums_are_exact_and_added_to_what_is_there(dot: Dot) -> None:
    @instruction(void(int64, int64, int64))
    def add(builder: Any, sums: Any, unsigned: Any, signed: Any) -> None:
        place = code.pointer(builder, sums)
        both = (builder.load(code.pointer(builder, each), typ=BYTES_64, align=1) for each in (unsigned, signed))
        before = builder.load(place, typ=INTEGERS, align=4)
        builder.store(dot(builder, before, *both), place, align=4)

    @inner
    def added(sums: int, unsigned: int, signed: int) -> None:
        add(sums, unsigned, signed)

    random = np.random.default_rng(0)
    for least, greatest, low, high in ENDS:
        unsigned = random.integers(least, greatest, 64, endpoint=True).astype(np.uint8)
        signed = random.integers(low, high, 64, endpoint=True).astype(np.int8)
        sums = random.integers(-1000, 1000, 16).astype(np.int32)
        wanted = sums + (unsigned.astype(np.int64) * signed).reshape(16, 4).sum(1)
        added(sums.ctypes.data, unsigned.ctypes.data, signed.ctypes.data)
        np.testing.assert_array_equal(sums, wanted)


def test_the_processor_decides() -> None:
    def host(*features: str) -> Host:
        return Host("x86_64-unknown-linux-gnu", "", frozenset(features))

    assert dot_of(host("avx2", "avx512f", "avx512vnni")) is whole_dot
    assert dot_of(host("avx2", "avxvnni")) is halved_dot
    assert dot_of(host("avx2")) is plain_dot
    assert [fastest_form(host(name)) for name in ("avx2", "avxvnni")] == [KvForm.HALVES, KvForm.BYTES]
