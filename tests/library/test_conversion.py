"""What a conversion in another process says, and what it means when it dies."""

import sys
from pathlib import Path

import pytest

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import Packing
from chatapp.library.conversion import Converter
from tests.library.conftest import Reports, converter_in


def refusal(converter: Converter, folder: Path) -> Problem:
    with pytest.raises(ProblemError) as caught:
        converter.convert(folder / "some.gguf", folder / "made", Packing.INT8, Reports().journey())
    return caught.value.problem


def test_its_progress_is_passed_on(tmp_path: Path, reports: Reports) -> None:
    journey = reports.journey("Converting")
    converter_in(tmp_path).convert(tmp_path / "some.gguf", tmp_path / "made", Packing.INT8, journey)
    assert (tmp_path / "made" / "tokenizer.json").is_file()
    assert [(progress.fraction, progress.seconds_left) for progress in reports.all] == [(0.5, 1.0)]


def test_its_problem_is_ours(tmp_path: Path) -> None:
    problem = refusal(converter_in(tmp_path, "refusing"), tmp_path)
    assert problem == Problem(ProblemKind.MODEL_FILE, "Unknown architecture.", ("Another",))


def test_a_killed_one_says_by_what(tmp_path: Path) -> None:
    problem = refusal(converter_in(tmp_path, "killed"), tmp_path)
    assert problem.sentence.startswith("some.gguf could not be read")
    assert "signal 9" in problem.details


def test_a_crash_keeps_its_last_words(tmp_path: Path) -> None:
    assert "RuntimeError: bad tensor" in refusal(converter_in(tmp_path, "crashing"), tmp_path).details


def test_one_that_ends_well_without_saying_so_has_failed(tmp_path: Path) -> None:
    assert "exit code 0" in refusal(Converter((sys.executable, "-I", "-S", "-c", ""), tmp_path), tmp_path).details


@pytest.mark.parametrize("manner", ["full", "full and crashing"])
def test_a_disk_that_ran_full_is_told_as_such(tmp_path: Path, manner: str) -> None:
    problem = refusal(converter_in(tmp_path, manner), tmp_path)
    assert problem.kind is ProblemKind.DISK_FULL
    assert "Free some space" in problem.remedies[0]
