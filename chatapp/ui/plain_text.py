"""The characters that a document or a part of one holds, every one of them. GUI thread.

Qt's own toPlainText() turns spaces that must not break into common ones.
"""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor, QTextDocument, QTextDocumentFragment

# Ends of paragraphs and lines, and the borders of tables and their cells, as Qt's documents write them.
_NEWLINES = ("\u2029", "\u2028", "\ufdd0", "\ufdd1")


def text_of(document: QTextDocument) -> str:
    text = document.toRawText()
    for mark in _NEWLINES:
        text = text.replace(mark, "\n")
    return text


def selected_text(cursor: QTextCursor) -> str:
    return _text_of_part(cursor.selection())


def text_of_html(html: str) -> str:
    return _text_of_part(QTextDocumentFragment.fromHtml(html))


def mime_of(cursor: QTextCursor) -> QMimeData:
    """What a copy of the selection holds: words alone, as our colours would be out of place elsewhere."""
    data = QMimeData()
    data.setText(selected_text(cursor))
    return data


def has_words(document: QTextDocument) -> bool:
    """Whether anything but white space stands in it: a book is not read to its end for that."""
    block = document.begin()
    while block.isValid():
        if block.text().strip():
            return True
        block = block.next()
    return False


def _text_of_part(part: QTextDocumentFragment) -> str:
    document = QTextDocument()
    QTextCursor(document).insertFragment(part)
    return text_of(document)
