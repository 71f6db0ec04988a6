"""How a document looks: fonts and colours out of the widget's own font and palette. GUI thread."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontInfo, QPalette

from chatapp.ui import typography
from chatapp.ui.theme import Colours, colours_of, is_dark

PROSE_SCALE = 1.05
CODE_SCALE = 0.95
HEADING_SCALES = (1.4, 1.2, 1.05)
LINE_HEIGHT = 1.5
CODE_LINE_HEIGHT = 1.4
HEADING_LINE_HEIGHT = 1.3


@dataclass(frozen=True, slots=True)
class Look:
    """Values to draw with; two equal ones draw the same."""

    colours: Colours
    is_dark: bool
    prose: QFont
    code: QFont
    spacing: float = 1.0

    def heading(self, level: int) -> QFont:
        """The font of a heading, whose level counts from 1; those below the third look like it."""
        font = scaled(self.prose, HEADING_SCALES[min(level, len(HEADING_SCALES)) - 1])
        font.setWeight(QFont.Weight.DemiBold)
        return font


def look_of(font: QFont, palette: QPalette) -> Look:
    chosen = typography.chosen()
    code = chosen.code_font()
    if font.pointSizeF() > 0:
        code.setPointSizeF(font.pointSizeF())
    else:
        code.setPixelSize(font.pixelSize())
    code = scaled(code, PROSE_SCALE * CODE_SCALE * chosen.code_scale)
    return Look(colours_of(palette), is_dark(palette), scaled(font, PROSE_SCALE), code, chosen.spacing)


def scaled(font: QFont, factor: float) -> QFont:
    larger = QFont(font)
    if font.pointSizeF() > 0:
        larger.setPointSizeF(font.pointSizeF() * factor)
    else:
        larger.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return larger


def line_height(font: QFont, factor: float = LINE_HEIGHT) -> int:
    """Pixels from one line to the next, whole, so that lines and boxes meet without seams."""
    return round(QFontInfo(font).pixelSize() * factor)
