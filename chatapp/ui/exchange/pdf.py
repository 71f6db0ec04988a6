"""Conversations and documents as a PDF: each laid out by itself and painted page by page, so that any number can
follow.

On a thread of Qt's own while the errand's waits: Qt's fonts want one that it ends itself. Nothing of it is shown.
"""

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pygments.formatters import HtmlFormatter
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, QThread, QUrl
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument, QTransform

from chatapp.exchange.document.file import Written
from chatapp.exchange.html import Page
from chatapp.exchange.record import ConversationRecord

RESOLUTION = 300
MARGIN_MM = 18
POINTS = 10.5
FOOTER = 0.06  # of the height
END = b"%%EOF"
STYLE = """
h1 { font-size: 15pt; } h2 { font-size: 9pt; color: #5a5a5a; font-weight: 400; margin-top: 14px; }
p { margin-top: 4px; margin-bottom: 4px; }
pre { background: #f3f3f3; font-family: monospace; font-size: 9pt; white-space: pre-wrap; }
code { font-family: monospace; font-size: 9pt; } blockquote { color: #5a5a5a; } a { color: #1a4f8b; }
th, td { padding: 3px; border: 1px solid #b0b0b0; border-collapse: collapse; }
"""


class _Document(QTextDocument):
    """Fetches nothing, from wherever."""

    def loadResource(self, _kind: int, _address: QUrl | str) -> object:
        return None


def write_pdf(records: Iterable[ConversationRecord], file: IO[bytes]) -> None:
    """Into the file of that name. OSError where it does not come out whole; what `records` raise goes through."""
    page = Page()
    _print((page.article(record) for record in records), file)


def write_document_pdf(document: Written, file: IO[bytes]) -> None:
    """The same for a text."""
    _print((Page().text_article(document.text),), file)


def _print(articles: Iterable[str], file: IO[bytes]) -> None:
    painting = _Painting(articles, Path(file.name))
    painting.start()
    painting.wait()
    if painting.error is not None:
        raise painting.error


class _Painting(QThread):
    def __init__(self, articles: Iterable[str], path: Path) -> None:
        super().__init__()
        self._articles = articles
        self._path = path
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            _paint(self._articles, self._path)
        except BaseException as error:  # handed on to the thread that waits
            self.error = error


def _paint(articles: Iterable[str], path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(RESOLUTION)
    writer.setCreator("Causerie")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins)
    layout.setUnits(QPageLayout.Unit.Millimeter)
    writer.setPageLayout(layout)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(errno.EIO, "the file can't be painted on", str(path))
    try:
        press = _Press(writer, painter)
        for article in articles:
            press.print(article)
    finally:
        painter.end()
    with path.open("rb") as written:
        written.seek(max(0, path.stat().st_size - 32))
        if END not in written.read():
            raise OSError(errno.ENOSPC, "the disk took only a part", str(path))


class _Press:
    def __init__(self, writer: QPdfWriter, painter: QPainter) -> None:
        self._writer = writer
        self._painter = painter
        colours: str = HtmlFormatter(cssclass="highlight").get_style_defs(".highlight")  # type: ignore[no-untyped-call]  # untyped in Pygments
        self._style = STYLE + colours
        self._number = 0
        self._footer = int(writer.height() * FOOTER)
        self._size = QSizeF(writer.width(), writer.height() - self._footer)

    def print(self, article: str) -> None:
        document = self._laid_out(article)
        for page in range(document.pageCount()):
            if self._number:
                self._writer.newPage()
            self._number += 1
            top = page * self._size.height()
            self._painter.save()
            self._painter.setTransform(QTransform.fromTranslate(0, -top))
            document.drawContents(self._painter, QRectF(0, top, self._size.width(), self._size.height()))
            self._painter.restore()
            self._print_number()

    def _laid_out(self, article: str) -> _Document:
        document = _Document()
        document.documentLayout().setPaintDevice(self._writer)
        font = QFont()
        font.setPointSizeF(POINTS)
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setDefaultStyleSheet(self._style)
        document.setHtml(article)
        document.setPageSize(self._size)
        return document

    def _print_number(self) -> None:
        font = QFont()
        font.setPointSizeF(8)
        self._painter.setFont(font)
        baseline = int(self._size.height()) + self._footer - 4
        width = self._painter.fontMetrics().horizontalAdvance(str(self._number))
        self._painter.drawText(int((self._size.width() - width) / 2), baseline, str(self._number))
