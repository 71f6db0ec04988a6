"""How much of a growing Markdown text is settled: which of its first lines nothing that follows can change. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from chatapp.markup.formula_syntax import BLOCK

_MAY_BECOME_A_LIST_ITEM = frozenset(" \t0123456789+-*")
_TAKES_MORE_AFTER_A_BLANK_LINE = frozenset(("bullet_list_open", "ordered_list_open", "code_block"))


@dataclass(frozen=True, slots=True)
class Settled:
    """`lines` from the start are settled; the tokens that begin there or later are still open. `next_number` is that
    of the open list item where a list goes on across the border."""

    lines: int = 0
    next_number: int | None = None


def settled(tokens: Sequence[Token], lines: Sequence[str], next_number: int | None = None) -> Settled:
    """`lines` is the text split at newlines: the last one is what came after the last newline, perhaps nothing.
    `next_number` is that of the first item where the text begins within a list."""
    blocks = [token for token in tokens if token.level == 0 and token.map and token.nesting >= 0]
    first = blocks[:1]
    if not blocks:
        return Settled()
    partial = len(lines) - 1
    if _is_in_doubt(blocks[-1], lines) and not _is_apart(blocks, lines):
        blocks.pop()  # its first line may yet turn out to belong to the block above
    if not blocks:
        return Settled()
    last = blocks[-1]
    start = next_number if next_number is not None and last in first else int(last.attrs.get("start", 1))
    return _within_list(last, tokens, partial, start) or Settled(_start(last), next_number if last in first else None)


def _start(token: Token) -> int:
    return token.map[0] if token.map else 0


def _is_in_doubt(block: Token, lines: Sequence[str]) -> bool:
    """Whether it may yet be something else: so is what begins on the unfinished line, and a formula until the line
    that ends it is finished."""
    partial = len(lines) - 1
    if block.type == BLOCK and block.map:
        return not block.markup or block.map[1] > partial
    return _start(block) == partial and bool(lines[partial])


def _is_apart(blocks: Sequence[Token], lines: Sequence[str]) -> bool:
    """Whether the last block is cut off from the one above by a blank line."""
    if len(blocks) < 2:
        return True
    first = _start(blocks[-1])
    if lines[first - 1].strip(" \t"):
        return False
    return blocks[-2].type not in _TAKES_MORE_AFTER_A_BLANK_LINE or lines[first][0] not in _MAY_BECOME_A_LIST_ITEM


def _within_list(block: Token, tokens: Sequence[Token], partial: int, start: int) -> Settled | None:
    """The items of the last list are settled, all but the last one that began on a finished line."""
    if not block.type.endswith("list_open"):
        return None
    first = next(index for index, token in enumerate(tokens) if token is block)
    items = [token for token in tokens[first:] if token.type == "list_item_open" and token.level == 1 and token.map]
    if len(items) > 1 and _start(items[-1]) == partial:
        items.pop()
    if len(items) < 2:
        return None
    return Settled(_start(items[-1]), start + len(items) - 1)
