"""`python -m tests.bench.keys`: a key in a document of 1 MB in the real window, until painted. One JSON line last.

Every third key is a space, every fortieth a new paragraph; at the beginning, in the middle and at the end of the text.
"""

import json
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.settings import SettingsFile
from chatapp.storage.opening import open_store
from chatapp.ui.bridge import Bridge
from chatapp.ui.drafting.editor import Editor
from chatapp.ui.front import Front
from chatapp.ui.main_window import Surroundings
from chatapp.ui.window_app import make_application
from tests.fakes import ScriptedLibrary, echo

BYTES = 1_000_000
KEYS = 400
PARAGRAPH = (
    "The rain had stopped before dawn, and the *town* smelled of wet stone and **bread**. Ines unlocked the door of "
    "the shop where nobody had slept, and lit the `second` oven, the one that smoked 😀. "
) * 4 + "\n\n"


def main() -> int:
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    with TemporaryDirectory(prefix="causerie-") as folder:
        times = _measured(app, Paths(Path(folder)))
    figures = {
        f"key_ms_{name}": round(value, 2)
        for name, value in (
            ("median", statistics.median(times)),
            ("p99", statistics.quantiles(times, n=100)[98]),
            ("most", max(times)),
        )
    }
    print(json.dumps(figures))
    return 0


def _measured(app: QApplication, place: Paths) -> list[float]:
    place.create()
    opened = open_store(place)
    services = Services(
        opened.store, ScriptedLibrary(place.home), scripted.loader(Script(echo)), SettingsFile(place.settings)
    )
    front = Front(app, services, Surroundings(place, ("true",)))
    bridge = Bridge(lambda: front.window.asking(services.drain), lambda: services.is_pending)
    services.watch(bridge.wake)
    try:
        front.window.resize(1120, 760)
        front.window.show()
        made = services.documents.create("Long", PARAGRAPH * (BYTES // len(PARAGRAPH)))
        front.window.open_to_write(made.id)
        QTest.qWaitForWindowActive(front.window)
        editor = front.window.drafting.page.editor
        length = len(editor.text)
        times = [time for at in (100, length // 2, length - 5) for time in _typed(app, editor, at)]
        if editor.text != services.documents.text(made.id):
            raise AssertionError("the page shows another text than the document's")
        return times
    finally:
        front.close()
        bridge.close()
        services.close()
        opened.store.close()


def _typed(app: QApplication, editor: Editor, at: int) -> list[float]:
    editor.select(at, at)
    QTest.qWait(300)
    times = []
    for number in range(KEYS):
        key = Qt.Key.Key_Return if number % 40 == 39 else Qt.Key.Key_Space if number % 3 == 2 else Qt.Key.Key_A
        start = perf_counter()
        QTest.keyClick(editor, key)
        app.processEvents()
        times.append((perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())
