"""Documents out and in through the real window."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from chatapp.exchange.document.file import DocumentFormat, read_document
from chatapp.services.document_exchange import DocumentOrder
from chatapp.ui.exchange.export_dialog import ExportDialog, Extent
from chatapp.ui.exchange.import_report import ImportReport
from tests.exchange.document.packed import document, paragraph, run
from tests.ui.desktop import Desktop, desktop
from tests.ui.exchange.test_presenter import drop, finish, told


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    with desktop(tmp_path / "home", qtbot) as desk:
        yield desk


def test_a_document_that_comes_in_is_opened_and_what_was_dropped_is_told(desk: Desktop, tmp_path: Path) -> None:
    letter = tmp_path / "Letter.docx"
    letter.write_bytes(document(paragraph(run("Dear Ann") + "<w:r><w:drawing/></w:r>")).getvalue())
    assert drop(desk, letter)
    finish(desk)
    assert told(desk) == ["Imported the document “Letter”. 1 thing in it could not be taken as it stood."]
    desk.window.exchange_panel.banners.act("exchange")
    (report,) = desk.window.findChildren(ImportReport)
    assert report.details.toPlainText() == "1  pictures, charts and drawings: left out"
    assert desk.window.drafting.row is not None
    assert desk.window.drafting.row.title == "Letter"
    assert desk.window.drafting.page.editor.text == "Dear Ann\n"


def test_a_damaged_one_is_told_and_nothing_comes(desk: Desktop, tmp_path: Path) -> None:
    letter = tmp_path / "Letter.docx"
    letter.write_bytes(document(paragraph(run("Dear Ann"))).getvalue()[:300])
    desk.window.exchange.documents.import_paths([letter])
    finish(desk)
    assert told(desk)[0].startswith("Letter.docx is damaged, or it is not whole. Nothing was imported.")
    assert desk.services.conversations.listed() == []


def test_the_dialog_offers_the_open_document(desk: Desktop) -> None:
    desk.window.commands.export_documents.trigger()
    assert told(desk) == ["There is no document yet that could be exported."]
    for title in ("One", "Two"):
        made = desk.services.documents.create(title, "words\n")
    desk.window.open(made.id)
    desk.window.commands.export_documents.trigger()
    (dialog,) = desk.window.findChildren(ExportDialog)
    asked: list[object] = []
    dialog.asked.disconnect()
    dialog.asked.connect(lambda ids, form: asked.append((ids, form)))
    assert dialog.chosen_ids() == (made.id,)
    assert [dialog.choice.item(row).text() for row in range(2)] == ["Two", "One"]
    dialog.extent.setCurrentIndex(Extent.ALL)
    dialog.format.setCurrentIndex(dialog.format.findData(DocumentFormat.DOCX.value))
    dialog.export.click()
    assert asked == [(None, "docx")]


@pytest.mark.parametrize("form", list(DocumentFormat))
def test_every_form_is_written_and_all_go_into_a_zip(desk: Desktop, tmp_path: Path, form: DocumentFormat) -> None:
    made = desk.services.documents.create("One", "# Words\n\nand **more**\n")
    desk.services.documents.create("Two", "text\n")
    finish(desk)
    one, everything = tmp_path / f"One.{form.value}", tmp_path / "all.zip"
    desk.window.exchange.documents.export_to(DocumentOrder(one, form, (made.id,)))
    finish(desk)
    assert told(desk)[0].startswith(f"Exported 1 document to One.{form.value} (")
    desk.window.exchange.documents.export_to(DocumentOrder(everything, form))
    finish(desk)
    with zipfile.ZipFile(everything) as zipped:
        assert sorted(zipped.namelist()) == [f"One.{form.value}", f"Two.{form.value}"]
        assert all(zipped.read(name) for name in zipped.namelist())
    if form is DocumentFormat.PDF:
        assert one.read_bytes().startswith(b"%PDF")
    if form in (DocumentFormat.DOCX, DocumentFormat.ODT, DocumentFormat.MARKDOWN):
        assert read_document(one).text == "# Words\n\nand **more**\n"
