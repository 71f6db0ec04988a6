"""What the styles of a DOCX say: which is a heading, a quotation, code; where it stands. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from chatapp.markup.flow import Mark

HEADINGS = {f"heading {level}": min(level, 6) for level in range(1, 10)} | {"title": 1, "subtitle": 2}
QUOTES = {"quote", "intense quote", "block text", "quotations", "block quotation", "blockquote"}
CODES = {"html preformatted", "preformatted text", "code", "code block", "macro text"}
SOURCE_CODES = {"source code"}
LINES = {"horizontal line"}
LANGUAGE = re.compile(r"Source Code ?(\S*)", re.IGNORECASE)
QUOTED_TABLE = re.compile(r"Quoted Table (\d{1,2})", re.IGNORECASE)
TABLE_OF_CONTENTS = "Table of Contents"
CODE_WORDS = {"verbatim char", "html code", "source text", "inline code", "code char", "html typewriter"}
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """A style by itself. None: it says nothing about that."""

    name: str
    parent: str
    properties: Element | None
    words: Element | None


def value_of(properties: Element | None, name: str) -> str | None:
    """The value of a property, "" where it only stands there; None where it doesn't."""
    found = properties.find(name) if properties is not None else None
    return None if found is None else found.get("val", "")


def is_on(properties: Element | None, name: str) -> bool | None:
    found = value_of(properties, name)
    return None if found is None else found not in OFF


def left_of(properties: Element | None) -> int | None:
    indent = properties.find("ind") if properties is not None else None
    return None if indent is None else number(indent.get("left", indent.get("start")))


def number(text: str | None) -> int | None:
    """A whole number that fits into a page; None for anything else."""
    try:
        return max(-99_999, min(99_999, int(float(text)))) if text is not None else None
    except (ValueError, OverflowError):
        return None


class Looks:
    def __init__(self, tree: Element | None) -> None:
        styles = tree.findall("style") if tree is not None else []
        self._looks = {style.get("styleId", ""): _look(style) for style in styles}
        self._default = next((style.get("styleId", "") for style in styles if _is_default(style)), "")

    def chain(self, style: str | None) -> Iterator[Look]:
        """The style and those it is based on."""
        key, seen = style or self._default, set[str]()
        while key in self._looks and key not in seen:
            seen.add(key)
            yield self._looks[key]
            key = self._looks[key].parent

    def name(self, style: str | None) -> str:
        return next((look.name for look in self.chain(style)), "")

    def heading(self, style: str | None) -> int | None:
        """Its level."""
        for look in self.chain(style):
            if look.name.lower() in HEADINGS:
                return HEADINGS[look.name.lower()]
            level = number(value_of(look.properties, "outlineLvl"))
            if level is not None:
                return min(level + 1, 6) if level < 9 else None
        return None

    def is_among(self, style: str | None, names: set[str]) -> bool:
        return any(look.name.lower() in names for look in self.chain(style))

    def left(self, style: str | None) -> int | None:
        return next((left for look in self.chain(style) if (left := left_of(look.properties)) is not None), None)

    def bar(self, style: str | None) -> Element | None:
        """The line at its left side."""
        listed = (look.properties.find("pBdr/left") for look in self.chain(style) if look.properties is not None)
        return next((found for found in listed if found is not None), None)

    def numbering(self, style: str | None) -> Element | None:
        listed = (look.properties.find("numPr") for look in self.chain(style) if look.properties is not None)
        return next((found for found in listed if found is not None), None)

    def marks(self, style: str | None) -> frozenset[Mark]:
        """Of a style of characters."""
        found: set[Mark] = set()
        if style is None:
            return frozenset()
        if self.is_among(style, CODE_WORDS):
            found.add(Mark.CODE)
        if self.is_among(style, {"formula"}):
            found.add(Mark.FORMULA)
        for mark, name in ((Mark.STRONG, "b"), (Mark.EMPHASIS, "i"), (Mark.STRIKE, "strike")):
            said = (is_on(look.words, name) for look in self.chain(style))
            if next((one for one in said if one is not None), False):
                found.add(mark)
        return frozenset(found)


def _look(style: Element) -> Look:
    name = value_of(style, "name") or style.get("styleId") or ""
    return Look(name, value_of(style, "basedOn") or "", style.find("pPr"), style.find("rPr"))


def _is_default(style: Element) -> bool:
    return style.get("type") == "paragraph" and style.get("default", "0") not in OFF
