import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from chatapp.lm.weights_file import DamagedFileError, TensorSpec, WeightsWriter, read_specs

ARRAYS: dict[str, NDArray[Any]] = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b.c": np.array([7], np.int64)}
SPECS = {"a": TensorSpec("F32", (2, 3)), "b.c": TensorSpec("I64", (1,))}


def written(path: Path) -> Path:
    with WeightsWriter(path, SPECS) as writer:
        for name in reversed(list(ARRAYS)):
            writer.write(name, ARRAYS[name].tobytes())
    return path


def test_what_is_written_the_library_reads(tmp_path: Path) -> None:
    found = load_file(written(tmp_path / "w.safetensors"))
    assert set(found) == set(ARRAYS)
    assert all(np.array_equal(found[name], ARRAYS[name]) for name in ARRAYS)


def test_what_the_library_writes_is_read(tmp_path: Path) -> None:
    save_file(ARRAYS, tmp_path / "w.safetensors", {"format": "pt"})
    specs = read_specs(tmp_path / "w.safetensors")
    data = (tmp_path / "w.safetensors").read_bytes()
    assert {name: (spec.dtype, spec.shape) for name, spec in specs.items()} == {
        name: (spec.dtype, spec.shape) for name, spec in SPECS.items()
    }
    assert data[specs["b.c"].start :][:8] == ARRAYS["b.c"].tobytes()


def test_missing_or_wrong_tensor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match=r"lacks 2 .* a among"), WeightsWriter(tmp_path / "w", SPECS):
        pass
    with pytest.raises(DamagedFileError, match="23 bytes"), WeightsWriter(tmp_path / "w", SPECS) as writer:
        writer.write("a", bytes(23))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(length=st.integers(0, 250))
def test_every_shorter_file_is_refused(tmp_path: Path, length: int) -> None:
    data = written(tmp_path / "whole").read_bytes()
    short = tmp_path / "short.safetensors"
    short.write_bytes(data[: min(length, len(data) - 1)])
    with pytest.raises(DamagedFileError, match=r"short\.safetensors"):
        read_specs(short)


@pytest.mark.parametrize(
    "header",
    [
        b"[]",
        b"{",
        b'{"a": 1}',
        b'{"a": {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [4, 0]}}',
        json.dumps({"a": {"dtype": "F32", "shape": [10**30], "data_offsets": [0, 4 * 10**30]}}).encode(),
    ],
)
def test_damaged_header_is_refused(header: bytes, tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    with pytest.raises(DamagedFileError, match=r"w\.safetensors"):
        read_specs(path)
