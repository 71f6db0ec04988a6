"""Paragraphs with indentations to lists and quotations with things in them. Pure; what it is told comes in the order of
the document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from chatapp.markup import flow
from chatapp.markup.flow import Block, Blocks
from chatapp.markup.spans import joined

STEP = 720
"""What a level is indented by, in twentieths of a point, where nothing else tells how many levels there are."""
SLACK = 200
"""Less is no other level."""

BOXES = {"☐": False, "☑": True, "☒": True}


@dataclass(frozen=True, slots=True)
class Numbered:
    """The paragraph begins an item: of which list, at which of its levels, and its number, None for a bullet."""

    list: str
    level: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Position:
    """`left` in twentieths of a point; `quotes`: in how many quotations."""

    left: int = 0
    quotes: int = 0
    item: Numbered | None = None


@dataclass(slots=True)
class _Open:
    """A quotation, or a list where `item` says how it began. The last of `contents` is what grows."""

    left: int
    item: Numbered | None = None
    contents: list[list[Block]] = field(default_factory=list)

    def closed(self) -> Block:
        if self.item is None:
            return flow.Quote(tuple(self.contents[0]))
        return flow.Listing(tuple(task_of(blocks) for blocks in self.contents), self.item.number)


class Nesting:
    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._stack: list[_Open] = []

    def put(self, block: Block | None, position: Position) -> None:
        """None for an empty paragraph, which begins an item all the same."""
        if position.item is not None:
            self._begin_item(position, position.item)
        elif block is None:
            return
        else:
            self._go_to(position)
        if block is not None:
            self._current().append(block)

    def finish(self) -> Blocks:
        self._close_to(0)
        return tuple(self._blocks)

    def _begin_item(self, position: Position, item: Numbered) -> None:
        for place, opened in enumerate(self._stack):
            if opened.item is not None and (opened.item.list, opened.item.level) == (item.list, item.level):
                self._close_to(place + 1)
                opened.contents.append([])
                return
        if not position.quotes:
            self._leave_quotes()
        self._close_while(lambda top: not self._is_around(top, position.left, item))
        self._open_quotes(position, inside=1)
        self._stack.append(_Open(position.left, item, [[]]))

    def _go_to(self, position: Position) -> None:
        left = position.left
        if not position.quotes:
            self._leave_quotes()
        self._close_while(lambda top: left <= 0 or top.left > left + SLACK)
        self._open_quotes(position, inside=0)

    def _open_quotes(self, position: Position, inside: int) -> None:
        """As many as are missing; of those that stand open, the ones between which that many have room. `inside`: how
        many levels of the indentation are not theirs."""
        if not position.quotes:
            return
        while self._stack and self._quotes() + self._levels_to(position.left) - inside != position.quotes:
            self._stack_pop()
        for _ in range(position.quotes - self._quotes()):
            left = (self._stack[-1].left if self._stack else 0) + STEP
            self._stack.append(_Open(left, None, [[]]))

    @staticmethod
    def _is_around(top: _Open, left: int, item: Numbered) -> bool:
        if top.item is not None and top.item.list == item.list:
            return top.item.level < item.level
        return top.left <= left - SLACK

    def _levels_to(self, left: int) -> int:
        return round((left - (self._stack[-1].left if self._stack else 0)) / STEP)

    def _quotes(self) -> int:
        return sum(opened.item is None for opened in self._stack)

    def _leave_quotes(self) -> None:
        place = next((place for place, opened in enumerate(self._stack) if opened.item is None), None)
        if place is not None:
            self._close_to(place)

    def _close_while(self, is_over: Callable[[_Open], bool]) -> None:
        while self._stack and is_over(self._stack[-1]):
            self._stack_pop()

    def _close_to(self, depth: int) -> None:
        while len(self._stack) > depth:
            self._stack_pop()

    def _stack_pop(self) -> None:
        closed = self._stack.pop().closed()
        self._current().append(closed)

    def _current(self) -> list[Block]:
        return self._stack[-1].contents[-1] if self._stack else self._blocks


def task_of(blocks: Sequence[Block]) -> flow.Item:
    """A box before the first word makes a task of it."""
    first = blocks[0] if blocks else None
    if isinstance(first, flow.Paragraph) and first.inlines and isinstance(span := first.inlines[0], flow.Span):
        box, rest = span.text[:1], span.text[1:]
        if box in BOXES and (rest[:1].isspace() or not rest):
            words = joined((replace(span, text=rest), *first.inlines[1:]))
            return flow.Item((flow.Paragraph(words), *blocks[1:]) if words else tuple(blocks[1:]), BOXES[box])
    return flow.Item(tuple(blocks))
