"""What is refused before anything of it is read, and why."""

import json
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.library.source import inspect

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n"


def refused(path: Path) -> str:
    with pytest.raises(ProblemError) as caught:
        inspect(path)
    assert caught.value.problem.kind is ProblemKind.MODEL_FILE
    assert caught.value.problem.remedies != ()
    assert caught.value.problem.sentence.endswith("Nothing was changed.")
    return caught.value.problem.sentence


def folder_with(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_gguf_file_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "model.of.mine").write_bytes(b"GGUF and more")
    found = inspect(tmp_path / "model.of.mine")
    assert (found.name, found.size_bytes) == ("model.of", 13)


def test_a_folder_counts_with_the_files_that_make_the_model(tmp_path: Path) -> None:
    files = {"config.json": b"{}", "model.safetensors": b"w", "README.md": b"words", "vocab.txt": b"a"}
    found = inspect(folder_with(tmp_path / "Llama", files))
    assert found.name == "Llama"
    assert [file.name for file in found.files] == ["config.json", "model.safetensors", "vocab.txt"]
    assert inspect(tmp_path / "Llama" / "model.safetensors") == found


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("empty.gguf", b"", "is empty"),
        ("text.gguf", b"hello", "is not a GGUF file"),
        ("pytorch_model.bin", b"PK\3\4", "is a pickle"),
        ("model.safetensors", b"\x10\0\0\0", "weights but no config.json"),
        ("pointer.gguf", LFS, "pointer of Git LFS"),
    ],
)
def test_files_that_are_no_model(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert part in refused(tmp_path / name)


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({}, "holds no model"),
        ({"config.json": b"{}", "pytorch_model.bin": b"PK"}, "is a pickle"),
        ({"a.gguf": b"GGUF"}, "holds GGUF files"),
        ({"model.safetensors": b"w"}, "no config.json"),
        ({"config.json": b"{}", "model.safetensors": b""}, "is empty"),
        ({"config.json": b"{}", "model.safetensors": LFS}, "pointer of Git LFS"),
        ({"config.json": b"{}", "a.safetensors": b"w", "model.safetensors.index.json": b"{"}, "is damaged"),
        ({"config.json": b"{}", "a.safetensors": b"w", "model.safetensors.index.json": b"[]"}, "is damaged"),
    ],
)
def test_folders_that_are_no_model(tmp_path: Path, files: dict[str, bytes], part: str) -> None:
    assert part in refused(folder_with(tmp_path / "folder", files))


def test_missing_parts_are_named(tmp_path: Path) -> None:
    index = {"weight_map": {"x": "a.safetensors", "y": "b.safetensors", "z": "b.safetensors"}}
    files = {"config.json": b"{}", "a.safetensors": b"w", "model.safetensors.index.json": json.dumps(index).encode()}
    assert "1 of its files are missing" in refused(folder_with(tmp_path / "folder", files))


def test_what_is_not_there_or_may_not_be_read(tmp_path: Path) -> None:
    assert "There is no file or folder nothing" in refused(tmp_path / "nothing")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "loop" in refused(loop)
