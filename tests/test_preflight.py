"""One line for a machine that cannot show a window; nothing for one that can."""

import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from chatapp.preflight import Surroundings, display_problem

QT = Path("/qt")
ASK = 'python main.py --ask "..."'


def around(
    environment: dict[str, str], missing: Collection[str] = (), *, answers: bool = True, qt: Path | None = QT
) -> Surroundings:
    """A Linux where these shared objects are missing: of Qt's own, libQt6Gui needs libEGL, libqxcb libxcb-cursor."""
    needs = {
        str(QT / "lib" / "libQt6Gui.so.6"): ("libEGL.so.1", "libGL.so.1"),
        str(QT / "plugins" / "platforms" / "libqxcb.so"): ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libodd.so.2"),
        str(QT / "plugins" / "platforms" / "libqwayland.so"): ("libwayland-cursor.so.0",),
    }

    def load(name: str) -> object:
        for needed in needs.get(name, (name,)):
            if needed in missing:
                raise OSError(f"{needed}: cannot open shared object file: No such file or directory")
        return name

    return Surroundings("linux", environment, qt, load, lambda: answers)


def line(surroundings: Surroundings) -> str:
    text = display_problem(surroundings)
    assert text is not None
    assert "\n" not in text
    assert text.endswith(f"Without a window: {ASK}")
    return text


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "vnc:size=800x600"},
        {"QT_QPA_PLATFORM": "minimal;xcb"},
    ],
)
def test_where_all_is_well_nothing_is_said(environment: dict[str, str]) -> None:
    assert display_problem(around(environment)) is None


def test_other_systems_always_have_a_display() -> None:
    assert display_problem(Surroundings("win32", {}, QT, lambda _name: None, lambda: False)) is None


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}])
def test_no_display(environment: dict[str, str]) -> None:
    text = line(around(environment, {"libxcb-cursor.so.0"}))
    assert text.startswith("No display was found")
    assert "apt install libxcb-cursor0 xvfb xauth" in text


def test_all_missing_libraries_are_named_at_once() -> None:
    text = line(around({"DISPLAY": ":0"}, {"libEGL.so.1", "libGL.so.1", "libxcb-icccm.so.4", "libxcb-cursor.so.0"}))
    assert "apt install libegl1 libgl1 libxcb-cursor0 libxcb-icccm4." in text


def test_a_library_that_no_table_knows_is_given_by_its_name() -> None:
    assert "apt install libodd.so.2." in line(around({"DISPLAY": ":0"}, {"libodd.so.2"}))


def test_even_offscreen_needs_the_libraries_of_drawing() -> None:
    assert "apt install libgl1." in line(around({"QT_QPA_PLATFORM": "offscreen"}, {"libGL.so.1"}))


def test_wayland_without_its_library_goes_by_x11() -> None:
    missing = {"libwayland-cursor.so.0"}
    assert display_problem(around({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, missing)) is None
    assert "apt install libwayland-cursor0." in line(around({"WAYLAND_DISPLAY": "w"}, missing))


def test_a_display_that_does_not_answer() -> None:
    assert line(around({"DISPLAY": ":77"}, answers=False)).startswith("The display :77 does not answer")


def test_a_qt_that_lies_elsewhere_is_left_to_qt() -> None:
    here = Surroundings("linux", {"QT_QPA_PLATFORM": "offscreen"}, Path("/nowhere"))
    assert display_problem(here) is None


def test_without_pyside() -> None:
    assert line(around({"DISPLAY": ":0"}, qt=None)).startswith("PySide6 is not installed")


def test_on_this_machine_it_is_quick_and_imports_no_qt() -> None:
    code = "import sys, chatapp.preflight as p; print(p.display_problem()); print('PySide6' in sys.modules)"
    environment = {**os.environ, "DISPLAY": ":4177"}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    command = [sys.executable, "-c", code]
    begun = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert time.perf_counter() - begun < 10
    said, is_qt_imported = ended.stdout.splitlines()
    assert said.endswith(ASK)
    assert is_qt_imported == "False"
