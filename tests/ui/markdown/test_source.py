import pytest
from PySide6.QtGui import QTextCursor

from chatapp.ui.markdown.document import AnswerDocument
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.source import markdown_of


def whole(look: Look, text: str) -> QTextCursor:
    document = AnswerDocument(look)
    document.append(text)
    document.finish()
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    KEPT.append(document)
    return cursor


KEPT: list[AnswerDocument] = []
"""A cursor keeps no document."""


@pytest.mark.parametrize(
    "text",
    [
        "A **strong** word, *soft*, ~~gone~~, `code` and a [link](https://a.b).",
        "## Title\n\nText",
        "- one\n- two\n  - deep",
        "1. one\n2. two",
        "> quoted\n>\n> more",
        "Before\n\n```\nx = 1\n\ny = 2\n```\n\nafter",
        "A formula $x^2$ here\n\n$$\ny\n$$",
        "above\n\n---\n\nbelow",
        "above\n\n| a `x` | b | c |\n| --- | :-: | --: |\n| **1** | 2 \\| 3 | 4 |\n| 5 |  | 6 |\n\nbelow",
        "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 100 + "\n" + "A sentence of some words. " * 200 + "end.",
    ],
)
def test_a_copy_of_all_is_the_markdown_again(light: Look, text: str) -> None:
    again = markdown_of(whole(light, text))
    assert whole(light, again).document().toRawText() == whole(light, text).document().toRawText()
    assert again == text


def test_a_part_keeps_its_marks(light: Look) -> None:
    cursor = whole(light, "A **strong** word")
    cursor.setPosition(4)
    cursor.setPosition(12, QTextCursor.MoveMode.KeepAnchor)
    assert markdown_of(cursor) == "**rong** wor"
