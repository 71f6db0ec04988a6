"""How documents that came or went are told of. Pure but for translation."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from chatapp.domain.conversation import Conversation
from chatapp.exchange.document.file import DocumentFormat
from chatapp.services.document_exchange import DocumentsExported, DocumentsImported
from chatapp.ui import quantities
from chatapp.ui.exchange.export_dialog import Form, Offer
from chatapp.ui.exchange.wording import after_each_other
from chatapp.ui.translation_catalogue import said


def documents(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 1:
        return translate("Exchange", "1 document")
    return translate("Exchange", "{0} documents").format(quantities.count(count))


def imported(done: DocumentsImported) -> str:
    """One sentence, and whether something was dropped."""
    translate = QCoreApplication.translate
    if len(done.titles) == 1:
        words = translate("Exchange", "Imported the document “{0}”.").format(done.titles[0])
    else:
        words = translate("Exchange", "Imported {0}.").format(documents(len(done.titles)))
    number = sum(count for _, count in done.losses)
    if number == 1:
        return after_each_other(words, translate("Exchange", "1 thing in it could not be taken as it stood."))
    if number:
        odd = translate("Exchange", "{0} things could not be taken as they stood.")
        return after_each_other(words, odd.format(quantities.count(number)))
    return words


def losses(done: DocumentsImported) -> str:
    """A line for each kind."""
    return "\n".join(f"{quantities.count(number)}  {said(kind.value)}" for kind, number in done.losses)


def exported(done: DocumentsExported) -> str:
    words = QCoreApplication.translate("Exchange", "Exported {0} to {1} ({2}).")
    return words.format(documents(done.documents), done.target.name, quantities.size(done.size_bytes))


def offer(listed: Sequence[Conversation]) -> Offer:
    translate = QCoreApplication.translate
    extents = (
        translate("Exchange", "This document"),
        translate("Exchange", "Chosen documents"),
        translate("Exchange", "All documents"),
    )
    names = {
        DocumentFormat.MARKDOWN: translate("Exchange", "Markdown: the text as it is written (.md)"),
        DocumentFormat.TEXT: translate("Exchange", "Plain text, without signs of Markdown (.txt)"),
        DocumentFormat.HTML: translate("Exchange", "A page for any browser (.html)"),
        DocumentFormat.PDF: translate("Exchange", "A document to print (.pdf)"),
        DocumentFormat.DOCX: translate("Exchange", "A document for Word and other word processors (.docx)"),
        DocumentFormat.ODT: translate("Exchange", "A document for LibreOffice and other word processors (.odt)"),
    }
    hint = translate("Exchange", "One document is a file of its own; several go into one .zip, each as such a file.")
    return Offer(
        listed,
        extents,
        translate("Exchange", "Documents to export"),
        translate("Exchange", "New document"),
        tuple(Form(form.value, names[form], hint) for form in DocumentFormat),
    )
