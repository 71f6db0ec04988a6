from pytestqt.qtbot import QtBot

from chatapp.ui.icons import Icon
from chatapp.ui.theme import DARK, palette_of
from chatapp.ui.widgets.icon_button import IconButton


def test_it_says_what_it_does(qtbot: QtBot) -> None:
    button = IconButton(Icon.REGENERATE, "Regenerate", "Ctrl+R")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Regenerate"
    assert button.toolTip() == "Regenerate (Ctrl+R)"


def test_a_veiled_button_is_not_seen_and_still_works(qtbot: QtBot) -> None:
    button = IconButton(Icon.COPY, "Copy")
    qtbot.addWidget(button)
    seen = button.grab().toImage()
    button.set_veiled(True)
    veiled = button.grab().toImage()
    assert veiled != seen
    with qtbot.waitSignal(button.clicked):
        button.click()


def test_it_follows_the_palette(qtbot: QtBot) -> None:
    button = IconButton(Icon.COPY, "Copy")
    qtbot.addWidget(button)
    before = button.icon().pixmap(20, 20).toImage()
    button.setPalette(palette_of(DARK))
    assert button.icon().pixmap(20, 20).toImage() != before
