"""Fonts and density that a person chose, beside the system's own. GUI thread; kept with the application, so that who
draws can ask without being told first.
"""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

COMPACT = 0.88  # of the space between lines


@dataclass(frozen=True, slots=True)
class Typography:
    """ "" and 1.0 are the system's."""

    reading_family: str = ""
    code_family: str = ""
    code_scale: float = 1.0
    is_compact: bool = False

    @property
    def spacing(self) -> float:
        return COMPACT if self.is_compact else 1.0

    def code_font(self) -> QFont:
        """At the system's size."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if self.code_family:
            font.setFamily(self.code_family)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def reading_font(self) -> QFont:
        font = QFont(QApplication.font())
        if self.reading_family:
            font.setFamily(self.reading_family)
        return font


_PROPERTY = "typography"


def choose(typography: Typography) -> bool:
    """Whether it is another."""
    app = QApplication.instance()
    is_other = typography != chosen()
    if app is not None and is_other:
        app.setProperty(_PROPERTY, typography)
    return is_other


def chosen() -> Typography:
    app = QApplication.instance()
    kept = None if app is None else app.property(_PROPERTY)
    return kept if isinstance(kept, Typography) else Typography()
