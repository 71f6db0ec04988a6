import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.lm.gguf_file import is_gguf, read_gguf
from chatapp.lm.gguf_rope import rope_scaling
from chatapp.lm.weights_file import DamagedFileError
from tests.lm.gguf_writing import write_llama

KINDS = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Metadata of every type and a tensor of every packing that gguf can write."""
    path = tmp_path_factory.mktemp("gguf") / "small.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_string("a.string", "é")
    writer.add_array("a.strings", ["x", "", "你"])
    writer.add_array("a.numbers", [1, 2, 3])
    writer.add_bool("a.bool", True)
    writer.add_float32("a.float", 0.5)
    for name in KINDS:
        kind = gguf.GGMLQuantizationType[name]
        writer.add_tensor(name, gguf.quantize(values(), kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def values() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(0).normal(size=(6, 64)).astype(np.float32)


def test_header_and_values_are_read(small: Path) -> None:
    assert is_gguf(small)
    file = read_gguf(small)
    assert file.architecture == "llama"
    assert {key: value for key, value in file.metadata.items() if key.startswith("a.")} == {
        "a.string": "é",
        "a.strings": ["x", "", "你"],
        "a.numbers": [1, 2, 3],
        "a.bool": True,
        "a.float": 0.5,
    }
    for tensor in file.tensors:
        found = file.values(tensor)
        assert (found.shape, found.dtype.name) == ((6, 64), "float32")
        assert np.abs(found - values()).max() < (1e-6 if tensor.name == "F32" else 0.4)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_damaged_file_is_refused_or_read_but_breaks_nothing(small: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(small.read_bytes())
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, 600))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.gguf"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with suppress(DamagedFileError):
        file = read_gguf(path)
        assert all(tensor.start + tensor.byte_count <= path.stat().st_size for tensor in file.tensors)


def test_arrays_nested_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.gguf"
    header = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1) + struct.pack("<Q1sI", 1, b"a", 9)
    path.write_bytes(header + struct.pack("<IQ", 9, 1) * 10_000)
    with pytest.raises(DamagedFileError, match=r"deep\.gguf"):
        read_gguf(path)


def test_scaling_of_llama_3_is_found_in_its_factors(folders: Callable[[str], Path], tmp_path: Path) -> None:
    plain = read_gguf(write_llama(folders("llama"), tmp_path / "plain.gguf"))
    assert rope_scaling(plain) is None
    wavelengths = 2 * np.pi * 500_000.0 ** (np.arange(64) / 64)
    smooth = np.clip((8192 / wavelengths - 1) / 3, 0, 1)
    scaled = scaled_file(tmp_path / "scaled.gguf", 1 / ((1 - smooth) / 8 + smooth))
    found = rope_scaling(read_gguf(scaled))
    assert found is not None
    assert (found["rope_type"], found["factor"]) == ("llama3", pytest.approx(8.0))
    with pytest.raises(DamagedFileError, match="positions"):
        rope_scaling(read_gguf(scaled_file(tmp_path / "odd.gguf", np.linspace(1, 8, 64))))


def scaled_file(path: Path, factors: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Path:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_rope_freq_base(500_000.0)
    writer.add_tensor("rope_freqs.weight", factors.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
