"""The characters that a document or a part of one holds, every one of them. GUI thread.

Qt's own toPlainText() turns spaces that must not break into common ones.
"""

import re
from itertools import pairwise

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QTextCursor, QTextDocument, QTextDocumentFragment, QTextFormat
from PySide6.QtWidgets import QPlainTextDocumentLayout

from chatapp.ui.markdown.formats import FormulaMark, Mark
from chatapp.ui.markdown.paragraph import LONGEST

# Ends of paragraphs and lines, and the borders of tables and their cells, as Qt's documents write them.
_NEWLINES = ("\u2029", "\u2028", "\ufdd0", "\ufdd1")


_BORDERS = re.compile("([\u2029\ufdd0\ufdd1])")  # of blocks
_JOINT = "\ufdd1\ufdd0"  # between two tables, which may be parts of one
OBJECT = "\ufffc"  # stands for what is no text


def text_of(document: QTextDocument) -> str:
    text = document.toRawText()
    if not isinstance(document.documentLayout(), QPlainTextDocumentLayout):
        if OBJECT in text:
            text = _with_sources(document, text)
        if len(text) > LONGEST // 2 or _JOINT in text:
            text = _without_joints(document, text)
    for mark in _NEWLINES:
        text = text.replace(mark, "\n")
    return text


def selected_text(cursor: QTextCursor) -> str:
    return _text_of_part(cursor.selection())


def text_of_html(html: str) -> str:
    return _text_of_part(QTextDocumentFragment.fromHtml(html))


def mime_of(cursor: QTextCursor) -> QMimeData:
    """What a copy of the selection holds: words alone, as our colours would be out of place elsewhere."""
    return mime_with(selected_text(cursor))


def mime_with(text: str) -> QMimeData:
    """Made by Qt itself: a clipboard that no other program shares (offscreen, vnc) lets go of what was copied once
    Python has ended, and an object that Python made would crash there."""
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    data.setText(text)
    return data


def has_words(document: QTextDocument) -> bool:
    """Whether anything but white space stands in it: a book is not read to its end for that."""
    block = document.begin()
    while block.isValid():
        if block.text().strip():
            return True
        block = block.next()
    return False


def source_of(form: QTextFormat) -> str:
    """What was written for a character that stands for a formula."""
    return str(form.property(FormulaMark.SOURCE) or OBJECT)


def _with_sources(document: QTextDocument, text: str) -> str:
    """What was written for each formula, in its place."""
    parts = text.split(OBJECT)
    cursor, position, whole = QTextCursor(document), 0, [parts[0]]
    for before, after in pairwise(parts):
        position += len(before.encode("utf-16-le")) // 2
        cursor.setPosition(position + 1)
        whole += [source_of(cursor.charFormat()), after]
        position += 1
    return "".join(whole)


def _without_joints(document: QTextDocument, text: str) -> str:
    """A long paragraph that stands in several blocks is one, and so is a table."""
    first, *others = _BORDERS.split(text)
    block = document.begin()
    joined = [first]
    for border, line in zip(others[::2], others[1::2], strict=True):
        block = block.next()
        joined += [line] if block.blockFormat().hasProperty(Mark.JOINED) else [border, line]
    return "".join(joined)


def _text_of_part(part: QTextDocumentFragment) -> str:
    document = QTextDocument()
    QTextCursor(document).insertFragment(part)
    return text_of(document)
