"""Stretches of text with marks, brought into one form: what looks alike is equal. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from chatapp.markup.flow import VERBATIM, Inlines, Mark, Note, Span

AROUND = (Mark.STRIKE, Mark.STRONG, Mark.EMPHASIS)
"""Marks that stand around words: a space at their edge belongs outside."""


def joined(inlines: Iterable[Span | Note]) -> Inlines:
    """Neighbours that are alike become one; what has no text goes. Marks neither begin nor end with white space, and
    no line does."""
    merged = _merged(inlines)
    if len(merged) == 1 and isinstance(merged[0], Span) and not merged[0].marks:
        return _merged((replace(merged[0], text=_stripped(merged[0].text)),))
    return _merged(_without_edges(_drawn_in(_letters(merged), str.isspace)))


def drawn_in(inlines: Inlines) -> Inlines:
    """Marks that neither begin nor end with punctuation: Markdown can't always write them otherwise."""
    return _merged(_drawn_in(_letters(inlines), lambda sign: not sign.isalnum()))


def without_marks(inlines: Inlines, marks: Iterable[Mark]) -> Inlines:
    gone = frozenset(marks)
    return _merged(replace(one, marks=one.marks - gone) if isinstance(one, Span) else one for one in inlines)


def words_of(inlines: Inlines) -> str:
    """The text alone."""
    return "".join(inline.text for inline in inlines if isinstance(inline, Span))


def on_one_line(inlines: Inlines) -> Inlines:
    """Where no line can end: in headings and cells."""
    return joined(
        replace(one, text=" ".join(part.strip() for part in one.text.split("\n")))
        if isinstance(one, Span) and "\n" in one.text
        else one
        for one in inlines
    )


def _merged(inlines: Iterable[Span | Note]) -> Inlines:
    found: list[Span | Note] = []
    parts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Span) and not inline.text:
            continue
        last = found[-1] if found else None
        if isinstance(inline, Span) and isinstance(last, Span) and _is_alike(last, inline):
            parts.append(inline.text)
            continue
        _close(found, parts)
        found.append(inline)
        parts = [inline.text] if isinstance(inline, Span) else []
    _close(found, parts)
    return tuple(found)


def _close(found: list[Span | Note], parts: list[str]) -> None:
    if len(parts) > 1 and isinstance(last := found[-1], Span):
        found[-1] = replace(last, text="".join(parts))


def _is_alike(one: Span, other: Span) -> bool:
    return one.marks == other.marks and one.link == other.link


def _letters(inlines: Inlines) -> list[Span | Note]:
    """Spans of one character each; verbatim ones as they are."""
    found: list[Span | Note] = []
    for inline in inlines:
        if isinstance(inline, Note) or inline.marks & VERBATIM:
            found.append(inline)
        else:
            found += [replace(inline, text=sign) for sign in inline.text]
    return found


def _drawn_in(letters: list[Span | Note], is_edge: Callable[[str], bool]) -> list[Span | Note]:
    for mark in AROUND:
        for places in (range(len(letters)), range(len(letters) - 1, -1, -1)):
            is_outside = True
            for place in places:
                letter = letters[place]
                is_marked = isinstance(letter, Span) and mark in letter.marks
                if isinstance(letter, Span) and is_marked and is_outside and _is_plain(letter) and is_edge(letter.text):
                    letters[place] = replace(letter, marks=letter.marks - {mark})
                else:
                    is_outside = not is_marked
    return letters


def _without_edges(letters: list[Span | Note]) -> list[Span | Note]:
    """No white space at the beginning and end of a line."""
    kept: list[Span | Note] = []
    is_start = True
    for letter in letters:
        if isinstance(letter, Span) and _is_plain(letter) and letter.text.isspace():
            if is_start and letter.text != "\n":
                continue
            if letter.text == "\n":
                _drop_spaces(kept)
                is_start = True
                if not kept:
                    continue
        else:
            is_start = False
        kept.append(letter)
    _drop_spaces(kept, "")
    return kept


def _drop_spaces(kept: list[Span | Note], but: str = "\n") -> None:
    while kept and isinstance(last := kept[-1], Span) and _is_plain(last) and last.text.isspace() and last.text != but:
        kept.pop()


def _is_plain(letter: Span) -> bool:
    return not letter.marks & VERBATIM


def _stripped(text: str) -> str:
    text = text.strip()
    return "\n".join(line.strip() for line in text.split("\n")) if "\n" in text else text
