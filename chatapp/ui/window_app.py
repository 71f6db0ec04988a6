"""The window's process: QApplication, one instance per home, services bridged to the window, an orderly end.

GUI thread. Called by the composition root, which hands in how the services are built.
"""

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from chatapp.domain.errors import Problem, ProblemError
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.ui import message_log
from chatapp.ui.app_icon import app_icon
from chatapp.ui.bridge import Bridge
from chatapp.ui.calm_style import CalmStyle
from chatapp.ui.front import Front
from chatapp.ui.garbage import Collector
from chatapp.ui.main_window import Surroundings
from chatapp.ui.single_instance import SingleInstance
from chatapp.ui.termination import Termination
from chatapp.ui.translation_catalogue import said

log = logging.getLogger(__name__)

FAILED = 1
OBJECTS_BETWEEN_COLLECTIONS = 50_000
SWITCH_SECONDS = 0.0005
"""How long the engine thread may hold the interpreter once the window wants it; Python's own 5 ms, taken several times
in a row while torch is imported, are seen as a stall."""


def run(place: Paths, build: Callable[[], Services], diagnosis: Sequence[str], files: Sequence[Path] = ()) -> int:
    """Until the window is closed; `diagnosis` is a command that prints one, `files` are opened in it.

    A second start on the same home raises the first window, which opens the files, and returns 0 at once.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()  # what was imported stays; to look it through for garbage would hold the window up
    app = make_application()
    instance = SingleInstance(place.home)
    if not instance.claim(files):
        log.info("another window is open on this folder; it was asked to show itself")
        return 0
    termination = Termination()  # a signal that comes while the window is being made is heard once it is there
    try:
        services = build()
    except ProblemError as error:
        log.exception("the data could not be opened")
        _tell(error.problem)
        return FAILED
    opened = open_window(app, services, Surroundings(place, diagnosis))
    instance.raise_asked.connect(opened.front.come_forward)
    instance.files_asked.connect(opened.front.open_files)
    if files:
        QTimer.singleShot(0, lambda: opened.front.open_files(files))
    opened.front.closed.connect(instance.begin_end)
    termination.asked.connect(opened.front.close)
    with ExitStack() as end:  # from the last line to the first, whatever one of them raises
        end.callback(termination.close)
        end.callback(services.close)  # takes seconds where the engine is deep in its work
        end.callback(instance.release)  # all is stored: who starts now need not wait
        end.callback(services.answers.close)
        end.callback(services.drain)
        end.callback(opened.bridge.close)
        end.callback(Collector().close)
        return app.exec()


@dataclass(frozen=True, slots=True)
class Opened:
    front: Front
    bridge: Bridge


def make_application() -> QApplication:
    message_log.install()
    QApplication.setApplicationName("Causerie")
    QApplication.setApplicationDisplayName("Causerie")
    QApplication.setDesktopFileName("causerie")
    app = QApplication([])
    if app.style().name().lower() == "fusion":  # no platform's own
        app.setStyle(CalmStyle())
    app.setWindowIcon(app_icon())
    return app


def open_window(app: QApplication, services: Services, surroundings: Surroundings) -> Opened:
    """Shows the window first; a model is loaded once it stands there."""
    front = Front(app, services, surroundings)
    bridge = Bridge(lambda: front.window.asking(services.drain), lambda: services.is_pending)
    services.watch(bridge.wake)
    front.window.show()
    # What is there now lives as long as the program: a collection that looks through it all would hold the window, and
    # so would many small ones while a long conversation is read.
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    QTimer.singleShot(0, lambda: front.window.asking(services.models.load_last))
    QTimer.singleShot(0, front.begin)
    return Opened(front, bridge)


def _tell(problem: Problem) -> None:
    """There is no window to show a banner in."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Causerie", said(problem.sentence))
    box.setInformativeText("\n".join(map(said, problem.remedies)))
    box.setDetailedText(problem.details)
    box.exec()
