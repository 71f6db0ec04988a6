"""Spans to Markdown on one or more lines. What is written is read again before it is taken: where the tidy form would
be read as something else, more is escaped; where marks can't be written at their place, they move or go. Text never
does. Pure.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, takewhile

from chatapp.markup.flow import VERBATIM, Inlines, Mark, Note, Paragraph, Span
from chatapp.markup.reading import blocks_of
from chatapp.markup.spans import AROUND, drawn_in, joined, without_marks

HARMLESS = re.compile(r"[^\W_][\w ,.;:?'\"“”„‘’«»…–—，。、；：？！（）《》「」-]*")
"""Words that no rule of the grammar reads as anything else; with what may stand between them."""
BARE_LINK = re.compile(r"www\.|://|mailto:|xmpp:|@", re.IGNORECASE)
NUMBERED = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
LINE_START = re.compile(r"(?m)^(?:[-+](?=\s|$)|-(?=[-\s]*$)|=(?==*\s*$)|#(?=#{0,5}(?:\s|$))|[>|]|~(?=~~)|:(?=-))")
LIGHT = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|[*`]|(?<![^\W_])_|_(?![^\W_])|<(?=[a-z/!?])|~(?=~)|(?<=~)~|&(?=#|\w+;)|\$(?=.*\$)"
    r"|(?<=\[)\^|\^(?=\[)|\](?=[(\[:])|(?<=^\[[ xX])\]",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
HEAVY = re.compile(r"[!-/:-@\[-`{-~]")
DELIMITERS = (("*", "**"), ("_", "**"), ("*", "__"), ("_", "__"))
AUTOLINK = re.compile(r"[a-z][a-z0-9+.-]{1,31}:[^\s<>]*", re.IGNORECASE)
RUN = re.compile("`+")

Escape = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Style:
    escape: Escape
    emphasis: str
    strong: str

    def delimiter(self, mark: Mark) -> str:
        return {Mark.EMPHASIS: self.emphasis, Mark.STRONG: self.strong, Mark.STRIKE: "~~"}[mark]


def inline_markdown(inlines: Inlines, number: Callable[[Note], int]) -> str:
    """`number` says which one a note is."""
    if _is_harmless(inlines):
        return "".join(inline.text for inline in inlines if isinstance(inline, Span))
    numbers = {id(one): number(one) for one in inlines if isinstance(one, Note)}
    last = ""
    for wanted in _wishes(inlines):
        for style in _styles(wanted):
            last = _written(wanted, style, numbers)
            if _is_read_as(last, wanted, numbers):
                return last
    return last


def _is_harmless(inlines: Inlines) -> bool:
    if not all(isinstance(one, Span) and not one.marks and not one.link for one in inlines):
        return False
    text = "".join(one.text for one in inlines if isinstance(one, Span))
    return HARMLESS.fullmatch(text) is not None and not BARE_LINK.search(text) and not NUMBERED.match(text)


def _wishes(inlines: Inlines) -> Iterator[Inlines]:
    """What is to be written, then what comes near to it."""
    yield inlines
    yield drawn_in(inlines)
    yield without_marks(inlines, (Mark.EMPHASIS, Mark.STRIKE))
    yield without_marks(drawn_in(inlines), (Mark.EMPHASIS, Mark.STRIKE))
    yield without_marks(inlines, AROUND)
    yield without_marks(inlines, Mark)
    yield joined(Span(one.text) if isinstance(one, Span) else one for one in inlines)


def _styles(inlines: Inlines) -> Iterator[_Style]:
    has_marks = any(isinstance(one, Span) and one.marks for one in inlines)
    for escape in (_lightly, _heavily, _wholly):
        for emphasis, strong in DELIMITERS if has_marks else DELIMITERS[:1]:
            yield _Style(escape, emphasis, strong)


def _is_read_as(text: str, wanted: Inlines, numbers: dict[int, int]) -> bool:
    notes = "".join(f"\n\n[^{number}]: x" for number in numbers.values())
    blocks = blocks_of(text + notes)
    if len(blocks) != 1 or not isinstance(paragraph := blocks[0], Paragraph):
        return not blocks and not wanted
    return _compared(paragraph.inlines) == _compared(wanted)


def _compared(inlines: Inlines) -> Inlines:
    """An address may become a link by itself, and what stands in a note is not looked at here."""
    return joined(
        Note(()) if isinstance(one, Note) else Span(one.text, one.marks, "" if _is_bare(one) else one.link)
        for one in inlines
    )


def _is_bare(span: Span) -> bool:
    return span.link.removeprefix("mailto:").removeprefix("http://") == span.text.removeprefix("http://")


def _written(inlines: Inlines, style: _Style, numbers: dict[int, int]) -> str:
    """Marks open as late and close as soon as they nest."""
    parts: list[str] = []
    open_marks: list[Mark | str] = []
    for place, inline in enumerate(inlines):
        wanted = _wanted(inline)
        while any(mark not in wanted for mark in open_marks):
            parts.append(_closing(open_marks.pop(), style))
        missing = [mark for mark in wanted if mark not in open_marks]
        for mark in sorted(missing, key=lambda mark: -_reach(inlines, place, mark)):
            open_marks.append(mark)
            parts.append(_opening(mark, style))
        parts.append(_content(inline, style, numbers))
    parts += [_closing(mark, style) for mark in reversed(open_marks)]
    return "".join(parts)


def _wanted(inline: Span | Note) -> list[Mark | str]:
    if isinstance(inline, Note):
        return []
    link: list[Mark | str] = [inline.link] if inline.link and not _is_angled(inline) else []
    return link + [mark for mark in AROUND if mark in inline.marks]


def _is_angled(span: Span) -> bool:
    is_address = span.link in (span.text, "mailto:" + span.text)
    return is_address and not span.marks & VERBATIM and AUTOLINK.fullmatch(span.link) is not None


def _reach(inlines: Inlines, place: int, mark: Mark | str) -> int:
    """Over how many spans it goes on."""
    return sum(1 for _ in takewhile(lambda one: mark in _wanted(one), inlines[place : place + 50]))


def _opening(mark: Mark | str, style: _Style) -> str:
    return style.delimiter(mark) if isinstance(mark, Mark) else "["


def _closing(mark: Mark | str, style: _Style) -> str:
    return style.delimiter(mark) if isinstance(mark, Mark) else f"]({_address(mark)})"


def _address(link: str) -> str:
    if not link or re.search(r"[\s<>()\\]", link) or not link.isprintable():
        return "<" + re.sub(r"([<>\\])", r"\\\1", link).replace("\n", "%0A") + ">"
    return re.sub(r"([\\*_`\[\]&])", r"\\\1", link) if re.search(r"&\w+;|\\", link) else link


def _content(inline: Span | Note, style: _Style, numbers: dict[int, int]) -> str:
    if isinstance(inline, Note):
        return f"[^{numbers[id(inline)]}]"
    if Mark.FORMULA in inline.marks:
        return inline.text
    if Mark.CODE in inline.marks:
        return _code(inline.text)
    if _is_angled(inline):
        return f"<{inline.text}>"
    text = style.escape(inline.text)
    return text.replace("]", "&#93;") if inline.link else text


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    runs = {len(run) for run in RUN.findall(text)}
    fence = "`" * next(size for size in count(1) if size not in runs)
    is_padded = text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and bool(text.strip(" ")))
    return f"{fence} {text} {fence}" if is_padded else f"{fence}{text}{fence}"


def _lightly(text: str) -> str:
    text = LIGHT.sub(lambda found: "\\" + found[0], text)
    text = NUMBERED.sub(r"\1\\\2", LINE_START.sub(r"\\\g<0>", text))
    return text.replace("\n", "\\\n")


def _heavily(text: str) -> str:
    """All but the brackets that open formulas after a backslash, and close them."""
    text = HEAVY.sub(
        lambda found: found[0] if found[0] in "()" else _entity(found[0]) if found[0] in "[]" else "\\" + found[0], text
    )
    return NUMBERED.sub(r"\1&#46;", text).replace("\n", "\\\n")


def _wholly(text: str) -> str:
    return "".join(
        sign if sign.isalnum() else "\\\n" if sign == "\n" else sign if sign == " " else _entity(sign) for sign in text
    )


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"
