"""Finds the code blocks of a document: where each stands, and what it holds. GUI thread."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument

from chatapp.ui.markdown.decoration import first_block
from chatapp.ui.markdown.formats import BOX_PADDING, Box, Mark


@dataclass(frozen=True, slots=True)
class CodeBox:
    """`top` is the box's upper edge in the document; `position` that of its first character."""

    position: int
    top: float


def boxes_within(document: QTextDocument, visible: QRectF) -> list[CodeBox]:
    """Those that begin there, in order."""
    found = []
    block = first_block(document, visible.top())
    layout = document.documentLayout()
    while block.isValid():
        top = layout.blockBoundingRect(block).top()
        if top > visible.bottom():
            break
        if Box.FIRST in _box(block):
            found.append(CodeBox(block.position(), top - BOX_PADDING))
        block = block.next()
    return found


def code_at(document: QTextDocument, position: int) -> str:
    """The lines of the block whose first one is at the position; "" where there is none."""
    return "\n".join(_lines(document.findBlock(position)))


def _lines(block: QTextBlock) -> Iterator[str]:
    while block.isValid() and _box(block):
        yield block.text()
        if Box.LAST in _box(block):
            return
        block = block.next()


def _box(block: QTextBlock) -> Box:
    return Box(int(block.blockFormat().property(Mark.BOX) or 0))
