"""Writes a selected part of a document as Markdown again. GUI thread."""

from collections.abc import Iterator

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFragment

from chatapp.ui.markdown.formats import Mark
from chatapp.ui.plain_text import OBJECT, source_of

_BREAK = "\u2028"


def markdown_of(cursor: QTextCursor) -> str:
    """Whole lines keep what they are (a heading, an item, code); marks inside them too."""
    part = QTextDocument()
    QTextCursor(part).insertFragment(cursor.selection())
    lines: list[str] = []
    before = ""
    block = part.begin()
    while block.isValid():
        kind, line = _line(block)
        if lines and not kind == before == "code":
            _separate(lines, before, kind)
            if lines[-1] == "" and line and lines[-2].startswith("> ") and line[0].startswith("> "):
                lines[-1] = ">"
        lines += line
        before = kind
        block = block.next()
    if before == "code":
        lines.append("```")
    return "\n".join(lines).strip("\n")


def _separate(lines: list[str], before: str, kind: str) -> None:
    if before == "code":
        lines.append("```")
    if not (before == kind == "item"):
        lines.append("")
    if kind == "code":
        lines.append("```")


def _line(block: QTextBlock) -> tuple[str, list[str]]:
    """What kind of line it is, and the lines it makes."""
    form = block.blockFormat()
    if int(form.property(Mark.BOX) or 0):
        first = [] if block.previous().isValid() else ["```"]
        return "code", [*first, block.text()]
    quotes = "> " * str(form.property(Mark.NESTING) or "").lower().count("q")
    if form.hasProperty(Mark.RULE):
        return "rule", [f"{quotes}---"]
    text = "".join(_pieces(block)).replace(_BREAK, "\\\n")
    group = block.textList()
    if group:
        depth = str(form.property(Mark.NESTING) or "l").count("l") - 1
        marker = group.itemText(block)
        bullet = marker if marker[:1].isdigit() else "-"
        return "item", [f"{quotes}{'  ' * depth}{bullet} {text}"]
    level = form.headingLevel()
    return ("heading", [f"{quotes}{'#' * level} {text}"]) if level else ("paragraph", [quotes + text])


def _pieces(block: QTextBlock) -> Iterator[str]:
    is_heading = block.blockFormat().headingLevel() > 0
    step = block.begin()
    while not step.atEnd():
        yield _piece(step.fragment(), is_heading=is_heading)
        step += 1


def _piece(piece: QTextFragment, *, is_heading: bool) -> str:
    text, chars = piece.text(), piece.charFormat()
    if OBJECT in text:
        return text.replace(OBJECT, source_of(chars))
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return lead + _marked(core, chars, is_heading=is_heading) + trail


def _marked(text: str, chars: QTextCharFormat, *, is_heading: bool) -> str:
    if chars.fontFixedPitch() or chars.font().styleHint() is QFont.StyleHint.Monospace:
        text = f"`{text}`"
    if chars.fontStrikeOut():
        text = f"~~{text}~~"
    if chars.fontItalic():
        text = f"*{text}*"
    if chars.fontWeight() >= QFont.Weight.DemiBold and not is_heading:
        text = f"**{text}**"
    return f"[{text}]({chars.anchorHref()})" if chars.isAnchor() and chars.anchorHref() else text
