"""The parts of an ODT that are the same in every document: styles, lists, the manifest. Pure.

Names of styles are LibreOffice's own, so that its menus know them.
"""

from chatapp.exchange.document.xml_text import HEADER, element, text_content
from chatapp.markup.flow import Mark

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    "xmlns:office": f"{OASIS}:office:1.0",
    "xmlns:style": f"{OASIS}:style:1.0",
    "xmlns:text": f"{OASIS}:text:1.0",
    "xmlns:table": f"{OASIS}:table:1.0",
    "xmlns:fo": f"{OASIS}:xsl-fo-compatible:1.0",
    "xmlns:meta": f"{OASIS}:meta:1.0",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "office:version": "1.3",
}
TYPE = "application/vnd.oasis.opendocument.text"
BULLETS, NUMBERS = "Bullets", "Numbers"
LEVELS = 10
CODE = "Source_20_Code"
"""A whole piece of code, with its lines."""
QUOTE, QUOTE_CM = "Quotations", 1
HEADING_POINTS = (18, 16, 14, 13, 12, 12)
LOOKS = {
    Mark.STRONG: {"fo:font-weight": "bold", "style:font-weight-asian": "bold", "style:font-weight-complex": "bold"},
    Mark.EMPHASIS: {
        "fo:font-style": "italic",
        "style:font-style-asian": "italic",
        "style:font-style-complex": "italic",
    },
    Mark.STRIKE: {"style:text-line-through-style": "solid", "style:text-line-through-type": "single"},
}
GREY = {"fo:color": "#5a5a5a"}
SPACE = {"fo:margin-top": "0cm", "fo:margin-bottom": "0.25cm"}
LINE = "0.5pt solid #b0b0b0"
CELL = "Cell"


def styles() -> str:
    mono = {"fo:font-family": "'Liberation Mono', monospace"} | _size(10)
    shade = paragraph({"fo:background-color": "#f3f3f3"})
    listed = [
        style("Standard", "paragraph", "", paragraph(SPACE)),
        *(_heading(level) for level in range(1, 7)),
        style(QUOTE, "paragraph", "Standard", paragraph({"fo:margin-left": f"{QUOTE_CM}cm"}), words(GREY)),
        style("Preformatted_20_Text", "paragraph", "Standard", shade, words(mono)),
        style(CODE, "paragraph", "Preformatted_20_Text", shade, words(mono)),
        style("Table_20_Contents", "paragraph", "Standard", paragraph({"fo:margin-bottom": "0cm"})),
        style("Table_20_Heading", "paragraph", "Table_20_Contents", words(LOOKS[Mark.STRONG])),
        style("Footnote", "paragraph", "Standard", words(_size(10))),
        style("Horizontal_20_Line", "paragraph", "Standard", paragraph({"fo:border-bottom": LINE})),
        style("Source_20_Text", "text", "", words(mono)),
        style("Formula", "text", "", words(mono)),
        style("Internet_20_link", "text", "", words({"fo:color": "#1a4f8b", "style:text-underline-style": "solid"})),
        *_lists(),
    ]
    return HEADER + element("office:document-styles", NAMESPACES, element("office:styles", None, *listed))


def style(name: str, family: str, parent: str, *properties: str) -> str:
    """Programs look for what a style is called, which its name spells in its own way."""
    attributes = {"style:name": name, "style:family": family}
    if "_20_" in name:
        attributes["style:display-name"] = name.replace("_20_", " ")
    if parent:
        attributes["style:parent-style-name"] = parent
    return element("style:style", attributes, *properties)


def paragraph(properties: dict[str, str]) -> str:
    return element("style:paragraph-properties", properties)


def words(properties: dict[str, str]) -> str:
    return element("style:text-properties", properties)


def meta(title: str) -> str:
    inside = element("office:meta", None, element("dc:title", None, text_content(title)))
    return HEADER + element("office:document-meta", NAMESPACES, inside)


def manifest() -> str:
    entries = {"/": TYPE} | {f"{name}.xml": "text/xml" for name in ("content", "styles", "meta")}
    listed = [
        element("manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
        for path, kind in entries.items()
    ]
    space = {"xmlns:manifest": f"{OASIS}:manifest:1.0", "manifest:version": "1.3"}
    return HEADER + element("manifest:manifest", space, *listed)


def _heading(level: int) -> str:
    look = LOOKS[Mark.STRONG] | _size(HEADING_POINTS[level - 1])
    space = paragraph({"fo:margin-top": "0.4cm", "fo:margin-bottom": "0.15cm", "fo:keep-with-next": "always"})
    return style(f"Heading_20_{level}", "paragraph", "Standard", space, words(look))


def cell() -> str:
    """How the cells of tables look."""
    look = element("style:table-cell-properties", {"fo:border": LINE, "fo:padding": "0.1cm"})
    return style(CELL, "table-cell", "", look)


def _size(points: int) -> dict[str, str]:
    """In every script."""
    return dict.fromkeys(("fo:font-size", "style:font-size-asian", "style:font-size-complex"), f"{points}pt")


def _lists() -> list[str]:
    bullets = [_level("bullet", level, {"text:bullet-char": "•◦▪"[level % 3]}) for level in range(LEVELS)]
    numbers = [
        _level("number", level, {"style:num-format": "1ai"[level % 3], "style:num-suffix": "."})
        for level in range(LEVELS)
    ]
    return [
        element("text:list-style", {"style:name": name}, *levels)
        for name, levels in ((BULLETS, bullets), (NUMBERS, numbers))
    ]


def _level(kind: str, level: int, attributes: dict[str, str]) -> str:
    left = {"fo:margin-left": f"{0.635 * (level + 2):.3f}cm", "fo:text-indent": "-0.635cm"}
    place = element("style:list-level-label-alignment", {"text:label-followed-by": "space", **left})
    mode = {"text:list-level-position-and-space-mode": "label-alignment"}
    properties = element("style:list-level-properties", mode, place)
    return element(f"text:list-level-style-{kind}", {"text:level": str(level + 1), **attributes}, properties)
