"""A report that helps, whatever is broken, and tells nothing private."""

import re
from pathlib import Path

import pytest

from chatapp import __version__
from chatapp.diagnosis import report
from chatapp.library.card import StoredCard
from chatapp.paths import Paths


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    """A home with a model, a database, and settings that hold private text."""
    places = Paths(tmp_path / "home")
    folder = places.models / "mine"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(bytes(3_000_000))
    StoredCard(name="My model", source="mine.gguf", source_sha256="a" * 64).write(folder)
    places.database.write_bytes(b"a person's words")
    places.settings.write_text('system_prompt = "a person\'s words"', encoding="utf-8")
    return places


def test_it_tells_versions_computer_device_places_and_models(places: Paths) -> None:
    lines = dict(line.split(": ", 1) for line in report(places).splitlines())
    assert lines["Causerie"] == __version__
    assert re.fullmatch(r"3\.\d+\.\d+ \(CPython\)", lines["Python"])
    assert re.fullmatch(r"6\.11\.\d+", lines["PySide6-Essentials"])
    assert re.fullmatch(r"[0-9.]+ (G|M)B, [0-9.]+ (G|M)B free", lines["Memory"])
    assert "cores for this program" in lines["Processor"]
    assert lines["Device"]
    assert lines["Home can be written"] == "yes"
    assert lines["Database"] == "causerie.sqlite3, 1 MB"
    assert lines["Logs"] == "logs, not there"
    assert lines["Model"] == "My model, 3 MB"


def test_it_holds_no_private_text_and_not_the_name_of_the_user(
    places: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    text = report(places)
    assert "a person's words" not in text
    assert "\nHome: ~/home, " in text.replace("\\", "/")
    assert str(tmp_path) not in text


def test_the_last_errors_go_along_with_it(places: Paths) -> None:
    places.logs.mkdir()
    lines = [f"2026-11-25 ERROR engine: number {number}" for number in range(100)]
    (places.logs / "causerie.log").write_text("\n".join(lines), encoding="utf-8")
    (places.logs / "crash.log").write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    told = report(places).splitlines()
    assert "causerie.log: 2026-11-25 ERROR engine: number 99" in told
    assert "causerie.log: 2026-11-25 ERROR engine: number 59" not in told
    assert told[-1] == "crash.log: Fatal Python error: Segmentation fault"


def test_a_home_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    text = report(Paths(tmp_path / "new"))
    assert "Database: causerie.sqlite3, not there" in text
    assert "Model: " not in text
    assert list(tmp_path.iterdir()) == []
