"""`python -m tests.screens DIR [SCENE ...]`: pictures of every screen, light and dark, English and Chinese, as PNG."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from chatapp.ui.theme import ThemeChoice
from chatapp.ui.window_app import make_application
from tests.screens import exchange
from tests.screens.scenes import SCENES, Scene
from tests.screens.stage import stage
from tests.screens.words import CHINESE, ENGLISH

LANGUAGES = {"en": ENGLISH, "zh": CHINESE}
THEMES = {"light": ThemeChoice.LIGHT, "dark": ThemeChoice.DARK}
SETTLE_MS = 120


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder, wanted = Path(sys.argv[1]), set(sys.argv[2:])
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    for scene in (*SCENES, *exchange.SCENES):
        if not wanted or scene.name in wanted:
            for language in LANGUAGES:
                for theme in THEMES:
                    picture(scene, language, theme, folder)
    return 0


def picture(scene: Scene, language: str, theme: str, folder: Path) -> None:
    with stage(scene.setting, LANGUAGES[language], THEMES[theme]) as set_up:
        scene.act(set_up)
        QTest.qWait(SETTLE_MS)
        path = folder / f"{scene.name}-{language}-{theme}.png"
        front(set_up.window).grab().save(str(path))
        print(path)


def front(window: QWidget) -> QWidget:
    """The dialog that stands before the window, else the window itself."""
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[-1] if dialogs else window


if __name__ == "__main__":
    sys.exit(main())
