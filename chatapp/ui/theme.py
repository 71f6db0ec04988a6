"""Light and dark after the system or by choice: the palette, and the few colours that a palette has no role for.

GUI thread. Knows no widget: who paints asks `colours_of(palette)`.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

TEXT_CONTRAST = 4.5
FUSION_ACCENT = "#308cc6"  # what the style gives where the system names none


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme as `#rrggbb`. Prose is `text` on `page`, at least 7:1; all else that is read, at least 4.5:1."""

    page: str
    panel: str
    hover: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    on_accent: str
    selected: str
    found: str
    warning: str
    track: str


LIGHT = Colours(
    page="#ffffff",
    panel="#f5f5f3",
    hover="#eaeae7",
    text="#1c1d1f",
    muted="#5a5d63",
    line="#d6d6d2",
    edge="#85888e",
    accent="#2a5bd7",
    on_accent="#ffffff",
    selected="#dbe5fb",
    found="#fbe7a8",
    warning="#8a4b00",
    track="#d0d0cc",
)
DARK = Colours(
    page="#1b1c1e",
    panel="#232528",
    hover="#2d2f33",
    text="#e9e9e7",
    muted="#adb0b6",
    line="#3d4045",
    edge="#74787f",
    accent="#8fb2ff",
    on_accent="#10131a",
    selected="#2c3a57",
    found="#5a4a12",
    warning="#ffc66d",
    track="#4a4d53",
)


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2: 1 for equal colours, 21 for black and white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(palette: QPalette) -> bool:
    return _luminance(palette.color(QPalette.ColorRole.Window)) < _luminance(
        palette.color(QPalette.ColorRole.WindowText)
    )


def colours_of(palette: QPalette) -> Colours:
    """The colours that go with a palette, whether it is ours or the platform's own."""
    return DARK if is_dark(palette) else LIGHT


def palette_of(colours: Colours, accent: QColor | None = None) -> QPalette:
    """`accent` is the system's own; it is taken where it can be read on the page, and its selection on it."""
    if accent is None or accent.name() == FUSION_ACCENT or contrast(accent, QColor(colours.page)) < TEXT_CONTRAST:
        accent = QColor(colours.accent)
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(colours.panel), QColor(colours.panel))
    for name, value in (
        (role.Window, colours.panel),
        (role.WindowText, colours.text),
        (role.Base, colours.page),
        (role.AlternateBase, colours.panel),
        (role.Text, colours.text),
        (role.Button, colours.panel),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.text),
        (role.ToolTipBase, colours.page),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Mid, colours.line),
        (role.Link, accent.name()),
        (role.LinkVisited, accent.name()),
        (role.Accent, accent.name()),
        (role.Highlight, accent.name()),
        (role.HighlightedText, _readable_on(accent)),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, name, QColor(colours.muted))
    return palette


def _readable_on(ground: QColor) -> str:
    return max("#ffffff", "#10131a", key=lambda text: contrast(QColor(text), ground))


class Theme(QObject):
    """Keeps the application's palette in step with the choice and, if that is SYSTEM, with the system."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._accent = app.palette().color(QPalette.ColorRole.Accent)
        self._choice = ThemeChoice.SYSTEM
        self._has_own_palette = bool({app.style().name().lower(), app.style().objectName()} & {"fusion", "calm"})
        app.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        self._choice = choice
        wanted = {ThemeChoice.LIGHT: Qt.ColorScheme.Light, ThemeChoice.DARK: Qt.ColorScheme.Dark}
        # Unknown gives the decision back to the system. Native styles take their palette from this alone.
        self._app.styleHints().setColorScheme(wanted.get(choice, Qt.ColorScheme.Unknown))
        self._apply()

    def _apply(self) -> None:
        if self._has_own_palette:
            self._app.setPalette(palette_of(DARK if self._wants_dark() else LIGHT, self._accent))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._choice is ThemeChoice.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._choice is ThemeChoice.DARK
