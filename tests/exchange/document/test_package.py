"""Files that are damaged, or that somebody made in order to do harm."""

import io
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document import package as package_module
from chatapp.exchange.document.file import read_document
from chatapp.exchange.document.package import Package
from tests.exchange.document.packed import document, packed, paragraph, part, read, run

LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>'
STEALS = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("kind", [LAUGHS, STEALS, "<!DOCTYPE a>"])
def test_no_part_has_a_document_type(kind: str) -> None:
    text = kind + part("document", "<w:body>" + paragraph(run("&x;" if "ENTITY" in kind else "x")) + "</w:body>")
    with pytest.raises(ProblemError, match=r"letter\.docx is damaged in word/document\.xml") as caught:
        read(packed({"word/document.xml": text}))
    assert "document type" in caught.value.problem.details


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "LARGEST_PART", 100_000)
    bomb = document(paragraph(run(" " * 200_000)))
    assert len(bomb.getvalue()) < 5_000
    with pytest.raises(ProblemError, match="unpacks to more than a document can be"):
        read(bomb)


def test_what_is_nested_too_deep_is_refused() -> None:
    deep = document("<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000)
    with pytest.raises(ProblemError, match="is damaged"):
        read(deep)


def test_a_cut_file_says_so() -> None:
    whole = document(paragraph(run("words"))).getvalue()
    for length in range(4, len(whole), 40):
        with pytest.raises(ProblemError, match=r"letter\.docx is damaged"):
            Package(io.BytesIO(whole[:length]), "letter.docx")


def test_a_damaged_part_says_which() -> None:
    raw = bytearray(document(paragraph(run("words and words"))).getvalue())
    raw[60:70] = b"\xff" * 10
    with pytest.raises(ProblemError, match=r"is damaged in word/document\.xml"):
        read(io.BytesIO(bytes(raw)))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password"),
        (packed({"mimetype": "application/epub+zip"}).getvalue(), "no document that Causerie knows"),
        (b"GIF89a\0\0\0\0", "no document that Causerie knows"),
    ],
)
def test_what_is_no_document_is_told(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "thing.docx"
    path.write_bytes(raw)
    with pytest.raises(ProblemError, match=sentence):
        read_document(path)
