"""The formats of blocks and characters, and the marks on a block that say what is painted behind it. GUI thread."""

from dataclasses import dataclass
from enum import IntEnum, IntFlag

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextFormat

from chatapp.ui.markdown.look import CODE_LINE_HEIGHT, LINE_HEIGHT, Look, line_height

GAP = 12  # between blocks
ITEM_GAP = 6  # between items of a list
BOX_PADDING = 12
INDENT = 26
FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
AT_LEAST = QTextBlockFormat.LineHeightTypes.MinimumHeight.value


class Mark(IntEnum):
    """Properties of our own on a block. NESTING is a letter per level: `l` for a list, `Q` for a quotation (`q` on
    its first block). JOINED goes on where the block above ended: both are parts of one long paragraph."""

    NESTING = QTextFormat.Property.UserProperty.value + 1
    BOX = QTextFormat.Property.UserProperty.value + 2
    RULE = QTextFormat.Property.UserProperty.value + 3
    JOINED = QTextFormat.Property.UserProperty.value + 4


class FormulaMark(IntEnum):
    """Properties of our own on the character that stands for a formula."""

    LATEX = QTextFormat.Property.UserProperty.value + 11
    DISPLAY = QTextFormat.Property.UserProperty.value + 12
    SOURCE = QTextFormat.Property.UserProperty.value + 13


class Box(IntFlag):
    """A line of a code block: inside, and where the box begins and ends."""

    INSIDE = 1
    FIRST = 2
    LAST = 4


@dataclass(frozen=True, slots=True)
class Formats:
    look: Look

    def block(self, nesting: str, font: QFont, factor: float = LINE_HEIGHT) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setProperty(Mark.NESTING, nesting)
        form.setIndent(len(nesting))
        form.setLineHeight(line_height(font, factor * self.look.spacing), FIXED)
        return form

    def grows(self, form: QTextBlockFormat) -> QTextBlockFormat:
        """The block again, with lines that are taller where a formula is."""
        tall = QTextBlockFormat(form)
        tall.setLineHeight(form.lineHeight(), AT_LEAST)
        return tall

    def code_line(self, nesting: str, box: Box) -> QTextBlockFormat:
        form = self.block(nesting, self.look.code, CODE_LINE_HEIGHT)
        form.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        form.setAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setLeftMargin(BOX_PADDING)
        form.setRightMargin(BOX_PADDING)
        form.setNonBreakableLines(False)
        form.setProperty(Mark.BOX, box.value)
        form.setBottomMargin(BOX_PADDING if Box.LAST in box else 0)
        return form

    def prose(self) -> QTextCharFormat:
        return self._chars(self.look.prose, self.look.colours.text)

    def heading(self, level: int) -> QTextCharFormat:
        return self._chars(self.look.heading(level), self.look.colours.text)

    def code(self) -> QTextCharFormat:
        return self._chars(self.look.code, self.look.colours.text)

    @staticmethod
    def _chars(font: QFont, colour: str) -> QTextCharFormat:
        chars = QTextCharFormat()
        chars.setFont(font)
        chars.setForeground(QColor(colour))
        return chars
