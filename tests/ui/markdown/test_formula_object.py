import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage, QPainter, QTextCursor
from pytestqt.qtbot import QtBot

from chatapp.ui.markdown.document import AnswerDocument
from chatapp.ui.markdown.formula_object import OBJECT
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.typesetter import typesetter
from chatapp.ui.plain_text import selected_text, text_of

WIDTH = 400


def document(look: Look, text: str, width: int = WIDTH) -> AnswerDocument:
    made = AnswerDocument(look)
    made.setTextWidth(width)
    made.append(text)
    made.finish()
    made.size()
    return made


def set_all(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not typesetter().is_busy, timeout=20_000)


def picture(shown: AnswerDocument, look: Look) -> QImage:
    image = QImage(WIDTH, shown.height, QImage.Format.Format_RGB32)
    image.fill(QColor(look.colours.page))
    painter = QPainter(image)
    shown.drawContents(painter)
    painter.end()
    return image


def test_it_takes_its_room_once_it_is_set(light: Look, qtbot: QtBot) -> None:
    shown = document(light, r"$$\frac{\frac{a}{b}}{\frac{c}{d_{71}}}$$")
    before = shown.height
    with qtbot.waitSignal(shown.reshaped, timeout=20_000):
        pass
    assert shown.height > before


def test_it_is_drawn_in_the_colour_of_the_text(look: Look, qtbot: QtBot) -> None:
    shown = document(look, "$$x_{72}$$")
    set_all(qtbot)
    image = picture(shown, look)
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    strongest = max if look.is_dark else min
    assert strongest(colours) == look.colours.text


@pytest.mark.parametrize(
    "text", [r"Say $\frac{1}{2}$ or \(x\) 😀 and $$y$$ now", "$$\nx\n$$", r"Broken: $\frac{a$ it is"]
)
def test_a_copy_holds_its_source(light: Look, text: str) -> None:
    shown = document(light, text)
    cursor = QTextCursor(shown)
    cursor.select(QTextCursor.SelectionType.Document)
    assert OBJECT in shown.toRawText()
    assert text_of(shown) == text
    assert selected_text(cursor) == text


def test_a_wide_one_gets_smaller(light: Look, qtbot: QtBot) -> None:
    text = "$$" + "+".join(f"\\frac{{x_{{{number}}}}}{{2}}" for number in range(73, 84)) + "$$"
    shown, narrow = document(light, text), document(light, text, 260)
    set_all(qtbot)
    assert 0 < narrow.height < shown.height


def test_a_document_that_is_gone_is_not_told(light: Look, qtbot: QtBot) -> None:
    shown = document(light, "$$x_{84}$$")
    shown.deleteLater()
    QCoreApplication.sendPostedEvents(shown)
    set_all(qtbot)
    assert not typesetter().is_busy
