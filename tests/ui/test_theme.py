import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.ui.theme import DARK, LIGHT, Colours, Theme, ThemeChoice, colours_of, contrast, is_dark, palette_of


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_prose_stands_out_seven_to_one_and_all_that_is_read_four_and_a_half(colours: Colours) -> None:
    def ratio(text: str, ground: str) -> float:
        return contrast(QColor(text), QColor(ground))

    assert min(ratio(colours.text, ground) for ground in (colours.page, colours.panel, colours.selected)) >= 7
    for text in (colours.muted, colours.warning, colours.accent):
        assert min(ratio(text, ground) for ground in (colours.page, colours.panel)) >= 4.5
    assert ratio(colours.on_accent, colours.accent) >= 4.5
    assert min(ratio(colours.edge, ground) for ground in (colours.page, colours.panel)) >= 3


def test_the_system_accent_is_taken_where_it_can_be_read() -> None:
    role = QPalette.ColorRole.Accent
    assert palette_of(LIGHT, QColor("#7b0099")).color(role).name() == "#7b0099"
    assert palette_of(LIGHT, QColor("#ffff00")).color(role).name() == LIGHT.accent


def test_a_choice_changes_the_palette_and_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp)
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK)
    assert is_dark(qapp.palette())
    assert colours_of(qapp.palette()) is DARK
    theme.choose(ThemeChoice.LIGHT)
    assert not is_dark(qapp.palette())
    theme.choose(ThemeChoice.SYSTEM)
    assert theme.choice is ThemeChoice.SYSTEM
