"""Documents out and in as a front end asks for them: on another thread, all or none, with a report of what is lost."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.domain.document import Splice
from chatapp.domain.errors import ProblemError
from chatapp.engine.scripted import Script
from chatapp.exchange.document.bundle import is_bundle
from chatapp.exchange.document.file import DocumentFormat
from chatapp.exchange.document.loss import LossKind
from chatapp.services.document_exchange import DocumentOrder, DocumentsExported, DocumentsImported
from tests.exchange.document.packed import document, paragraph, run
from tests.fakes import Driver, echo, running_services
from tests.markup.texts import declaration


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path / "home", Script(echo)) as driver:
        yield driver


def finish(driver: Driver) -> None:
    driver.until(lambda: driver.services.errands.is_free)


def bring_out(driver: Driver, target: Path, form: DocumentFormat, *ids: int) -> DocumentsExported:
    got: list[DocumentsExported] = []
    finish(driver)
    driver.services.document_exchange.export_to(DocumentOrder(target, form, ids or None), got.append)
    finish(driver)
    assert driver.services.errands.problem is None
    return got[0]


def bring_in(driver: Driver, *paths: Path) -> DocumentsImported:
    got: list[DocumentsImported] = []
    finish(driver)
    driver.services.document_exchange.import_from(paths, got.append)
    finish(driver)
    assert driver.services.errands.problem is None
    return got[0]


def titles(driver: Driver) -> list[str]:
    return sorted(one.title for one in driver.services.conversations.listed() if one.is_document)


@pytest.mark.parametrize("form", [DocumentFormat.MARKDOWN, DocumentFormat.DOCX])
def test_a_document_goes_out_as_it_stands_on_the_screen_and_comes_back(
    driver: Driver, tmp_path: Path, form: DocumentFormat
) -> None:
    text = declaration("heb")
    made = driver.services.documents.create("A right", text)
    driver.services.documents.edit(made.id, Splice(0, "", "New.\n\n"))
    done = bring_out(driver, tmp_path / f"A right.{form.value}", form, made.id)
    assert (done.documents, done.size_bytes) == (1, done.target.stat().st_size)
    imported = bring_in(driver, done.target)
    assert imported.titles == ("A right",)
    assert imported.losses == ()
    came = driver.services.documents.open(imported.ids[0])
    assert came.text.split() == ("New.\n\n" + text).split()
    assert titles(driver) == ["A right", "A right"]


def test_everything_goes_into_one_zip_under_names_that_any_system_takes(driver: Driver, tmp_path: Path) -> None:
    for title, text in (("a/b: c?", "one\n"), ("A B C", "two\n"), ("CON", "three\n")):
        driver.services.documents.create(title, text)
    typed = driver.services.documents.create("typed", "fiv\n")
    driver.services.documents.edit(typed.id, Splice(3, "", "e"))
    gone = driver.services.documents.create("gone", "four\n")
    driver.services.conversations.delete(gone.id)
    done = bring_out(driver, tmp_path / "all.zip", DocumentFormat.MARKDOWN)
    assert done.documents == 4
    with zipfile.ZipFile(done.target) as zipped:
        found = {name: zipped.read(name).decode() for name in zipped.namelist()}
    assert found == {"a b c.md": "one\n", "A B C (2).md": "two\n", "_CON.md": "three\n", "typed.md": "five\n"}


def test_what_was_dropped_is_counted_over_all_files(driver: Driver, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.docx").write_bytes(document(paragraph(run("x") + "<w:r><w:drawing/></w:r>")).getvalue())
    imported = bring_in(driver, tmp_path / "one.docx", tmp_path / "two.docx")
    assert imported.losses == ((LossKind.PICTURE, 2),)
    assert titles(driver) == ["one", "two"]


def test_one_damaged_file_leaves_everything_as_it_was(driver: Driver, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.docx"
    good.write_text("fine", encoding="utf-8")
    bad.write_bytes(document(paragraph(run("x"))).getvalue()[:200])
    driver.services.document_exchange.import_from([good, bad], lambda _: None)
    finish(driver)
    problem = driver.services.errands.problem
    assert problem is not None
    assert problem.sentence == "bad.docx is damaged, or it is not whole. Nothing was imported."
    assert titles(driver) == []


def test_a_disk_that_refuses_leaves_the_old_file(driver: Driver, tmp_path: Path) -> None:
    made = driver.services.documents.create("x", "y")
    finish(driver)
    order = DocumentOrder(tmp_path / "none" / "x.docx", DocumentFormat.DOCX, (made.id,))
    driver.services.document_exchange.export_to(order, lambda _: None)
    finish(driver)
    assert driver.services.errands.problem is not None
    assert not (tmp_path / "none").exists()


def test_pdf_is_for_who_can_paint(driver: Driver, tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="can only be made in the window"):
        driver.services.document_exchange.export_to(
            DocumentOrder(tmp_path / "x.pdf", DocumentFormat.PDF, (1,)), lambda _: None
        )


@pytest.mark.parametrize("form", [DocumentFormat.MARKDOWN, DocumentFormat.DOCX, DocumentFormat.ODT])
def test_all_of_them_go_out_in_one_zip_and_come_back(driver: Driver, tmp_path: Path, form: DocumentFormat) -> None:
    texts = {language: declaration(language) for language in ("eng", "arb", "cmn_hans")}
    for title, text in texts.items():
        driver.services.documents.create(title, text)
    done = bring_out(driver, tmp_path / "all.zip", form)
    assert is_bundle(done.target)
    imported = bring_in(driver, done.target)
    assert {
        driver.services.documents.document(id_).title: driver.services.documents.text(id_) for id_ in imported.ids
    } == texts
    assert imported.losses == ()


def test_of_a_zip_the_documents_are_taken_and_one_that_is_damaged_leaves_all(driver: Driver, tmp_path: Path) -> None:
    for name, more in (("good", b""), ("bad", document(paragraph(run("x"))).getvalue()[:200])):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as zipped:
            zipped.writestr("notes/../../Über uns.md", "fine")
            zipped.writestr("__MACOSX/._Letter.md", "not for you")
            zipped.writestr("photo.png", b"\x89PNG")
            if more:
                zipped.writestr("Letter.docx", more)
    assert bring_in(driver, tmp_path / "good.zip").titles == ("Über uns",)
    driver.services.document_exchange.import_from([tmp_path / "bad.zip"], lambda _: None)
    finish(driver)
    problem = driver.services.errands.problem
    assert problem is not None
    assert problem.sentence == "Letter.docx is damaged, or it is not whole. Nothing was imported."
    assert titles(driver) == ["Über uns"]


def test_a_zip_without_documents_is_none(driver: Driver, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as zipped:
        zipped.writestr("photo.png", b"\x89PNG")
    (tmp_path / "half.zip").write_bytes((tmp_path / "photos.zip").read_bytes()[:40])
    assert not is_bundle(tmp_path / "photos.zip")
    assert not is_bundle(tmp_path / "half.zip")
    for name, said in (("photos.zip", "no document"), ("half.zip", "damaged")):
        finish(driver)
        driver.services.document_exchange.import_from([tmp_path / name], lambda _: None)
        finish(driver)
        problem = driver.services.errands.problem
        assert problem is not None
        assert said in problem.sentence
