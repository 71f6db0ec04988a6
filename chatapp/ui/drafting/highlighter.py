"""Shows Markdown as it is written: headings large, emphasis slanted, marks quiet. GUI thread; a paragraph at a time,
and only what is in sight.
"""

import re
from collections.abc import Callable

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from chatapp.ui.drafting.places import units_of
from chatapp.ui.drafting.syntax import HEADINGS, Part, fence_after, pieces, spans
from chatapp.ui.markdown.look import Look

CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class MarkdownHighlighter(QSyntaxHighlighter):
    """`is_seen` says whether a block is to be coloured now; others are when they come into sight."""

    def __init__(self, document: QTextDocument, look: Look, is_seen: Callable[[QTextBlock], bool]) -> None:
        super().__init__(document)
        self._is_seen = is_seen
        self.show_look(look)

    def show_look(self, look: Look) -> None:
        """For what is coloured from now on."""
        self._parts = _formats(look)
        self._mixed: dict[tuple[Part, ...], QTextCharFormat] = {}

    def highlightBlock(self, text: str) -> None:
        fence = fence_of(self.previousBlockState())
        self.setCurrentBlockState(state_of(fence_after(text, fence)))
        if not text or not self._is_seen(self.currentBlock()):
            return
        done = first = 0  # a place, and the units before it
        for start, end, parts in pieces(list(spans(text, fence))):
            chars = self._format(tuple(map(_upright, parts)) if CJK.search(text, start, end) else parts)
            first += units_of(text[done:start])
            length = units_of(text[start:end])
            self.setFormat(first, length, chars)
            done, first = end, first + length

    def _format(self, parts: tuple[Part, ...]) -> QTextCharFormat:
        found = self._mixed.get(parts)
        if found is None:
            found = self._mixed[parts] = QTextCharFormat()
            for part in parts:
                found.merge(self._parts[part])
        return found


def state_of(fence: str) -> int:
    """A code block that is open as a number; -1 is Qt's word for none."""
    return 2 * len(fence) + (fence[0] == "~") if fence else -1


def fence_of(state: int) -> str:
    return "" if state < 0 else "`~"[state % 2] * (state // 2)


def _upright(part: Part) -> Part:
    """Chinese, Japanese and Korean have no slanted letters: those get weight."""
    return Part.STRONG if part is Part.EMPHASIS else part


def _formats(look: Look) -> dict[Part, QTextCharFormat]:
    formats = {part: QTextCharFormat() for part in Part}
    for level, part in enumerate(HEADINGS, 1):
        heading = look.heading(level)
        formats[part].setFont(heading)
    formats[Part.STRONG].setFontWeight(QFont.Weight.DemiBold)
    formats[Part.EMPHASIS].setFontItalic(True)
    formats[Part.STRUCK].setFontStrikeOut(True)
    for part in (Part.CODE, Part.FENCED):
        formats[part].setFont(look.code)
        formats[part].setBackground(QColor(look.colours.panel))
    formats[Part.QUOTE].setForeground(QColor(look.colours.muted))
    formats[Part.LINK].setForeground(QColor(look.colours.accent))
    formats[Part.LINK].setFontUnderline(True)
    formats[Part.MARK].setForeground(QColor(look.colours.muted))
    return formats
