"""The sections of a text by its headings: which one a place is in, and where what is written for it goes. Pure."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
LONGEST_PLAN = 200
"""Characters of one paragraph that may say what a section is to be about: it is not written yet."""


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """`end` is behind the last character of the section that is no blank. `body` is what it has below its heading,
    `level` how deep it stands."""

    heading: str
    start: int
    end: int
    level: int = 1
    body: str = ""


def sections(text: str) -> list[SectionPlace]:
    found = list(HEADING.finditer(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)] * bool(found)
    return [_place(text, heading, end) for heading, end in zip(found, ends, strict=True)]


def _place(text: str, heading: re.Match[str], end: int) -> SectionPlace:
    written = text[heading.start() : end].rstrip()
    body = text[heading.end() : end].strip()
    return SectionPlace(heading[2], heading.start(), heading.start() + len(written), len(heading[1]), body)


def unwritten(text: str) -> list[SectionPlace]:
    """Those that have nothing yet, or a short paragraph that says what they are to be about; not those that others
    stand below, such as the title."""
    known = sections(text)
    following = [*known[1:], None][: len(known)]
    return [
        one
        for one, after in zip(known, following, strict=True)
        if len(one.body) <= LONGEST_PLAN and "\n\n" not in one.body and (after is None or after.level <= one.level)
    ]


def section_at(text: str, place: int) -> SectionPlace | None:
    """The one that a place is in; before all of them the first."""
    known = sections(text)
    here = [section for section in known if section.start <= place]
    return here[-1] if here else next(iter(known), None)


def outline(text: str) -> str:
    """The headings as they stand."""
    return "\n".join(found[0] for found in HEADING.finditer(text))
