"""The sections of a text by its headings: which one a place is in, and where what is written for it goes. Pure."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """`end` is behind the last character of the section that is no blank."""

    heading: str
    start: int
    end: int


def sections(text: str) -> list[SectionPlace]:
    found = list(HEADING.finditer(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)] * bool(found)
    return [
        SectionPlace(heading[1], heading.start(), heading.start() + len(text[heading.start() : end].rstrip()))
        for heading, end in zip(found, ends, strict=True)
    ]


def section_at(text: str, place: int) -> SectionPlace | None:
    """The one that a place is in; before all of them the first."""
    known = sections(text)
    here = [section for section in known if section.start <= place]
    return here[-1] if here else next(iter(known), None)


def outline(text: str) -> str:
    """The headings as they stand."""
    return "\n".join(found[0] for found in HEADING.finditer(text))
