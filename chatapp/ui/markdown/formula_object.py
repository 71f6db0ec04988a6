"""A formula inside a document: how much room it takes, and how it is drawn there. GUI thread.

Until it is set, and where it can't be, its source stands in its place.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from chatapp.ui.markdown.formats import INDENT, Formats, FormulaMark
from chatapp.ui.markdown.formula import INK, Drawing, Formula
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.typesetter import Typesetter

OBJECT = "\ufffc"  # Qt's own character for what is no text
KIND = QTextFormat.ObjectTypes.UserObject.value + 1
SMALLEST = 0.6  # of its size: a formula that is wider than the column gets so small, and no smaller
AT_ONCE = 60  # formulas that are given room in one turn of the event loop
X_HEIGHT = 0.473  # em of the mathematical font
_WRAP = Qt.TextFlag.TextWrapAnywhere.value


def formula_format(formats: Formats, base: QTextCharFormat, formula: Formula, source: str) -> QTextCharFormat:
    """For the one character that stands for it; `source` is what a copy holds."""
    chars = QTextCharFormat(base)
    chars.setObjectType(KIND)
    chars.setProperty(FormulaMark.LATEX, formula.latex)
    chars.setProperty(FormulaMark.DISPLAY, formula.is_display)
    chars.setProperty(FormulaMark.SOURCE, source)
    chars.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    chars.setToolTip(source)
    chars.setForeground(base.foreground() if base.foreground().style() else QColor(formats.look.colours.text))
    return chars


def formula_of(form: QTextFormat) -> Formula:
    return Formula(str(form.property(FormulaMark.LATEX)), bool(form.property(FormulaMark.DISPLAY)))


def latex_in(document: QTextDocument, most: int) -> list[str]:
    """The sources of the formulas in a document, in reading order; so many at most."""
    found: list[str] = []
    cursor = document.find(OBJECT)
    while not cursor.isNull() and len(found) < most:
        if cursor.charFormat().objectType() == KIND:
            found.append(formula_of(cursor.charFormat()).latex)
        cursor = document.find(OBJECT, cursor)
    return found


class FormulaObject(QPyTextObject):
    """All formulas of one document, its parent."""

    reshaped = Signal()

    def __init__(self, look: Look, typesetter: Typesetter, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._look = look
        self._typesetter = typesetter
        self._unset: dict[int, Formula] = {}  # by position: those whose source stands in their place for now
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._on_finished)
        typesetter.finished.connect(self._on_finished)

    def intrinsicSize(self, document: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        """Room on both sides of the middle of the letters, since that is where Qt puts an object."""
        width = _room(document)
        drawing = self._typesetter.drawing(formula_of(form))
        if drawing is None:
            if not self._typesetter.is_known(formula_of(form)):
                self._unset[position] = formula_of(form)
            return self._source_rect(form, width).size()
        em = self._em(form, drawing, width)
        half_x = self._half_x(form)
        above, below = 2 * drawing.ascent * em - half_x, 2 * drawing.depth * em + half_x
        return QSizeF(drawing.width * em, max(above, below, 1.0))

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        rect = QRectF(rect)
        drawing = self._typesetter.drawing(formula_of(form))
        colour = form.toCharFormat().foreground().color()
        painter.save()
        if drawing is None:
            painter.setPen(colour)
            painter.setFont(self._look.code)
            painter.drawText(rect, _WRAP, str(form.property(FormulaMark.SOURCE)))
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            em = self._em(form, drawing, _room(document))
            line = rect.top() + (rect.height() + self._half_x(form)) / 2
            area = QRectF(
                rect.left(), line - drawing.ascent * em, drawing.width * em, (drawing.ascent + drawing.depth) * em
            )
            _renderer(drawing.svg, colour.name()).render(painter, area)
        painter.restore()

    def _on_finished(self) -> None:
        """Those that are drawn now take other room. A document of thousands gets it a few at a time."""
        known = [place for place, formula in self._unset.items() if self._typesetter.is_known(formula)][:AT_ONCE]
        if not known:
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()  # laid out once for all of them
        for place in known:
            del self._unset[place]
            if self._document.characterAt(place) == OBJECT:
                self._document.markContentsDirty(place, 1)
        cursor.endEditBlock()
        self._later.start()
        self.reshaped.emit()

    def _em(self, form: QTextFormat, drawing: Drawing, room: float) -> float:
        """Pixels: its small letters are as tall as its neighbours', but less where it would not fit."""
        em = QFontMetricsF(form.toCharFormat().font()).xHeight() / X_HEIGHT
        return em * max(SMALLEST, min(1.0, room / (drawing.width * em)))

    @staticmethod
    def _half_x(form: QTextFormat) -> float:
        """As Qt counts it, in whole pixels."""
        return QFontMetrics(form.toCharFormat().font()).xHeight() / 2

    def _source_rect(self, form: QTextFormat, width: float) -> QRectF:
        metrics = QFontMetricsF(self._look.code)
        return metrics.boundingRect(QRectF(0, 0, width, 10_000), _WRAP, str(form.property(FormulaMark.SOURCE)))


def _room(document: QTextDocument) -> float:
    width = document.textWidth()
    return max(80.0, width - INDENT) if width > 0 else 600.0


@lru_cache(maxsize=256)
def _renderer(svg: str, colour: str) -> QSvgRenderer:
    """Parsed once for each colour."""
    return QSvgRenderer(QByteArray(svg.replace(f'"{INK}"', f'"{colour}"').encode()))
