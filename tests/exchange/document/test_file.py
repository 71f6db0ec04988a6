"""Every form of a document's file."""

import io
from pathlib import Path

import pytest

from chatapp.exchange.document.file import WRITERS, DocumentFormat, Taken, Written, read_document
from chatapp.exchange.document.loss import LossKind
from tests.markup.texts import DECLARATION, declaration


def written(text: str, form: DocumentFormat) -> str:
    file = io.BytesIO()
    WRITERS[form](Written("Title & more", text), file)
    return file.getvalue().decode()


@pytest.mark.parametrize("language", sorted(DECLARATION))
@pytest.mark.parametrize("form", [DocumentFormat.MARKDOWN, DocumentFormat.DOCX, DocumentFormat.ODT])
def test_a_file_gives_back_the_text(tmp_path: Path, language: str, form: DocumentFormat) -> None:
    text = declaration(language)
    path = tmp_path / f"{language}.{form.value}"
    with path.open("wb") as file:
        WRITERS[form](Written(language, text), file)
    assert read_document(path) == Taken(language, text)


def test_plain_text_has_no_signs_of_markdown() -> None:
    source = "# A *b*\n\n1. c\n   - [x] d\n\n> e[^1]\n\n| f | g |\n|---|---|\n| h | [i](http://j) |\n\n[^1]: k\n"
    assert written(source, DocumentFormat.TEXT) == (
        "A b\n\n1. c\n   - [x] d\n\n  e[1]\n\nf\tg\nh\ti (http://j)\n\n[1] k\n"
    )


def test_a_page_holds_the_text_and_asks_for_nothing() -> None:
    page = written("# A\n\n![b](http://c/d.png) $x<y$[^1]\n\n- [x] done\n\n<script>\n\n[^1]: note", DocumentFormat.HTML)
    assert "<title>Title &amp; more</title>" in page
    assert '<a href="http://c/d.png">b</a> <code>$x&lt;y$</code>' in page
    assert "☑ done" in page
    assert "note" in page
    assert "<img" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nб\r\n".encode(), "a\nб\n"),
        (b"\xef\xbb\xbf" + "é".encode(), "é"),
        ("a 文".encode("utf-16"), "a 文"),
    ],
)
def test_texts_are_read_in_their_encoding(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "Letter.txt"
    path.write_bytes(raw)
    assert read_document(path) == Taken("Letter", text)


def test_characters_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("caf\xe9 \ufffd".encode() + b" \xe9t\xe9")
    assert read_document(path).losses == ((LossKind.ENCODING, 2),)
