"""Wrong files at the door: whatever a stranger wrote, there is a model or a sentence, at once and in little memory."""

import json
import struct
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.errors import ProblemError
from chatapp.lm.conversion import convert
from chatapp.lm.gguf_file import GgufFile, read_gguf
from chatapp.lm.packed import packing
from chatapp.lm.packed.packing import FloatPacking, Matrix
from chatapp.lm.packed.takeover import from_gguf
from chatapp.lm.weights_file import DamagedFileError, read_header
from tests.lm.conftest import ignore
from tests.lm.packed.blocks import raw_rows
from tests.lm.packed.parts import gguf_part
from tests.lm.packed.sources import save_fitting, write_gguf

ABSURD = st.sampled_from([-1, 0, 1, 3, 2**31 - 1, 2**32 - 1, 2**63 - 1, 2**64 - 1, -(2**63), 10**30])
ANYTHING = st.one_of(ABSURD, st.floats(), st.text(max_size=4), st.booleans(), st.none(), st.lists(ABSURD, max_size=3))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_fitting(tmp_path_factory.mktemp("folder") / "fitting", "llama")


@pytest.fixture(scope="module")
def whole(folder: Path) -> GgufFile:
    path = write_gguf(folder, folder.parent / "fitting.gguf", lambda _name: "Q4_1")
    return read_gguf(path)


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_numbers_of_any_kind_in_a_gguf_header_make_no_other_model(whole: GgufFile, data: st.DataObject) -> None:
    """What comes out is whole; the conversion turns any of these errors into a sentence."""
    names = sorted(name for name in whole.metadata if not name.startswith("tokenizer."))
    changed = {data.draw(st.sampled_from(names)): data.draw(ANYTHING) for _ in range(data.draw(st.integers(1, 3)))}
    file = GgufFile(whole.path, {**whole.metadata, **changed}, whole.tensors)
    with suppress(ValueError, TypeError, KeyError, OverflowError):
        takeover = from_gguf(file, FloatPacking.EIGHT_BITS)
        if takeover is not None:
            for name, shape in takeover.contents.description.matrices().items():
                matrix = takeover.contents.matrices[name]
                assert (matrix.rows, matrix.columns) == shape


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_safetensors_of_any_header_lie_inside_the_file(tmp_path: Path, data: st.DataObject) -> None:
    spec = st.fixed_dictionaries(
        {
            "dtype": st.sampled_from(["F32", "BF16", "U8", "F99", 3]),
            "shape": st.one_of(st.lists(ABSURD, max_size=3), st.just([2, 2]), ANYTHING),
            "data_offsets": st.one_of(st.lists(ABSURD, max_size=3), st.just([0, 16]), ANYTHING),
        }
    )
    header = json.dumps(data.draw(st.dictionaries(st.text(max_size=3), st.one_of(spec, ANYTHING), max_size=3))).encode()
    length = data.draw(st.sampled_from([len(header), len(header) - 1, 0, 2**63, 2**64 - 1]))
    path = tmp_path / "w.safetensors"
    path.write_bytes(struct.pack("<Q", length) + header + bytes(16))
    with suppress(DamagedFileError):
        specs, _ = read_header(path)
        assert all(0 <= spec.start <= spec.start + spec.byte_count <= path.stat().st_size for spec in specs.values())


def changed_gguf(whole: GgufFile, name: str, value: int) -> Callable[[Path], Path]:
    """The file's bytes with one number of the header another one."""

    def write(target: Path) -> Path:
        data = whole.path.read_bytes()
        key = struct.pack("<Q", len(name)) + name.encode() + struct.pack("<I", 4)
        assert data.count(key) == 1
        at = data.index(key) + len(key)
        target.write_bytes(data[:at] + struct.pack("<I", value) + data[at + 4 :])
        return target

    return write


@pytest.mark.parametrize("name", ["llama.block_count", "llama.embedding_length", "llama.feed_forward_length"])
def test_a_gguf_that_announces_more_than_it_holds_is_refused_at_once(
    name: str, whole: GgufFile, tmp_path: Path
) -> None:
    """Thousands of millions of layers are never begun, and no file of that size is laid out."""
    path = changed_gguf(whole, name, 2**31)(tmp_path / "absurd.gguf")
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(ProblemError, match=r"absurd\.gguf"):
        convert(path, target, ignore)
    assert sum(file.stat().st_size for file in target.iterdir()) < path.stat().st_size


@pytest.mark.parametrize("layers", [10**9, "two", -1])
def test_a_folder_that_announces_more_layers_than_it_holds_is_refused(
    layers: object, folder: Path, tmp_path: Path
) -> None:
    source, target = tmp_path / "absurd", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    for file in folder.iterdir():
        (source / file.name).write_bytes(file.read_bytes())
    config = json.loads((source / "config.json").read_text())
    (source / "config.json").write_text(json.dumps(config | {"num_hidden_layers": layers}))
    with pytest.raises(ProblemError, match="absurd"):
        convert(source, target, ignore)


def test_a_matrix_is_never_in_memory_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy's arrays are counted while four million weights are packed; the slab is made small for that."""
    monkeypatch.setattr(packing, "SLAB_WEIGHTS", 1 << 15)
    raw = raw_rows("Q8_0", 4096, 1024)
    part = gguf_part(tmp_path / "w", "Q8_0", raw, 1024)
    size = raw.nbytes
    del raw
    tracemalloc.start()
    weights = sum(slab.rows * slab.columns for _, slab, _ in Matrix([part]).slabs())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert weights == 4096 * 1024
    assert peak < size / 2
    assert peak < 40 * (1 << 15)
