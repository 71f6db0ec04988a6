"""Which parts of a line of Markdown look different while it is written. Pure; a line at a time, after the one above."""

import re
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise


class Part(Enum):
    HEADING_1 = auto()
    HEADING_2 = auto()
    HEADING_3 = auto()
    STRONG = auto()
    EMPHASIS = auto()
    STRUCK = auto()
    CODE = auto()
    FENCED = auto()
    QUOTE = auto()
    LINK = auto()
    MARK = auto()  # what only says how the rest looks


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    part: Part


HEADINGS = (Part.HEADING_1, Part.HEADING_2, Part.HEADING_3)
HEADING = re.compile(r"(#{1,6})(?:[ \t]|$)")
FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
RULE = re.compile(r"\s{0,3}(?:[-*_][ \t]*){3,}$")
LEAD = re.compile(r"\s*(?:>[ \t]?)+|\s*(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t])?")
INLINE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<strong>(?P<stars>\*\*|__)(?=\S).+?(?<=\S)(?P=stars))"
    r"|(?P<struck>~~(?=\S).+?(?<=\S)~~)"
    r"|(?P<emphasis>(?<![\w*])(?P<star>[*_])(?=[^\s*_]).+?(?<=[^\s*_])(?P=star)(?![\w*]))"
    r"|(?P<link>!?\[(?P<words>[^\[\]]+)\]\([^()\s]*\))"
)
LONGEST = 20_000
"""Characters of a line; a longer one is shown as it is."""


def fence_after(line: str, fence: str) -> str:
    """The marks of the code block that is open after a line, "" for none; `fence` is the one before it."""
    found = FENCE.match(line) if "```" in line or "~~~" in line else None
    if found is None:
        return fence
    marks = found[1]
    if not fence:
        return "" if marks[0] == "`" and "`" in line[found.end() :] else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not line[found.end() :].strip()
    return "" if closes else fence


def spans(line: str, fence: str) -> Iterator[Span]:
    """In reading order; one that lies in another comes after it."""
    if len(line) > LONGEST:
        return
    if fence or fence_after(line, fence) != fence:
        yield Span(0, len(line), Part.FENCED)
        return
    if RULE.match(line):
        yield Span(0, len(line), Part.MARK)
        return
    start = 0
    if (heading := HEADING.match(line)) is not None:
        yield Span(0, len(line), HEADINGS[min(len(heading[1]), 3) - 1])
        yield Span(0, heading.end(), Part.MARK)
        start = heading.end()
    elif (lead := LEAD.match(line)) is not None:
        start = lead.end()
        if ">" in lead[0]:
            yield Span(0, len(line), Part.QUOTE)
        yield Span(0, start, Part.MARK)
    yield from _inline(line, start, len(line))


def _inline(line: str, start: int, stop: int) -> Iterator[Span]:
    for found in INLINE.finditer(line, start, stop):
        low, high = found.span()
        if found["code"]:
            width = len(found["ticks"])
            yield Span(low, high, Part.CODE)
        elif found["link"]:
            words, width = found.start("words"), 0
            yield Span(low, high, Part.MARK)
            yield Span(words, found.end("words"), Part.LINK)
        else:
            part, width = _emphasis(found)
            yield Span(low + width, high - width, part)
            yield from _inline(line, low + width, high - width)
        if width:
            yield Span(low, low + width, Part.MARK)
            yield Span(high - width, high, Part.MARK)


def _emphasis(found: re.Match[str]) -> tuple[Part, int]:
    if found["strong"]:
        return Part.STRONG, 2
    return (Part.STRUCK, 2) if found["struck"] else (Part.EMPHASIS, 1)


def pieces(found: list[Span]) -> Iterator[tuple[int, int, tuple[Part, ...]]]:
    """Parts of the line that look the same throughout: start, end, and what they are, in the order of the spans."""
    borders = sorted({border for span in found for border in (span.start, span.end)})
    coming = sorted(range(len(found)), key=lambda order: found[order].start, reverse=True)
    inside: list[int] = []
    for start, end in pairwise(borders):
        inside = [order for order in inside if found[order].end > start]
        while coming and found[coming[-1]].start <= start:
            order = coming.pop()
            if found[order].end > start:
                insort(inside, order)
        if inside:
            yield start, end, tuple(found[order].part for order in inside)
