"""What a self-check looks at on the screen: fonts and formulas, translations, a picture of the window. GUI thread.

Each function says in a few words what it saw, or raises RuntimeError.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtGui import QFontDatabase, QIcon, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from chatapp import paths
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.ui.app_icon import app_icon
from chatapp.ui.icons import Icon, icon
from chatapp.ui.main_window import Surroundings
from chatapp.ui.markdown.formula import Formula, typeset
from chatapp.ui.translation import Language, Translation
from chatapp.ui.window_app import make_application, open_window

SIZE = (1120, 760)
PATIENCE_MS = 600
ICON = 32


@cache
def _application() -> QApplication:
    app = QApplication.instance()
    return app if isinstance(app, QApplication) else make_application()


def fonts() -> str:
    """The system's for text, ours for icons and formulas; what draws SVG."""
    _application()
    families = QFontDatabase.families()
    if not families:
        raise RuntimeError("the system has no font")
    drawing = typeset(Formula(r"\frac{a^2}{\sqrt{b}}", is_display=True))
    if drawing is None or not QSvgRenderer(drawing.svg.encode()).isValid():
        raise RuntimeError("a formula cannot be set")
    palette = QPalette()
    blank = [name.name for name in Icon if _is_blank(icon(name, palette))]
    if _is_blank(app_icon()):
        blank.append("the program's own")
    if blank:
        raise RuntimeError(f"icons that draw nothing: {', '.join(blank)}")
    return f"{len(families)} families, {len(Icon) + 1} icons, formulas"


def _is_blank(drawn: QIcon) -> bool:
    picture = drawn.pixmap(ICON, ICON).toImage()
    return picture.isNull() or not any(
        picture.pixelColor(x, y).alpha() for x in range(picture.width()) for y in range(picture.height())
    )


def translations() -> str:
    """Every language's own texts, and those of Qt's dialogs."""
    translation = Translation(_application())
    found: list[str] = []
    for language in Language:
        translation.choose(language)
        is_english = language is Language.ENGLISH
        ours = QCoreApplication.translate("About", "About Causerie")
        if is_english is not (ours == "About Causerie"):
            raise RuntimeError(f"{language}: the window's texts are not there")
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        if is_english is not ("Cancel" in box.buttons()[0].text()):
            raise RuntimeError(f"{language}: Qt's own texts are not there")
        found.append(language.own_name)
    translation.choose(Language.ENGLISH)
    return ", ".join(found)


def photograph(services: Services, place: Paths, conversation_id: int | None, file: Path) -> None:
    """The window with a conversation open, as PNG; the window is gone afterwards."""
    app = _application()
    app.setQuitOnLastWindowClosed(False)
    opened = open_window(app, services, Surroundings(place, paths.own_command()))
    window = opened.front.window
    window.resize(*SIZE)
    window.open(conversation_id)
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, deadline.remainingTime())
    picture = window.grab()
    opened.bridge.close()
    window.close()
    if picture.isNull() or len({picture.toImage().pixel(x, 200) for x in range(picture.width())}) == 1:
        raise RuntimeError("the window shows nothing")
    if not picture.save(str(file)):
        raise RuntimeError(f"{file} cannot be written")
