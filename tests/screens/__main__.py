"""`python -m tests.screens DIR [SCENE ...]`: every screen as PNG, light and dark, English and Chinese, 100 % and 200 %.

`--language`, `--theme` and `--scale` take fewer. A scale is a process of its own, since Qt reads it when it starts.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).with_name('screen.json')}")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from chatapp.ui.theme import ThemeChoice
from chatapp.ui.window_app import make_application
from tests.screens import dialog_scenes, document_scenes, draft_scenes, exchange, scenes, steward_scenes
from tests.screens.scene import Scene
from tests.screens.stage import stage
from tests.screens.words import CHINESE, ENGLISH

MODULES = (scenes, draft_scenes, document_scenes, exchange, steward_scenes, dialog_scenes)
WORDS = {"en": ENGLISH, "zh_CN": CHINESE}
THEMES = {"light": ThemeChoice.LIGHT, "dark": ThemeChoice.DARK}
SCALES = ("1", "2")
SCALE_VARIABLE = "QT_SCALE_FACTOR"
SETTLE_MS = 120


def main() -> int:
    options = _parser().parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    scales = options.scale or list(SCALES)
    if [os.environ.get(SCALE_VARIABLE)] != scales:
        return _each_scale(scales)
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    for scene in _scenes():
        if not options.scenes or scene.name in options.scenes:
            for language in options.language or WORDS:
                for path in pictures(scene, language, options.theme or list(THEMES), options.folder):
                    print(path, flush=True)
    return 0


def pictures(scene: Scene, language: str, themes: list[str], folder: Path) -> Iterator[Path]:
    """The scene once in a language, looked at in each theme."""
    scale = os.environ[SCALE_VARIABLE]
    with stage(scene.setting, WORDS[language], language) as set_up:
        set_up.theme.choose(THEMES[themes[0]])
        shown = scene.act(set_up) or front(set_up.window)
        for theme in themes:
            set_up.theme.choose(THEMES[theme])
            QTest.qWait(SETTLE_MS)
            path = folder / f"{scene.name}-{language}-{theme}-{scale}00.png"
            shown.grab().save(str(path))
            yield path


def _each_scale(scales: list[str]) -> int:
    """All at once: each has a processor of its own to draw on."""
    arguments = [sys.executable, "-m", "tests.screens", *_without_scales(sys.argv[1:])]
    running = [
        subprocess.Popen([*arguments, "--scale", scale], env=os.environ | {SCALE_VARIABLE: scale}) for scale in scales
    ]
    return max(process.wait() for process in running)


def _without_scales(arguments: list[str]) -> list[str]:
    return [
        argument
        for place, argument in enumerate(arguments)
        if argument != "--scale" and (place == 0 or arguments[place - 1] != "--scale")
    ]


def _scenes() -> Iterator[Scene]:
    for module in MODULES:
        yield from module.SCENES


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenes", nargs="*")
    for name, choices in (("language", list(WORDS)), ("theme", list(THEMES)), ("scale", list(SCALES))):
        parser.add_argument(f"--{name}", action="append", choices=choices)
    return parser


def front(window: QWidget) -> QWidget:
    """The dialog that stands before the window, else the window itself."""
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[-1] if dialogs else window


if __name__ == "__main__":
    sys.exit(main())
