"""Documents out to DOCX and in again, ours and other programs'."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from chatapp.exchange.document.loss import LossKind
from chatapp.markup.flow import Blocks
from chatapp.markup.reading import blocks_of
from chatapp.markup.writing import markdown_of
from tests.exchange.document.packed import document, paragraph, part, read, run, there_and_back
from tests.markup.texts import DECLARATION, DOCUMENTS, declaration, merged

FIXTURES = Path(__file__).parent / "fixtures"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("language", sorted(DECLARATION))
def test_every_script_comes_back(language: str) -> None:
    blocks = blocks_of(declaration(language))
    back = there_and_back(blocks, DECLARATION[language][0][:40])
    assert back.blocks == blocks
    assert back.title == DECLARATION[language][0][:40].strip()
    assert back.losses.listed() == ()


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_whatever_markdown_says_comes_back(written: Blocks) -> None:
    blocks = blocks_of(markdown_of(written))
    back = there_and_back(blocks)
    assert back.blocks == merged(blocks)
    assert back.losses.listed() == ()


def test_a_file_of_pandoc_is_read() -> None:
    draft = read(io.BytesIO((FIXTURES / "pandoc.docx").read_bytes()))
    expected = (FIXTURES / "pandoc.md").read_text(encoding="utf-8")
    assert markdown_of(draft.blocks) == expected
    assert draft.losses.listed() == ()


def test_what_a_text_cannot_hold_is_left_out_and_counted() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{0}'/></w:r>"
    contents = "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    body = (
        paragraph(field.format("begin") + contents + field.format("separate") + run("Chapter 1 … 7"))
        + paragraph(run("Chapter 2 … 9") + field.format("end"))
        + paragraph(
            run("Kept ")
            + '<w:ins w:id="1">'
            + run("new")
            + "</w:ins>"
            + '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>'
            + run(" secret", "<w:vanish/>")
            + run(" red", '<w:color w:val="FF0000"/>')
            + "<w:r><w:commentReference w:id='0'/></w:r>"
            + "<w:r><w:drawing/></w:r>"
            + "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
            + box.format(paragraph(run("in a box")))
        )
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
        + paragraph(run("wide"))
        + "</w:tc></w:tr>"
        + "<w:tr><w:tc>"
        + paragraph(run("a"))
        + paragraph(run("b"))
        + "</w:tc><w:tc>"
        + paragraph(run("c"))
        + "</w:tc></w:tr></w:tbl>"
    )
    draft = read(document(body, {"word/header1.xml": part("hdr", paragraph(run("Page 1")))}))
    assert markdown_of(draft.blocks) == "Kept new redx+1\n\nin a box\n\n| wide |  |\n| --- | --- |\n| a b | c |\n"
    assert dict(draft.losses.listed()) == dict.fromkeys(
        [
            LossKind.PICTURE,
            LossKind.COMMENT,
            LossKind.DELETION,
            LossKind.INSERTION,
            LossKind.HEADER,
            LossKind.TEXT_BOX,
            LossKind.CONTENTS,
            LossKind.FORMULA,
            LossKind.HIDDEN,
            LossKind.MERGED_CELL,
            LossKind.CELL,
            LossKind.LOOK,
        ],
        1,
    )


def test_links_come_by_relation_and_by_field_and_only_to_pages() -> None:
    field = "<w:r><w:fldChar w:fldCharType='{0}'/></w:r>"
    outside = '<Relationship Id="{0}" Type="x/hyperlink" Target="{1}" TargetMode="External"/>'
    relations = outside.format("r1", "https://a.org") + outside.format("r2", "file:///etc/passwd")
    body = paragraph(
        '<w:hyperlink r:id="r1">'
        + run("one")
        + "</w:hyperlink>"
        + field.format("begin")
        + '<w:r><w:instrText> HYPERLINK "https://b.org" </w:instrText></w:r>'
        + field.format("separate")
        + run("two")
        + field.format("end")
        + '<w:hyperlink r:id="r2">'
        + run("three")
        + "</w:hyperlink>"
    )
    draft = read(document(body, {"word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>"}))
    assert markdown_of(draft.blocks) == "[one](https://a.org)[two](https://b.org)three\n"
    assert draft.losses.listed() == ((LossKind.LINK, 1),)


def test_numbering_goes_on_after_what_stands_between() -> None:
    left = '<w:pPr><w:ind w:left="720"/></w:pPr>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>{left}</w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = paragraph(run("three"), item) + paragraph(run("between")) + paragraph(run("four"), item)
    draft = read(document(body, {"word/numbering.xml": part("numbering", numbering)}))
    assert markdown_of(draft.blocks) == "3. three\n\nbetween\n\n4. four\n"
