"""DOCX files made by hand, as other programs make them."""

import io
import zipfile
from collections.abc import Mapping

from chatapp.exchange.document.docx_reading import read_docx
from chatapp.exchange.document.docx_writing import write_docx
from chatapp.exchange.document.draft import Draft
from chatapp.exchange.document.package import Package
from chatapp.markup.flow import Blocks

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def packed(parts: Mapping[str, str | bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    file.seek(0)
    return file


def part(name: str, content: str) -> str:
    return f"<w:{name} {NAMES}>{content}</w:{name}>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def document(body: str, others: Mapping[str, str | bytes] | None = None) -> io.BytesIO:
    return packed({"word/document.xml": part("document", f"<w:body>{body}</w:body>"), **(others or {})})


def read(file: io.BytesIO) -> Draft:
    return read_docx(Package(file, "letter.docx"))


def there_and_back(blocks: Blocks, title: str = "A title") -> Draft:
    file = io.BytesIO()
    write_docx(blocks, title, file)
    file.seek(0)
    return read(file)
