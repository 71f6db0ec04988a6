"""What others collected to break readers of text: shown whole, without an error, and with nothing fetched.

corpus/commonmark.json: the 652 examples of CommonMark 0.31 [Markdown, HTML, section]; corpus/udhr.json: the beginning
of the Universal Declaration of Human Rights in fourteen scripts; corpus/blns.json: the Big List of Naughty Strings.
Their licences stand in corpus/LICENCES.md.
"""

import json
import random
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from chatapp.ui.markdown.document import AnswerDocument, PlainDocument, clean
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.words import blocks_of
from chatapp.ui.plain_text import selected_text, text_of
from chatapp.ui.transcript.message_view import MessageView

CORPUS = Path(__file__).parent / "corpus"
HTML_SECTIONS = ("HTML blocks", "Raw HTML")  # here, HTML is text
ONLY_OURS = ("~~", "|", "[ ]", "[^", "$", "<", "\\[", "\\(", "&nbsp;")  # marks of our own, and white space of theirs


def load(name: str) -> Any:
    return json.loads((CORPUS / name).read_text(encoding="utf-8"))


class Recorded(AnswerDocument):
    """Tells what Qt asked it to fetch."""

    asked: list[str]

    def loadResource(self, type_: int, name: QUrl | str) -> object:
        self.__dict__.setdefault("asked", []).append(str(name))
        return super().loadResource(type_, name)


def shown(look: Look, text: str) -> Recorded:
    document = Recorded(look)
    document.setTextWidth(600)
    document.append(text)
    document.finish()
    assert document.height >= 0
    assert "asked" not in document.__dict__
    return document


def words(text: str) -> str:
    return " ".join(text.split())


def lines(text: str) -> list[str]:
    """Less the empty ones, that only tables and markers need."""
    return [line for line in text.split("\n") if line]


def of_html(html: str) -> str:
    """What a browser shows of the reference's HTML."""
    html = re.sub(r'<img [^>]*?src="([^"]*)"[^>]*?alt="([^"]*)"[^>]*>', lambda m: m[2] or m[1], html)
    html = re.sub(r"<(?:/?(?:p|h\d|li|ul|ol|pre|blockquote|hr|br)\b)[^>]*>", "\n", html)
    return words(unescape(re.sub(r"<[^>]+>", "", html)))


def test_every_example_of_commonmark_is_shown_whole(light: Look) -> None:
    examples = load("commonmark.json")
    assert len(examples) == 652
    different, compared = [], 0
    for number, (markdown, html, section) in enumerate(examples, 1):
        document = shown(light, markdown)
        text = text_of(document)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        assert selected_text(cursor) == text
        assert lines(text) == lines("\n".join(blocks_of(markdown)))
        is_theirs = section not in HTML_SECTIONS and not any(mark in markdown for mark in ONLY_OURS)
        if is_theirs and words(text) != of_html(html):
            different.append((number, markdown, text, of_html(html)))
        compared += is_theirs
    assert different == []
    assert compared > 450


def test_there_are_ten_scripts_and_more() -> None:
    assert len(load("udhr.json")) >= 10


@pytest.mark.parametrize("script", load("udhr.json"))
def test_every_script_is_shown_and_copied_as_it_was(light: Look, script: str) -> None:
    paragraphs = load("udhr.json")[script]
    document = shown(light, "\n\n".join(paragraphs))
    assert text_of(document) == "\n".join(paragraphs)
    is_rightward = document.begin().textDirection().name == "RightToLeft"
    assert is_rightward is (script in ("arb", "heb"))
    said = PlainDocument(light)
    said.append("\n".join(paragraphs))
    assert text_of(said) == "\n".join(paragraphs)


def test_naughty_strings_are_only_text(light: Look) -> None:
    strings = load("blns.json")
    assert len(strings) >= 485
    for naughty in strings:
        document = shown(light, naughty)
        assert lines(text_of(document)) == lines(
            "\n".join(blocks_of(naughty)).removeprefix("\ufeff").replace("\r", "\n")
        )
        said = PlainDocument(light)
        said.append(naughty)
        assert text_of(said) == clean(naughty).removeprefix("\ufeff")  # a mark of order that Qt takes for one


def test_a_thousand_random_texts_do_no_harm(light: Look, qtbot: QtBot) -> None:
    """Bytes as a model's output is decoded, in a message that streams."""
    chance = random.Random(1)
    view = MessageView("Answer", is_markdown=True)
    qtbot.addWidget(view)
    view.resize(400, 100)
    marks = b"`*_#>-|$\\[]()<\n\n "
    for number in range(1_000):
        length = chance.randrange(1, 120)
        raw = bytes(chance.choice(marks) if chance.random() < 0.4 else chance.randrange(256) for _ in range(length))
        text = raw.decode("utf-8", "replace")
        view.show_text(text[: length // 2], is_whole=False)
        view.show_text(text, is_whole=number % 2 == 0)
        assert view.height_for(400) >= 0
        if number % 2 == 0:
            assert lines(text_of(view.document())) == lines("\n".join(blocks_of(text)))
        if number % 50 == 0:
            view.grab()
