from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from chatapp.ui.markdown.decoration import paint_behind
from chatapp.ui.markdown.document import AnswerDocument
from chatapp.ui.markdown.look import Look

WIDTH = 200


def picture(look: Look, text: str) -> QImage:
    document = AnswerDocument(look)
    document.append(text)
    document.finish()
    document.setTextWidth(WIDTH)
    image = QImage(WIDTH, document.height, QImage.Format.Format_RGB32)
    image.fill(QColor(look.colours.page))
    painter = QPainter(image)
    paint_behind(painter, document, QRectF(image.rect()), look.colours)
    painter.end()
    return image


def test_a_code_box_is_whole_and_round(look: Look) -> None:
    image = picture(look, "```\na\n\nb\n```")
    middle = {image.pixelColor(WIDTH // 2, y).name() for y in range(image.height())}
    assert middle == {look.colours.panel}
    assert image.pixelColor(0, 0).name() == look.colours.page
    assert image.pixelColor(0, image.height() - 1).name() == look.colours.page


def test_a_quotation_has_a_bar_without_gaps(look: Look) -> None:
    image = picture(look, "> one\n>\n> two")
    bar = {image.pixelColor(5, y).name() for y in range(image.height() - 2)}
    assert bar == {look.colours.line}


def test_the_bar_stands_where_the_paragraph_begins(light: Look) -> None:
    image = picture(light, "> مرحبا")
    assert image.pixelColor(5, 8).name() == light.colours.page
    assert image.pixelColor(WIDTH - 6, 8).name() == light.colours.line


def test_a_rule_is_one_line(light: Look) -> None:
    image = picture(light, "***")
    column = [image.pixelColor(50, y).name() for y in range(image.height())]
    assert column.count(light.colours.line) == 1
