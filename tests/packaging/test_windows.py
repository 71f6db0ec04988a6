"""What Windows' setup program is held against; the program itself is made on Windows alone."""

import shutil
from pathlib import Path

import pytest
from recipe import windows, windows_contents, windows_trial
from recipe.edition import Edition

WHOLE = tuple(pattern.replace("*", "x") for pattern in (*windows_contents.EXPECTED, *windows_contents.FROZEN))


def test_a_whole_tree_has_no_faults() -> None:
    assert list(windows_contents.faults(WHOLE)) == []


def test_what_only_windows_freezes_is_asked_for_there_alone() -> None:
    elsewhere = [path for path in WHOLE if path != "causerie.exe"]
    assert list(windows_contents.faults(elsewhere)) == ["there is no causerie.exe"]
    assert list(windows_contents.faults(elsewhere, is_frozen=False)) == []


@pytest.mark.parametrize(
    "path",
    [
        "_internal/torch/lib/libtorch_cpu.so",
        "_internal/torch/test/test_api.exe",
        "_internal/torch/include/ATen/ATen.h",
        "_internal/PySide6/Qt6Quick.dll",
        "_internal/transformers/models/wav2vec2/modeling_wav2vec2.py",
        "data/causerie.sqlite3",
        f"_internal/{'long/' * 40}file.py",
    ],
)
def test_what_has_no_business_there_is_named(path: str) -> None:
    assert any(path in fault for fault in windows_contents.faults((*WHOLE, path)))


def test_a_setup_program_lists_what_went_into_it(tmp_path: Path) -> None:
    if not shutil.which("makensis") or not shutil.which("7z"):
        pytest.skip("needs NSIS and 7z")
    tree = tmp_path / "tree"
    (tree / "_internal" / "numba").mkdir(parents=True)
    (tree / "causerie.exe").write_bytes(b"MZ")
    (tree / "_internal" / "numba" / "one.py").write_text("1", encoding="utf-8")
    setup = windows.build(tree, tmp_path, Edition("1.2.3", "windows", "amd64", "cpu"), "zlib")
    assert windows_contents.listed(setup) == ["_internal/numba/one.py", "causerie.exe"]


def test_the_lock_names_what_the_program_needs_on_windows() -> None:
    lock = windows_trial.locked()
    assert {"torch", "pyside6-essentials", "transformers", "numba", "llvmlite", "sqlalchemy", "colorama"} <= set(lock)
    assert not {"causerie", "pytest", "pyinstaller", "triton"} & set(lock)
    assert "+" not in lock["torch"]
