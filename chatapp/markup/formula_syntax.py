"""Where Markdown holds a formula: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, and environments of amsmath. Pure parser rules.

A formula has no blank line and at most LONGEST characters, so that looking for its end costs little.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

LONGEST = 2_000
INLINE, DISPLAY, BLOCK = "formula_inline", "formula_display", "formula_block"

_CLOSING = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_ENVIRONMENT = re.compile(r"\\begin\{((?:align|alignat|aligned|equation|gather|gathered|multline|cases|eqnarray)\*?)\}")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\$")


def formula_plugin(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.before("escape", "formula", _inline)
    markdown.block.ruler.before("fence", "formula", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def is_open_formula(kind: str, markup: str) -> bool:
    """Whether a token stands for a formula whose end has not come yet."""
    return kind == BLOCK and not markup


def _inline(state: StateInline, silent: bool) -> bool:
    found = _dollar(state.src, state.pos) if state.src[state.pos] == "$" else None
    if found is None:
        found = _bracketed(state.src, state.pos)
    if found is None:
        return False
    kind, opening, end = found
    if not silent:
        token = state.push(kind, "", 0)
        token.markup = state.src[state.pos : end]
        token.content = token.markup[opening:-opening].strip()
    state.pos = end
    return True


def _bracketed(text: str, start: int) -> tuple[str, int, int] | None:
    """Between two characters on either side: the token's kind, how many those are, and where it ends."""
    opening = text[start : start + 2]
    closing = _CLOSING.get(opening)
    end = text.find(closing, start + 2, start + LONGEST) if closing else -1
    if end < 0 or not text[start + 2 : end].strip():
        return None
    return INLINE if opening == "\\(" else DISPLAY, 2, end + 2


def _dollar(text: str, start: int) -> tuple[str, int, int] | None:
    """Money is no formula: it touches the dollar signs on the inside, and no digit follows."""
    if text.startswith("$$", start) or text[start + 1 : start + 2].strip() == "":
        return None
    end = start
    while (end := text.find("$", end + 1, start + LONGEST)) > 0:
        if not _ESCAPED.search(text, start, end):
            break
    content = text[start + 1 : end]
    if end < 0 or content[-1].isspace() or "`" in content or text[end + 1 : end + 2].isdigit():
        return None
    return INLINE, 1, end + 1


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    line = _line(state, first)
    environment = _ENVIRONMENT.match(line)
    opening = "" if environment else line[:2]
    closing = f"\\end{{{environment[1]}}}" if environment else _CLOSING.get(opening, "")
    if not closing or opening == "\\(":
        return False
    end = _last_line(state, (first, last), closing, len(opening))
    if end is None:
        return False
    if not silent:
        _push(state, first, end, (opening, closing))
    return True


def _last_line(state: StateBlock, lines: tuple[int, int], closing: str, skip: int) -> int | None:
    """The line that ends the formula, the first past the text where that is still to come, None where it is none."""
    size = 0
    for number in range(*lines):
        if number > lines[0] and state.sCount[number] < state.blkIndent:
            return None
        line = _line(state, number).rstrip()
        size += len(line)
        place = line.find(closing, skip if number == lines[0] else 0)
        if place >= 0:
            return number if place + len(closing) == len(line) else None
        if size > LONGEST or not line:
            return None
    return lines[1] if lines[1] == state.lineMax and state.level == 0 else None


def _push(state: StateBlock, first: int, end: int, marks: tuple[str, str]) -> None:
    is_whole = end < state.lineMax
    text = "\n".join(_line(state, number) for number in range(first, min(end + 1, state.lineMax))).rstrip()
    token = state.push(BLOCK, "", 0)
    token.block = True
    token.map = [first, min(end + 1, state.lineMax)]
    token.markup = text if is_whole else ""
    token.content = text
    if is_whole and marks[0]:
        token.content = text[2 : text.rfind(marks[1])].strip()
    state.line = token.map[1]


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
