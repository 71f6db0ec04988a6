"""Writes a selected part of a document as Markdown again. GUI thread."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextTable,
)

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
        table = QTextCursor(block).currentTable()
        is_joined = block.blockFormat().hasProperty(Mark.JOINED)
        if table:
            _add(lines, before, "table", _rows(table, goes_on=before == "joint"))
            before, block = "table", table.lastCursorPosition().block()
        elif is_joined and before == "table":
            before = "joint"
        elif is_joined and before == "paragraph":
            lines[-1] += "".join(_line(block)[1])
        else:
            kind, more = _line(block)
            _add(lines, before, kind, more)
            before = kind
        block = block.next()
    if before == "code":
        lines.append("```")
    return "\n".join(lines).strip("\n")


def _add(lines: list[str], before: str, kind: str, more: list[str]) -> None:
    if lines and not kind == before == "code" and before != "joint":
        _separate(lines, before, kind)
        if lines[-1] == "" and more and lines[-2].startswith("> ") and more[0].startswith("> "):
            lines[-1] = ">"
    lines += more


def _rows(table: QTextTable, *, goes_on: bool) -> list[str]:
    """Its first row names the columns, but where it goes on with a table above."""
    places = [[table.cellAt(row, column) for column in range(table.columns())] for row in range(table.rows())]
    cells = [[cell.firstCursorPosition().block() for cell in row] for row in places]
    lines = [_row(_cell(cell, is_name=not (number or goes_on)) for cell in row) for number, row in enumerate(cells)]
    return lines if goes_on else [lines[0], _row(map(_rule, cells[0])), *lines[1:]]


def _cell(cell: QTextBlock, *, is_name: bool) -> str:
    return "".join(_pieces(cell, is_strong=is_name)).replace("|", "\\|")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(cell: QTextBlock) -> str:
    side = cell.blockFormat().alignment()
    if side & Qt.AlignmentFlag.AlignHCenter:
        return ":-:"
    return "--:" if side & Qt.AlignmentFlag.AlignRight else "---"


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


def _pieces(block: QTextBlock, *, is_strong: bool = False) -> Iterator[str]:
    """`is_strong`: all of it is, so that need not be said; in a heading it is."""
    is_strong |= block.blockFormat().headingLevel() > 0
    step = block.begin()
    while not step.atEnd():
        yield _piece(step.fragment(), is_strong=is_strong)
        step += 1


def _piece(piece: QTextFragment, *, is_strong: bool) -> str:
    text, chars = piece.text(), piece.charFormat()
    if OBJECT in text:
        return text.replace(OBJECT, source_of(chars))
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return lead + _marked(core, chars, is_strong=is_strong) + trail


def _marked(text: str, chars: QTextCharFormat, *, is_strong: bool) -> str:
    if chars.fontFixedPitch() or chars.font().styleHint() is QFont.StyleHint.Monospace:
        text = f"`{text}`"
    if chars.fontStrikeOut():
        text = f"~~{text}~~"
    if chars.fontItalic():
        text = f"*{text}*"
    if chars.fontWeight() >= QFont.Weight.DemiBold and not is_strong:
        text = f"**{text}**"
    return f"[{text}]({chars.anchorHref()})" if chars.isAnchor() and chars.anchorHref() else text
