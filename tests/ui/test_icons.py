from collections.abc import Callable

import pytest
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from chatapp.domain.attachment import Attachment
from chatapp.ui.icons import Icon, icon
from chatapp.ui.markdown.thinking import Parts
from chatapp.ui.theme import DARK, LIGHT, Colours, palette_of
from chatapp.ui.transcript.thinking_fold import ThinkingFold
from chatapp.ui.widgets.chips import Chips
from chatapp.ui.widgets.icon_button import IconButton


def inks(drawn: QIcon) -> set[str]:
    image = drawn.pixmap(20, 20).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 250
    }


@pytest.mark.parametrize("name", list(Icon))
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_icon_is_drawn_in_the_colour_of_the_palette(qapp: QApplication, name: Icon, colours: Colours) -> None:
    assert inks(icon(name, palette_of(colours))) == {colours.text}


def attachment(parent: QWidget) -> None:
    Chips(can_remove=True, parent=parent).show_attachments([Attachment("notes.md", "Rain.")])


def thought(parent: QWidget) -> None:
    ThinkingFold(parent).show_parts(Parts("Rain.", ""), is_whole=True)


@pytest.mark.parametrize("make", [attachment, thought, lambda parent: IconButton(Icon.PIN, "Pin", parent=parent)])
def test_an_icon_follows_the_theme_while_it_is_shown(qtbot: QtBot, make: Callable[[QWidget], object]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setPalette(palette_of(LIGHT))
    make(parent)
    buttons = parent.findChildren(QToolButton)
    assert buttons
    for colours in (LIGHT, DARK):
        parent.setPalette(palette_of(colours))
        assert all(inks(button.icon()) == {colours.text} for button in buttons)
