"""Documents for Hypothesis, as blocks, in the scripts of the corpus; and how two of them are compared."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from chatapp.markup import flow
from chatapp.markup.flow import Alignment, Block, Blocks, Inlines, Mark, Note, Span
from chatapp.markup.spans import joined, on_one_line, words_of

CORPUS = Path(__file__).parents[1] / "ui" / "markdown" / "corpus"
DECLARATION: dict[str, list[str]] = json.loads((CORPUS / "udhr.json").read_text(encoding="utf-8"))
"""The first paragraphs of the Universal Declaration of Human Rights, in many scripts."""

SCRIPTS = sorted({word for texts in DECLARATION.values() for word in texts[0].split()[:9]})
SIGNS = st.text("ab *_`[]()<>#!\\|~$&-+=.:;1)“”。é中א", min_size=1, max_size=8)
WORDS = st.sampled_from(SCRIPTS) | SIGNS
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
MARKS = st.frozensets(st.sampled_from([Mark.STRONG, Mark.EMPHASIS, Mark.STRIKE]), max_size=2) | st.just(
    frozenset((Mark.CODE,))
)
LINKS = st.sampled_from(["", "", "https://example.org/a_b?c=1&d=(2)", "mailto:a@b.org", "#place"])
SPANS = st.builds(Span, TEXTS, MARKS, LINKS) | st.builds(Span, TEXTS | st.just("\n"))


def _has_words(one: Inlines) -> bool:
    return bool(words_of(one).strip())


def inlines(*, has_notes: bool = True) -> st.SearchStrategy[Inlines]:
    one: st.SearchStrategy[Span | Note] = SPANS
    if has_notes:
        short = st.lists(SPANS, min_size=1, max_size=2).map(joined).filter(bool)
        one = st.one_of(SPANS, SPANS, SPANS, short.map(lambda words: Note((flow.Paragraph(words),))))
    return st.lists(one, min_size=1, max_size=5).map(joined).filter(_has_words)


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]) | st.sampled_from("`~ "), max_size=9)
CODES = st.builds(flow.Code, st.lists(LINES, max_size=3).map("\n".join), st.sampled_from(["", "python", "c++"]))
PARAGRAPHS = inlines().map(flow.Paragraph)
HEADINGS = st.builds(flow.Heading, st.integers(1, 6), inlines().map(on_one_line))


@st.composite
def tables(draw: st.DrawFn) -> flow.Table:
    width = draw(st.integers(1, 3))
    cell = inlines(has_notes=False).map(on_one_line)
    row = st.tuples(*[cell] * width)
    alignments = draw(st.tuples(*[st.sampled_from(Alignment)] * width))
    return flow.Table(alignments, tuple(draw(st.lists(row, min_size=2, max_size=3))))


def _listings(blocks: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    item = st.builds(flow.Item, blocks)
    task = st.builds(flow.Item, st.tuples(PARAGRAPHS), st.booleans())
    items = st.lists(item | task, min_size=1, max_size=3).map(tuple)
    return st.builds(flow.Listing, items, st.none() | st.integers(0, 12))


def _deeper(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inside, min_size=1, max_size=2).map(tuple)
    return st.one_of(_listings(blocks), st.builds(flow.Quote, blocks))


LEAVES: st.SearchStrategy[Block] = st.one_of(PARAGRAPHS, PARAGRAPHS, HEADINGS, CODES, tables(), st.just(flow.Rule()))
DOCUMENTS: st.SearchStrategy[Blocks] = st.lists(st.recursive(LEAVES, _deeper, max_leaves=6), max_size=5).map(tuple)


def merged(blocks: Blocks) -> Blocks:
    """Quotations that follow each other as one, as word processors have them."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, flow.Quote) and isinstance(last, flow.Quote):
            found[-1] = flow.Quote(last.blocks + block.blocks)
        else:
            found.append(block)
    return tuple(_merged_within(block) for block in found)


def _merged_within(block: Block) -> Block:
    if isinstance(block, flow.Quote):
        return flow.Quote(merged(block.blocks))
    if isinstance(block, flow.Listing):
        return replace(block, items=tuple(replace(item, blocks=merged(item.blocks)) for item in block.items))
    return block


def words(blocks: Blocks) -> str:
    """All that can be read, less white space."""
    return "".join("".join(_words(blocks)).split())


def _words(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case flow.Heading() | flow.Paragraph():
                yield from _inline_words(block.inlines)
            case flow.Code():
                yield block.text
            case flow.Quote():
                yield from _words(block.blocks)
            case flow.Listing():
                for item in block.items:
                    yield from _words(item.blocks)
            case flow.Table():
                for row in block.rows:
                    for cell in row:
                        yield from _inline_words(cell)


def declaration(language: str) -> str:
    """A text with everything in it, in that language's words."""
    first, second, third = DECLARATION[language][:3]
    word, other = first.split()[0].strip(",;"), second.split()[-1].strip(",;.")
    return f"""# {word} *{other}*

{first} **{word}** and ~~{other}~~ with `{word}`, [{other}](https://example.org/?q=1&r=2) and a note.[^1]

- {second}
  1. {word}

  2. **{other}**

     {third}
- [x] {word}

> {third}
>
> - {other}

| {word} | {other} |
| --- | --: |
| **{word}** | {other} |

```text
{word}
```

---

{third}

[^1]: {second}
"""


def _inline_words(one: Inlines) -> Iterator[str]:
    for inline in one:
        if isinstance(inline, Note):
            yield from _words(inline.blocks)
        else:
            yield inline.text
