"""The colours of surprise: one hue, light to strong; a line below the strongest, to read in grey. GUI thread."""

from PySide6.QtGui import QColor, QPalette, QTextCharFormat

from chatapp.ui.theme import is_dark

LIGHT = ("#fff4e3", "#ffe7c2", "#ffd596", "#ffc06a", "#f7a844")
DARK = ("#2b2820", "#3a301f", "#48381c", "#563d14", "#63420a")
"""For the levels from 1 on; on each the theme's text keeps 7:1."""
UNDERLINED = 4
"""The level from which on a word has a line below it too."""


def formats(palette: QPalette) -> tuple[QTextCharFormat | None, ...]:
    """By level; None for 0, which is not marked."""
    return (None, *(_format(colour, level) for level, colour in enumerate(colours(palette), 1)))


def colours(palette: QPalette) -> tuple[str, ...]:
    return DARK if is_dark(palette) else LIGHT


def _format(colour: str, level: int) -> QTextCharFormat:
    chars = QTextCharFormat()
    chars.setBackground(QColor(colour))
    if level >= UNDERLINED:
        chars.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    return chars
