"""Whether a window can be shown, asked before Qt is imported: Qt itself would abort without a word to act on."""

import ctypes
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What libQt6Gui of PySide6 6.11 needs from the system, and the Debian package of each."""

X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

_NEED_NO_SERVER = {"offscreen", "minimal", "minimalegl", "vnc", "eglfs", "linuxfb", "vkkhrdisplay"}


def _qt_folder() -> Path | None:
    """Found without importing PySide6, which would load Qt."""
    try:
        spec = importlib.util.find_spec("PySide6")
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "Qt"


def _x_server_answers() -> bool:
    """Connects as Qt's plugin is about to."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    is_answered = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(is_answered)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is asked of the system. `qt` is PySide6's folder of Qt, None where PySide6 is not installed; `load` loads
    a shared object or raises OSError; `reaches_display` tells whether an X server answers."""

    platform: str = sys.platform
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    qt: Path | None = field(default_factory=_qt_folder)
    load: Callable[[str], object] = ctypes.CDLL
    reaches_display: Callable[[], bool] = _x_server_answers


def display_problem(around: Surroundings | None = None) -> str | None:
    """One line that says why no window can be shown and what to do instead; None where one can."""
    around = around or Surroundings()
    if around.qt is None:
        return _line("PySide6 is not installed, so there is no window", 'run pip install -e . ("." is the checkout)')
    if not around.platform.startswith("linux"):
        return None
    gui_packages = _missing(around, around.qt / "lib" / "libQt6Gui.so.6", SYSTEM_LIBRARIES)
    platform = around.environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if platform in _NEED_NO_SERVER:
        return _libraries_line(gui_packages) if gui_packages else None
    if not around.environment.get("DISPLAY") and not around.environment.get("WAYLAND_DISPLAY"):
        packages = dict.fromkeys((*gui_packages, *_missing_for_x11(around, around.qt), "xvfb", "xauth"))
        remedy = f"on a machine without a screen: apt install {' '.join(packages)}, then xvfb-run python main.py"
        return _line("No display was found (DISPLAY and WAYLAND_DISPLAY are not set)", remedy)
    return _server_problem(around, around.qt, gui_packages)


def _server_problem(around: Surroundings, qt: Path, gui_packages: list[str]) -> str | None:
    """With a display named: what its Qt plugin lacks, or that it does not answer. One that works is enough."""
    has_wayland, has_x11 = (bool(around.environment.get(name)) for name in ("WAYLAND_DISPLAY", "DISPLAY"))
    wayland = qt / "plugins" / "platforms" / "libqwayland.so"
    for_wayland = _missing(around, wayland, WAYLAND_LIBRARIES) if has_wayland else []
    if has_wayland and not gui_packages and not for_wayland:
        return None
    for_x11 = _missing_for_x11(around, qt) if has_x11 else []
    if packages := [*gui_packages, *(for_x11 if has_x11 else for_wayland)]:
        return _libraries_line(packages)
    if not around.reaches_display():
        display = around.environment["DISPLAY"]
        return _line(f"The display {display} does not answer", "check DISPLAY and that its server runs")
    return None


def _missing_for_x11(around: Surroundings, qt: Path) -> list[str]:
    return _missing(around, qt / "plugins" / "platforms" / "libqxcb.so", X11_LIBRARIES)


def _missing(around: Surroundings, library: Path, needed: Mapping[str, str]) -> list[str]:
    """Debian packages to install before the library loads; empty if it loads.

    The loader names only the first that it misses, so the others are tried one by one; one that the table does not
    know is given by its own name. Other errors, a Qt that lies elsewhere for example, are Qt's own to tell.
    """
    try:
        around.load(str(library))
    except OSError as error:
        absent = [package for soname, package in needed.items() if not _loads(around, soname)]
        named = str(error).split(":")[0]
        known = {**SYSTEM_LIBRARIES, **needed}
        first = [known.get(named, named)] if named.startswith("lib") else []
        return list(dict.fromkeys((*absent, *first)))
    return []


def _loads(around: Surroundings, soname: str) -> bool:
    try:
        around.load(soname)
    except OSError:
        return False
    return True


def _libraries_line(packages: Iterable[str]) -> str:
    return _line("System libraries of Qt are missing", f"apt install {' '.join(dict.fromkeys(packages))}")


def _line(what: str, remedy: str) -> str:
    program = Path(sys.executable).name if getattr(sys, "frozen", False) else "python main.py"
    return f'{what}; {remedy}. Without a window: {program} --ask "..."'
