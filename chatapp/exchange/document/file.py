"""A document's file: told by what it holds, not by its name; read to a title and Markdown, and written in every form.

PDF is painted by who has Qt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document import refusal
from chatapp.exchange.document.docx_reading import is_docx, read_docx
from chatapp.exchange.document.docx_writing import write_docx
from chatapp.exchange.document.draft import Draft
from chatapp.exchange.document.loss import Losses, LossKind
from chatapp.exchange.document.odt_reading import is_odt, read_odt
from chatapp.exchange.document.odt_writing import write_odt
from chatapp.exchange.document.package import Package, is_packed
from chatapp.exchange.document.plain_text import plain_text
from chatapp.exchange.html import Page
from chatapp.markup.reading import blocks_of
from chatapp.markup.writing import markdown_of

LARGEST_TEXT = 64 << 20
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
PACKED = (".docx", ".odt")
"""What nothing else but a document can be called."""
ENDINGS = (".md", ".markdown", ".txt", ".text", *PACKED)


class DocumentFormat(StrEnum):
    """The values are the endings of the files."""

    MARKDOWN = "md"
    TEXT = "txt"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Written:
    """A document as it is: what is to go into a file."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came out of a file; `losses` what could not."""

    title: str
    text: str
    losses: tuple[tuple[LossKind, int], ...] = ()


Writer = Callable[[Written, IO[bytes]], None]

WRITERS: dict[DocumentFormat, Writer] = {
    DocumentFormat.MARKDOWN: lambda document, file: _put(document.text, file),
    DocumentFormat.TEXT: lambda document, file: _put(plain_text(blocks_of(document.text)), file),
    DocumentFormat.HTML: lambda document, file: _put(Page().of_text(document.title, document.text), file),
    DocumentFormat.DOCX: lambda document, file: write_docx(blocks_of(document.text), document.title, file),
    DocumentFormat.ODT: lambda document, file: write_odt(blocks_of(document.text), document.title, file),
}


def read_document(path: Path) -> Taken:
    """ProblemError for what is no document or is not whole, OSError from the disk."""
    if not is_packed(path):
        return _text(path)
    with path.open("rb") as file:
        draft = _draft(Package(file, path.name))
    return Taken(draft.title or path.stem, markdown_of(draft.blocks), draft.losses.listed())


def _draft(package: Package) -> Draft:
    if is_docx(package):
        return read_docx(package)
    if is_odt(package):
        return read_odt(package)
    raise ProblemError(refusal.unknown(package.name, ", ".join(sorted(package.names)[:20])))


def _text(path: Path) -> Taken:
    """UTF-8, or what the file says at its beginning."""
    if path.stat().st_size > LARGEST_TEXT:
        raise ProblemError(refusal.too_large(path.name))
    raw = path.read_bytes()
    encoding = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "utf-8")
    text = raw.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise ProblemError(refusal.unknown(path.name, "NUL"))
    losses = Losses()
    losses.note(LossKind.ENCODING, text.count("\ufffd") - raw.count("\ufffd".encode()))
    return Taken(path.stem, text, losses.listed())


def _put(text: str, file: IO[bytes]) -> None:
    file.write(text.encode("utf-8", "replace"))
