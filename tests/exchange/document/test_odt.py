"""Documents out to ODT and in again, ours and other programs'."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document.draft import Draft
from chatapp.exchange.document.loss import LossKind
from chatapp.exchange.document.odt_reading import is_odt, read_odt
from chatapp.exchange.document.odt_writing import write_odt
from chatapp.exchange.document.package import Package
from chatapp.markup.flow import Blocks
from chatapp.markup.reading import blocks_of
from chatapp.markup.writing import markdown_of
from tests.exchange.document.packed import packed
from tests.markup.texts import DECLARATION, DOCUMENTS, declaration, words

FIXTURES = Path(__file__).parent / "fixtures"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "table", "draw", "style"))


def read(file: io.BytesIO) -> Draft:
    package = Package(file, "letter.odt")
    assert is_odt(package)
    return read_odt(package)


def there_and_back(blocks: Blocks) -> Draft:
    file = io.BytesIO()
    write_odt(blocks, "A title", file)
    file.seek(0)
    return read(file)


def document(body: str, more: str = "") -> io.BytesIO:
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content + "</office:document-content>",
    }
    return packed(parts | ({"META-INF/manifest.xml": more} if more else {}))


@pytest.mark.parametrize("language", sorted(DECLARATION))
def test_every_script_comes_back(language: str) -> None:
    blocks = blocks_of(declaration(language))
    back = there_and_back(blocks)
    assert back.blocks == blocks
    assert back.title == "A title"
    assert back.losses.listed() == ()


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_no_word_is_lost_and_the_second_time_nothing_changes(written: Blocks) -> None:
    """A list holds no tables and no sections, so what is quoted within one is a paragraph with a style."""
    blocks = blocks_of(markdown_of(written))
    back = there_and_back(blocks)
    assert words(back.blocks) == words(blocks)
    assert there_and_back(back.blocks).blocks == back.blocks
    assert back.losses.listed() == ()


def test_a_file_of_pandoc_is_read() -> None:
    draft = read(io.BytesIO((FIXTURES / "pandoc.odt").read_bytes()))
    assert markdown_of(draft.blocks) == (FIXTURES / "pandoc-odt.md").read_text(encoding="utf-8")
    assert draft.losses.listed() == ((LossKind.HEADER, 1),)


def test_what_a_text_cannot_hold_is_left_out_and_counted() -> None:
    cell = "<table:table-cell><text:p>{0}</text:p></table:table-cell>"
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell>'
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content>"
        "<text:p>  kept<text:s text:c='2'/>words<office:annotation><text:p>hm</text:p></office:annotation>"
        "<draw:frame><draw:image/></draw:frame><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>"
        "</draw:frame></text:p>"
        f"<table:table><table:table-row>{wide}<table:covered-table-cell/></table:table-row>"
        f"<table:table-row>{cell.format('a')}{cell.format('b')}</table:table-row></table:table>"
    )
    draft = read(document(body))
    assert markdown_of(draft.blocks) == "kept  words\n\nboxed\n\n| wide |  |\n| --- | --- |\n| a | b |\n"
    assert dict(draft.losses.listed()) == dict.fromkeys(
        [
            LossKind.PICTURE,
            LossKind.COMMENT,
            LossKind.DELETION,
            LossKind.TEXT_BOX,
            LossKind.CONTENTS,
            LossKind.MERGED_CELL,
        ],
        1,
    )


def test_one_with_a_password_says_so() -> None:
    with pytest.raises(ProblemError, match="protected by a password"):
        read(document("<text:p/>", "<manifest><encryption-data/></manifest>"))


def test_other_programs_find_the_styles_by_what_they_are_called() -> None:
    file = io.BytesIO()
    write_odt(blocks_of("## 学习\n\n| a |\n| --- |\n| b |\n\n`c`\n"), "A title", file)
    with zipfile.ZipFile(file) as zipped:
        styles, content = zipped.read("styles.xml").decode(), zipped.read("content.xml").decode()
    heading = re.search('<style:style style:name="Heading_20_2".*?</style:style>', styles)
    assert heading is not None
    assert 'style:display-name="Heading 2"' in heading[0]
    for script in ("fo:font-size", "style:font-size-asian", "style:font-size-complex"):
        assert f'{script}="16pt"' in heading[0]
    assert 'table:style-name="Cell"' in content
    for name in re.findall('text:style-name="([^"]+)"', content):
        assert f'style:name="{name}"' in styles + content


def test_code_is_known_by_the_names_that_other_programs_give_it() -> None:
    names = ("Source_20_Text", "Verbatim_20_Char", "Teletype")
    body = "".join(f'<text:p><text:span text:style-name="{name}">x</text:span></text:p>' for name in names)
    assert markdown_of(read(document(body)).blocks) == "`x`\n\n`x`\n\n`x`\n"
