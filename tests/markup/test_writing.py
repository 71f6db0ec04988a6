"""Markdown read as blocks, written, and read again."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from chatapp.markup import flow
from chatapp.markup.flow import Blocks, Mark, Span
from chatapp.markup.reading import blocks_of
from chatapp.markup.writing import markdown_of
from tests.markup.texts import CORPUS, DECLARATION, DOCUMENTS, declaration, words

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_the_tidy_form_is_kept() -> None:
    tidy = declaration("eng")
    assert markdown_of(blocks_of(tidy)) == tidy


@pytest.mark.parametrize("language", sorted(DECLARATION))
def test_every_script_comes_back(language: str) -> None:
    blocks = blocks_of(declaration(language))
    assert blocks_of(markdown_of(blocks)) == blocks
    kinds = [type(block) for block in blocks]
    assert kinds == [
        flow.Heading,
        flow.Paragraph,
        flow.Listing,
        flow.Quote,
        flow.Table,
        flow.Code,
        flow.Rule,
        flow.Paragraph,
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_no_word_is_lost_and_what_is_read_is_written_as_it_is(document: Blocks) -> None:
    written = markdown_of(document)
    blocks = blocks_of(written)
    assert words(blocks) == words(document)
    assert blocks_of(markdown_of(blocks)) == blocks


def test_the_examples_of_commonmark_come_back() -> None:
    examples = json.loads((CORPUS / "commonmark.json").read_text(encoding="utf-8"))
    texts = [example[0] for example in examples]
    assert len(texts) == 652
    read = [blocks_of(text) for text in texts]
    assert [blocks_of(markdown_of(blocks)) for blocks in read] == read


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a_b_c and 2*3", "a_b_c and 2\\*3"),
        ("#tag, not a heading", "#tag, not a heading"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("- no list", "\\- no list"),
        ("-- a dash", "-- a dash"),
        ("5 $ and 6 $", "5 \\$ and 6 $"),
        ("see [1]", "see [1]"),
        ("[a](b)", "[a\\](b)"),
        ("[ ] no task[^1]", "[ \\] no task[\\^1]"),
        ("&amp; && AT&T", "\\&amp; && AT&T"),
        ("<b> 1 < 2", "\\<b> 1 < 2"),
    ],
)
def test_only_what_would_be_read_otherwise_is_escaped(text: str, written: str) -> None:
    assert markdown_of((flow.Paragraph((Span(text),)),)) == written + "\n"


def test_marks_that_markdown_cannot_write_move_away_from_punctuation() -> None:
    strong = frozenset((Mark.STRONG,))
    inlines = (Span("读"), Span("“重要”", strong), Span("的书"))
    assert markdown_of((flow.Paragraph(inlines),)) == "读“**重要**”的书\n"


def test_lines_end_without_a_space_between_chinese_signs() -> None:
    (paragraph,) = blocks_of("花园\n里的 bean\nand pea")
    assert paragraph == flow.Paragraph((Span("花园里的 bean and pea"),))
