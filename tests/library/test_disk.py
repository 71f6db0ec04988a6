"""Room on the disk, and its errors in a person's words."""

import errno
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.library import disk


def test_free_space_is_known_for_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert disk.free_bytes(tmp_path / "a" / "b") > 0


@pytest.mark.parametrize(
    ("size", "text"), [(10, "1 MB"), (98_362_432, "98 MB"), (999_000_000, "999 MB"), (1_500_000_000, "1.5 GB")]
)
def test_sizes_are_written_as_file_managers_do(size: int, text: str) -> None:
    assert disk.megabytes(size) == text


def test_what_is_needed_is_asked_with_some_to_spare(tmp_path: Path) -> None:
    disk.require(100, disk.SPARE_BYTES + 100, tmp_path)
    with pytest.raises(ProblemError) as caught:
        disk.require(100, disk.SPARE_BYTES + 99, tmp_path)
    assert caught.value.problem.kind is ProblemKind.DISK_FULL


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, ProblemKind.DISK_FULL),
        (errno.EFBIG, ProblemKind.DISK_FULL),
        (errno.EROFS, ProblemKind.READ_ONLY),
        (errno.EACCES, ProblemKind.READ_ONLY),
        (errno.EIO, ProblemKind.MODEL_FILE),
    ],
)
def test_errors_of_writing_become_problems(tmp_path: Path, code: int, kind: ProblemKind) -> None:
    with pytest.raises(ProblemError) as caught, disk.reported(tmp_path):
        raise OSError(code, "as the system says")
    assert caught.value.problem.kind is kind
    assert "as the system says" in caught.value.problem.details
