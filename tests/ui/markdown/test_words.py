import pytest
from hypothesis import HealthCheck, given, settings

from chatapp.ui.markdown.document import AnswerDocument
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.words import blocks_of
from chatapp.ui.plain_text import text_of
from tests.ui.markdown.test_document import MARKDOWN, SAMPLE

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shown(look: Look, text: str) -> list[str]:
    """What the document says, less the empty lines that only tables and markers need."""
    document = AnswerDocument(look)
    document.append(text)
    document.finish()
    return [line for line in text_of(document).split("\n") if line]


def said(text: str) -> list[str]:
    return [line for block in blocks_of(text) for line in block.split("\n") if line]


def test_a_sample_of_everything_says_the_same(light: Look) -> None:
    assert said(SAMPLE) == shown(light, SAMPLE)


@RELAXED
@given(text=MARKDOWN)
def test_any_text_says_the_same_with_and_without_a_document(light: Look, text: str) -> None:
    assert said(text) == shown(light, text)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# A *b*\n\ntwo\nlines", ["A b", "two\nlines"]),
        ("中文\n中文", ["中文\n中文"]),
        ("```\na\n\nb\n```", ["a", "", "b"]),
        ("| a |\n|---|\n| $x$ |", ["a", "$x$"]),
        ("- [x] done[^1]\n\n[^1]: note", ["☑ done[1]", "", "note"]),
    ],
)
def test_what_is_said_block_by_block(text: str, blocks: list[str]) -> None:
    assert blocks_of(text) == blocks
