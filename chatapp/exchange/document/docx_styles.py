"""The parts of a DOCX that are the same in every document: styles, numbering, types, separators. Pure.

Names of styles are Word's own, so that its menus know them; `Source Code` and `Verbatim Char` are those of pandoc.
"""

from xml.etree.ElementTree import Element

from chatapp.exchange.document.xml_text import HEADER, element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = {"xmlns:w": WORD, "xmlns:r": RELATIONS}
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
INDENT = 720
"""Twentieths of a point to each level of a list or a quotation."""
HANGING = 360
LEVELS = 9
BAR = {"w:val": "single", "w:sz": "12", "w:color": "B0B0B0"}
BAR_SPACE, MOST_QUOTES = 3, 9
BULLETS, NUMBERS = "0", "1"
GREY = "5A5A5A"
HEADING_SIZES = (32, 28, 26, 24, 22, 22)
BOLD = (element("w:b"), element("w:bCs"))
BULLET_SIGNS = "•◦▪"


def value(name: str, text: str) -> str:
    return element(name, {"w:val": text})


def bar(quotes: int = 1) -> str:
    """What stands at the side of a quotation; its distance from the text says in how many that is."""
    space = str(BAR_SPACE + min(quotes, MOST_QUOTES))
    return element("w:pBdr", None, element("w:left", BAR | {"w:space": space}))


def quotes_of(bar: Element) -> int:
    """In how many quotations a paragraph with that bar stands; 0 where another program has drawn it."""
    if any(bar.get(name.removeprefix("w:")) != text for name, text in BAR.items()):
        return 0
    space = bar.get("space", "")
    return max(0, int(space) - BAR_SPACE) if space.isdecimal() else 0


def quoted_table(quotes: int) -> str:
    return f"QuotedTable{quotes}" if quotes else "TableGrid"


def styles(languages: frozenset[str]) -> str:
    """`languages`: those of pieces of code, each of which has a style of its own."""
    fonts = {"w:ascii": "Calibri", "w:hAnsi": "Calibri", "w:cs": "Arial"}
    run = _of_run(element("w:rFonts", fonts), *_size(22))
    paragraph = element("w:pPr", None, element("w:spacing", {"w:after": "160", "w:line": "259", "w:lineRule": "auto"}))
    defaults = element(
        "w:docDefaults", None, element("w:rPrDefault", None, run), element("w:pPrDefault", None, paragraph)
    )
    listed = [*_paragraph_styles(), *_character_styles(), _grid()]
    for quotes in range(1, MOST_QUOTES):
        listed.append(_style("table", quoted_table(quotes), f"Quoted Table {quotes}", "TableGrid"))
    listed += [_style("paragraph", code_style(name), f"Source Code {name}", "SourceCode") for name in sorted(languages)]
    return HEADER + element("w:styles", NAMESPACES, defaults, *listed)


def code_style(language: str) -> str:
    return f"SourceCode-{language}" if language else "SourceCode"


def numbering(lists: list[int | None]) -> str:
    """One numbering for each list, from 1 on: None for bullets, else where it begins."""
    bullets = [_level(level, "bullet", BULLET_SIGNS[level % 3]) for level in range(LEVELS)]
    numbers = [
        _level(level, ("decimal", "lowerLetter", "lowerRoman")[level % 3], f"%{level + 1}.") for level in range(LEVELS)
    ]
    abstract = [
        element("w:abstractNum", {"w:abstractNumId": key}, value("w:multiLevelType", "hybridMultilevel"), *levels)
        for key, levels in ((BULLETS, bullets), (NUMBERS, numbers))
    ]
    return HEADER + element("w:numbering", NAMESPACES, *abstract, *(_list(at + 1, one) for at, one in enumerate(lists)))


def footnotes(notes: list[str]) -> str:
    """Behind the two separators that Word wants, numbered from 1 on."""
    separators = [
        element("w:footnote", {"w:type": kind, "w:id": key}, element("w:p", None, element("w:r", None, element(sign))))
        for kind, key, sign in (
            ("separator", "-1", "w:separator"),
            ("continuationSeparator", "0", "w:continuationSeparator"),
        )
    ]
    listed = [element("w:footnote", {"w:id": str(at + 1)}, note) for at, note in enumerate(notes)]
    return HEADER + element("w:footnotes", NAMESPACES, *separators, *listed)


def content_types() -> str:
    defaults = [
        element("Default", {"Extension": ending, "ContentType": kind})
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        )
    ]
    parts = {f"/word/{name}.xml": f"{TYPE}.{name}+xml" for name in ("styles", "numbering", "footnotes")}
    parts["/word/document.xml"] = f"{TYPE}.document.main+xml"
    parts["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = [element("Override", {"PartName": name, "ContentType": kind}) for name, kind in parts.items()]
    return HEADER + element("Types", {"xmlns": f"{PACKAGE}/content-types"}, *defaults, *overrides)


def _list(number: int, start: int | None) -> str:
    key = BULLETS if start is None else NUMBERS
    starts = []
    if start is not None:
        starts = [
            element("w:lvlOverride", {"w:ilvl": str(level)}, value("w:startOverride", str(start)))
            for level in range(LEVELS)
        ]
    return element("w:num", {"w:numId": str(number)}, value("w:abstractNumId", key), *starts)


def _level(level: int, kind: str, sign: str) -> str:
    indent = {"w:left": str(INDENT * (level + 1)), "w:hanging": str(HANGING)}
    return element(
        "w:lvl",
        {"w:ilvl": str(level)},
        value("w:start", "1"),
        value("w:numFmt", kind),
        value("w:lvlText", sign),
        value("w:lvlJc", "left"),
        element("w:pPr", None, element("w:ind", indent)),
    )


def _paragraph_styles() -> list[str]:
    normal = {"w:type": "paragraph", "w:default": "1", "w:styleId": "Normal"}
    close = _of_paragraph(element("w:spacing", {"w:after": "60"}))
    line = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "B0B0B0"}
    shade = element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "F3F3F3"})
    below = element("w:pBdr", None, element("w:bottom", line))
    return [
        element("w:style", normal, value("w:name", "Normal")),
        *(_heading(at + 1, size) for at, size in enumerate(HEADING_SIZES)),
        _style("paragraph", "Quote", "Quote", "Normal", _of_paragraph(bar()), _of_run(value("w:color", GREY))),
        _style("paragraph", "ListParagraph", "List Paragraph", "Normal", close),
        _style("paragraph", "TableText", "Table Text", "Normal", close),
        _style("paragraph", "TableHeading", "Table Heading", "TableText", _of_run(*BOLD)),
        _style("paragraph", "FootnoteText", "footnote text", "Normal", close, _of_run(*_size(20))),
        _style("paragraph", "HorizontalLine", "Horizontal Line", "Normal", _of_paragraph(below)),
        _style("paragraph", "SourceCode", "Source Code", "Normal", _of_paragraph(shade), _mono()),
    ]


def _heading(level: int, size: int) -> str:
    spacing = element("w:spacing", {"w:before": "240", "w:after": "80"})
    paragraph = _of_paragraph(element("w:keepNext"), spacing, value("w:outlineLvl", str(level - 1)))
    run = _of_run(*BOLD, *_size(size))
    return _style("paragraph", f"Heading{level}", f"heading {level}", "Normal", paragraph, run)


def _character_styles() -> list[str]:
    link = _of_run(value("w:color", "1A4F8B"), value("w:u", "single"))
    raised = _of_run(value("w:vertAlign", "superscript"))
    return [
        _style("character", "VerbatimChar", "Verbatim Char", "", _mono()),
        _style("character", "Formula", "Formula", "", _mono()),
        _style("character", "Hyperlink", "Hyperlink", "", link),
        _style("character", "FootnoteReference", "footnote reference", "", raised),
    ]


def _mono() -> str:
    fonts = {"w:ascii": "Consolas", "w:hAnsi": "Consolas", "w:cs": "Courier New"}
    return _of_run(element("w:rFonts", fonts), element("w:noProof"), *_size(20))


def _size(half_points: int) -> tuple[str, str]:
    return value("w:sz", str(half_points)), value("w:szCs", str(half_points))


def _of_paragraph(*properties: str) -> str:
    return element("w:pPr", None, *properties)


def _of_run(*properties: str) -> str:
    return element("w:rPr", None, *properties)


def _style(kind: str, key: str, name: str, parent: str, *properties: str) -> str:
    based = value("w:basedOn", parent) if parent else ""
    attributes = {"w:type": kind, "w:styleId": key}
    return element("w:style", attributes, value("w:name", name), based, element("w:qFormat"), *properties)


def _grid() -> str:
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "B0B0B0"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("w:tblBorders", None, *(element(f"w:{side}", line) for side in sides))
    return element(
        "w:style",
        {"w:type": "table", "w:styleId": "TableGrid"},
        value("w:name", "Table Grid"),
        element("w:tblPr", None, borders),
    )
