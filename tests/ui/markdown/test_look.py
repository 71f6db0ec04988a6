import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from chatapp.ui.markdown.look import Look, line_height, look_of, scaled


def test_headings_are_larger_than_prose_and_code_smaller(light: Look) -> None:
    sizes = [light.heading(level).pointSizeF() for level in (1, 2, 3)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == pytest.approx(light.prose.pointSizeF() * 1.4)
    assert light.heading(6) == light.heading(3)
    assert light.code.pointSizeF() < light.prose.pointSizeF()


def test_a_font_in_pixels_is_scaled_too(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    font.setPixelSize(20)
    assert scaled(font, 1.5).pixelSize() == 30
    assert line_height(font, 1.5) == 30
    assert look_of(font, qapp.palette()).prose.pixelSize() == 21
