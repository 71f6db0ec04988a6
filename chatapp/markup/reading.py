"""Markdown to blocks and spans. Pure. What can't be read as Markdown is a paragraph of plain text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Block, Blocks, Inlines, Mark, Note, Span
from chatapp.markup.formula_syntax import BLOCK, DISPLAY, INLINE
from chatapp.markup.grammar import grammar
from chatapp.markup.spans import joined, on_one_line

MARKS = {"em": Mark.EMPHASIS, "strong": Mark.STRONG, "s": Mark.STRIKE}
EAST_ASIAN = re.compile("[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Between two of these the end of a line is no space. Hangul has spaces, but no lines that end within words."""
BREAKS = {"hardbreak": "\n", "softbreak": "\r"}
TASK = "task-list-item-checkbox"


def blocks_of(text: str) -> Blocks:
    """Never raises."""
    env: dict[str, Any] = {}
    try:
        tree = SyntaxTreeNode(grammar().parse(text, env))
    except Exception:
        return (flow.Paragraph(joined((Span(text),))),)
    return _Reading(_notes(tree)).blocks(tree.children)


def _notes(tree: SyntaxTreeNode) -> dict[int, SyntaxTreeNode]:
    blocks = [node for node in tree.children if node.type == "footnote_block"]
    return {note.meta["id"]: note for block in blocks for note in block.children if note.type == "footnote"}


@dataclass(slots=True)
class _Reading:
    notes: dict[int, SyntaxTreeNode]
    open_notes: set[int] = field(default_factory=set)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> Blocks:
        return tuple(block for node in nodes if (block := self._block(node)) is not None)

    def _block(self, node: SyntaxTreeNode) -> Block | None:
        match node.type:
            case "heading" | "paragraph" | "inline" | "blockquote":
                return self._filled(node)
            case "bullet_list" | "ordered_list":
                return self._listing(node)
            case "table":
                return self._table(node)
            case _:
                return _verbatim(node)

    def _filled(self, node: SyntaxTreeNode) -> Block | None:
        """None where there is nothing in it."""
        if node.type == "blockquote":
            inside = self.blocks(node.children)
            return flow.Quote(inside) if inside else None
        inlines = self._inlines(node)
        if not inlines:
            return None
        is_heading = node.type == "heading"
        return flow.Heading(int(node.tag[1:]), on_one_line(inlines)) if is_heading else flow.Paragraph(inlines)

    def _listing(self, node: SyntaxTreeNode) -> flow.Listing:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        return flow.Listing(tuple(self._item(item) for item in node.children), start)

    def _item(self, node: SyntaxTreeNode) -> flow.Item:
        first = next(iter(node.walk(include_self=False)), None)
        box = next((one for one in _tokens(first) if TASK in one.content), None) if first is not None else None
        return flow.Item(self.blocks(node.children), None if box is None else "checked" in box.content)

    def _table(self, node: SyntaxTreeNode) -> flow.Table:
        rows = [row for part in node.children for row in part.children]
        first = rows[0].children
        alignments = tuple(Alignment(str(cell.attrs.get("style", "")).partition(":")[2]) for cell in first)
        cells = tuple(tuple(on_one_line(self._inlines(cell)) for cell in row.children) for row in rows)
        return flow.Table(alignments, cells)

    def _inlines(self, node: SyntaxTreeNode) -> Inlines:
        return joined(_with_spaces(self._spans(_tokens(node))))

    def _spans(self, tokens: Sequence[Token]) -> Iterator[Span | Note]:
        marks: list[Mark] = []
        link = ""
        for token in tokens:
            if token.type == "link_open":
                link = str(token.attrs.get("href", ""))
            elif token.type == "link_close":
                link = ""
            elif token.nesting and (mark := MARKS.get(token.tag)) is not None:
                (marks.append if token.nesting > 0 else marks.remove)(mark)
            elif token.type == "footnote_ref":
                yield from self._note(token.meta["id"])
            else:
                found = _span(token)
                yield replace(found, marks=found.marks.union(marks), link=link or found.link)

    def _note(self, number: int) -> Iterator[Note]:
        """A note that calls itself says nothing more the second time."""
        if number in self.notes and number not in self.open_notes:
            self.open_notes.add(number)
            yield Note(self.blocks(self.notes[number].children))
            self.open_notes.discard(number)


def _verbatim(node: SyntaxTreeNode) -> Block | None:
    match node.type:
        case "fence" | "code_block":
            return flow.Code(node.content.removesuffix("\n"), " ".join(unescapeAll(node.info).split()[:1]))
        case "hr":
            return flow.Rule()
        case kind if kind == BLOCK:
            return flow.Paragraph((Span(node.markup or node.content, frozenset((Mark.FORMULA,))),))
        case _:
            return None


def _tokens(node: SyntaxTreeNode | None) -> Sequence[Token]:
    """Of the words in a block."""
    if node is None:
        return ()
    if node.type == "inline":
        return (node.token.children if node.token is not None else None) or ()
    inline = next((child for child in node.children if child.type == "inline"), None)
    return _tokens(inline) if inline is not None else ()


def _span(token: Token) -> Span:
    match token.type:
        case "text":
            return Span(token.content)
        case "code_inline":
            return Span(token.content, frozenset((Mark.CODE,)))
        case "image":
            return _image(token)
        case kind if kind in (INLINE, DISPLAY):
            return Span(token.markup, frozenset((Mark.FORMULA,)))
        case kind:
            return Span(BREAKS.get(kind, ""))


def _image(token: Token) -> Span:
    """Its words, which lead to it."""
    address = str(token.attrs.get("src", ""))
    if address.startswith("data:"):
        address = ""
    words = "".join(child.content for child in token.children or ())
    return Span(words or address, link=address)


def _with_spaces(inlines: Iterable[Span | Note]) -> Iterator[Span | Note]:
    """The end of a line in the source is a space, or nothing between signs that have none between words."""
    listed = list(inlines)
    for place, inline in enumerate(listed):
        if isinstance(inline, Span) and inline.text == "\r":
            before = _near(listed, range(place - 1, -1, -1))[-1:]
            around = before + _near(listed, range(place + 1, len(listed)))[:1]
            yield replace(inline, text="" if len(EAST_ASIAN.findall(around)) == 2 else " ")
        else:
            yield inline


def _near(inlines: Sequence[Span | Note], places: Iterable[int]) -> str:
    """The first text that is met."""
    return next((one.text for place in places if isinstance(one := inlines[place], Span) and one.text), "")
