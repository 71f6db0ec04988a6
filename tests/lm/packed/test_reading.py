import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import safe_open

from chatapp.lm.kernels.layout import ALIGNMENT
from chatapp.lm.packed.architecture import architecture_of
from chatapp.lm.packed.description import Description, description_text
from chatapp.lm.packed.format import FILE, MODEL_KEY
from chatapp.lm.packed.packing import Matrix
from chatapp.lm.packed.reading import PackedModel, has_packed_form, read_packed
from chatapp.lm.packed.writing import Contents, write_packed
from chatapp.lm.weights_file import DamagedFileError, WeightsWriter, read_header
from tests.lm.packed.blocks import normal
from tests.lm.packed.parts import float_part

LLAMA = Description(
    family="llama",
    layers=2,
    hidden=32,
    heads=2,
    kv_heads=1,
    head_size=16,
    inner=64,
    vocabulary=50,
    positions=128,
    epsilon=1e-5,
    rotary="halves",
    rotary_factor=1.0,
    is_tied=False,
    has_head_norms=True,
    biased=("qkv",),
)
GPT2 = Description(
    family="gpt2",
    layers=1,
    hidden=32,
    heads=2,
    kv_heads=2,
    head_size=16,
    inner=128,
    vocabulary=50,
    positions=33,
    epsilon=1e-5,
    rotary="none",
    rotary_factor=1.0,
    is_tied=True,
    has_head_norms=False,
    biased=("qkv", "output", "enter", "leave"),
)


def written(folder: Path, description: Description = LLAMA) -> Path:
    folder.mkdir(exist_ok=True)
    parts = folder.parent / f"{folder.name} parts"
    parts.mkdir(exist_ok=True)
    matrices = {
        name: Matrix([float_part(parts / name, normal(*shape, seed), "BF16")])
        for seed, (name, shape) in enumerate(description.matrices().items())
    }
    shapes = description.vectors()
    contents = Contents(description, matrices, lambda name: normal(1, int(np.prod(shapes[name]))).reshape(shapes[name]))
    write_packed(contents, folder, lambda fraction: None)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("packed") / "whole")


@pytest.mark.parametrize("description", [LLAMA, GPT2])
def test_what_is_written_is_read(description: Description, tmp_path: Path) -> None:
    model = read_packed(written(tmp_path / "m", description))
    assert model.description == description
    assert {name: (found.rows, found.columns) for name, found in model.matrices.items()} == description.matrices()
    assert {name: found.shape for name, found in model.vectors.items()} == description.vectors()
    for seed, (name, shape) in enumerate(description.matrices().items()):
        values = normal(*shape, seed)
        assert np.abs(model.matrices[name].dequantise() - values).max() < 0.003
        assert 0 < model.packing[name].error < 0.006
    assert (model.head is model.matrices["embedding"]) == description.is_tied
    assert architecture_of(model).sizes.hidden == 32


def test_nothing_is_copied_and_everything_aligned(whole: Path) -> None:
    model = read_packed(whole)
    for matrix in model.matrices.values():
        for part in matrix.passes:
            assert not part.nibbles.flags.owndata
            assert not part.nibbles.flags.writeable
            assert part.nibbles.ctypes.data % ALIGNMENT == 0
            assert part.scales.ctypes.data % ALIGNMENT == 0
    first = model.matrices["embedding"].passes[0]
    distance = first.scales.ctypes.data - first.nibbles.ctypes.data
    assert 0 < abs(distance) < (whole / FILE).stat().st_size


def test_the_file_is_valid_safetensors(whole: Path) -> None:
    with safe_open(whole / FILE, framework="np") as file:
        assert set(file.keys()) == set(read_header(whole / FILE)[0])
        scales = file.get_tensor("layers.1.leave.scales.1")
    assert np.array_equal(scales.view(np.uint16), read_packed(whole).matrices["layers.1.leave"].passes[1].scales)


def test_presence_is_told(whole: Path, tmp_path: Path) -> None:
    assert has_packed_form(whole)
    assert not has_packed_form(tmp_path)


def read_and_used(folder: Path) -> PackedModel | None:
    """Everything that would reach compiled code, looked at; None where the damage is told."""
    try:
        model = read_packed(folder)
        architecture_of(model)
    except ValueError:
        return None
    for matrix in model.matrices.values():
        for part in matrix.passes:
            assert int(part.nibbles.max()) <= 255
            assert part.scales.size
    return model


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), damage=st.binary(min_size=1, max_size=8), near=st.sampled_from(["header", "data"]))
def test_damage_anywhere_is_told_or_harmless(
    whole: Path, tmp_path: Path, place: float, damage: bytes, near: str
) -> None:
    data = bytearray((whole / FILE).read_bytes())
    length = 8 + struct.unpack("<Q", data[:8])[0]
    at = int(place * length) if near == "header" else length + int(place * (len(data) - length))
    data[at : at + len(damage)] = damage[: len(data) - at]
    (tmp_path / FILE).write_bytes(data)
    model = read_and_used(tmp_path)
    if model is not None:
        assert {matrix.columns for matrix in model.matrices.values()} <= set(range(1, 200))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_every_shorter_file_is_named(whole: Path, tmp_path: Path, share: float) -> None:
    data = (whole / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(data[: int(share * len(data))])
    with pytest.raises(DamagedFileError, match=r"packed\.safetensors"):
        read_packed(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"causerie.packed":"1"', '"causerie.packed":"2"'),
        ('\\"hidden\\":32', '\\"hidden\\":64'),
        ('\\"layers\\":2', '\\"layers\\":3'),
        ('\\"vocabulary\\":50', '\\"vocabulary\\":99'),
        ('\\"kv_heads\\":1', '\\"kv_heads\\":3'),
        ('\\"rotary\\":\\"halves\\"', '\\"rotary\\":\\"none\\"  '),
        ('\\"epsilon\\":0.00001', '\\"epsilon\\":9.00001'),
        ('"norm":{"dtype":"F32"', '"norm":{"dtype":"I32"'),
    ],
)
def test_another_model_than_the_header_says_is_refused(old: str, new: str, whole: Path, tmp_path: Path) -> None:
    data = (whole / FILE).read_bytes()
    assert data.count(old.encode()) == 1, old
    (tmp_path / FILE).write_bytes(data.replace(old.encode(), new.encode()[: len(old)].ljust(len(old))))
    with pytest.raises(DamagedFileError, match=r"packed\.safetensors"):
        read_packed(tmp_path)


def test_matrices_off_their_cache_lines_are_refused(whole: Path, tmp_path: Path) -> None:
    specs, metadata = read_header(whole / FILE)
    data = (whole / FILE).read_bytes()
    assert specs["frequencies"].byte_count % ALIGNMENT != 0
    shifted = {"frequencies": specs["frequencies"], **specs}
    with WeightsWriter(tmp_path / FILE, shifted, metadata) as writer:
        for name, spec in specs.items():
            writer.write(name, data[spec.start : spec.start + spec.byte_count])
    with pytest.raises(DamagedFileError, match=r"packed\.safetensors"):
        read_packed(tmp_path)


def test_vectors_that_are_no_numbers_are_refused(whole: Path, tmp_path: Path) -> None:
    data = bytearray((whole / FILE).read_bytes())
    spec = read_header(whole / FILE)[0]["norm"]
    data[spec.start : spec.start + 4] = np.float32(np.nan).tobytes()
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(DamagedFileError, match=r"packed\.safetensors"):
        read_packed(tmp_path)


def test_the_mapping_outlives_the_name_of_the_file(tmp_path: Path) -> None:
    model = read_packed(written(tmp_path / "m"))
    before = model.matrices["embedding"].dequantise()
    if os.name == "posix":
        (tmp_path / "m" / FILE).unlink()
    assert np.array_equal(model.matrices["embedding"].dequantise(), before)


def test_the_description_stands_in_the_header(whole: Path) -> None:
    assert read_header(whole / FILE)[1][MODEL_KEY] == description_text(LLAMA)
