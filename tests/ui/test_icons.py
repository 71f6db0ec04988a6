import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from chatapp.ui.icons import Icon, icon
from chatapp.ui.theme import DARK, LIGHT, Colours, palette_of


@pytest.mark.parametrize("name", list(Icon))
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_icon_is_drawn_in_the_colour_of_the_palette(qapp: QApplication, name: Icon, colours: Colours) -> None:
    image = icon(name, palette_of(colours)).pixmap(20, 20).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    inked = [
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 250
    ]
    assert inked
    assert set(inked) == {colours.text}
