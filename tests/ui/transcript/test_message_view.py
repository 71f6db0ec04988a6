import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.ui.markdown.document import AnswerDocument, PlainDocument
from chatapp.ui.markdown.look import look_of
from chatapp.ui.transcript.message_view import MessageView


@pytest.fixture
def answer(qtbot: QtBot) -> MessageView:
    view = MessageView("Answer", is_markdown=True)
    qtbot.addWidget(view)
    return view


def test_it_grows_without_starting_over(answer: MessageView) -> None:
    answer.show_text("One **two", is_whole=False)
    document = answer.document()
    answer.show_text("One **two** three", is_whole=True)
    assert answer.document() is document
    assert answer.toPlainText() == "One two three"


def test_who_listens_is_told_the_source_of_each_formula(answer: MessageView) -> None:
    answer.show_text("As $a^2 + b^2$ is\n\n$$\\frac{1}{2}$$\n\nand $x$", is_whole=False)
    answer.show_text("As $a^2 + b^2$ is\n\n$$\\frac{1}{2}$$\n\nand $x$.", is_whole=True)
    assert answer.accessibleDescription() == "Formulas: a^2 + b^2; \\frac{1}{2}; x"
    answer.show_text("No formula", is_whole=True)
    assert answer.accessibleDescription() == ""


def test_another_text_takes_its_place(answer: MessageView) -> None:
    answer.show_text("One", is_whole=False)
    answer.show_text("Two", is_whole=True)
    assert answer.toPlainText() == "Two"


def test_what_is_copied_is_words_alone(answer: MessageView) -> None:
    answer.show_text("A **strong** word\n\n```\nx = 1\n```", is_whole=True)
    answer.selectAll()
    data = answer.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    assert data.text() == "A strong word\nx = 1"


def test_a_link_is_followed_by_the_keyboard(answer: MessageView, qtbot: QtBot) -> None:
    answer.show_text("Look [there](https://a.b/c)", is_whole=True)
    answer.show()
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_Tab)
    with qtbot.waitSignal(answer.link_activated) as activated:
        QTest.keyClick(answer, Qt.Key.Key_Return)
    assert activated.args == ["https://a.b/c"]


def test_where_a_link_leads_is_told(answer: MessageView) -> None:
    answer.highlighted.emit(QUrl("https://a.b/c"))
    assert answer.toolTip() == "https://a.b/c"


def test_nothing_is_fetched(answer: MessageView) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    assert answer.loadResource(kind, QUrl("https://a.b/c.png")) is None


def test_a_person_s_words_stay_as_typed(qtbot: QtBot) -> None:
    view = MessageView("You", is_markdown=False)
    qtbot.addWidget(view)
    view.show_text("*not* Markdown", is_whole=True)
    assert view.toPlainText() == "*not* Markdown"


def test_a_narrow_text_is_taller(answer: MessageView) -> None:
    answer.show_text("some words " * 60, is_whole=True)
    assert answer.height_for(200) > 2 * answer.height_for(700)


def test_a_long_paste_arrives_line_by_line_and_whole(qtbot: QtBot) -> None:
    view = MessageView("You", is_markdown=False)
    qtbot.addWidget(view)
    text = "".join(f"line {number} of a text\u00a0that was pasted\r\n" for number in range(3_000)) + "the last"
    view.show_text(text, is_whole=True)
    assert view.is_arriving
    qtbot.waitUntil(lambda: not view.is_arriving, timeout=20_000)
    assert view.document().toRawText().replace("\u2029", "\r\n") == text
    whole = PlainDocument(look_of(view.font(), view.palette()))
    whole.append(text)
    whole.setTextWidth(500)
    assert view.height_for(500) == whole.height


def test_a_long_answer_in_slices_is_the_same_as_at_once(answer: MessageView, qtbot: QtBot) -> None:
    text = "## Title\n\nSome **words**\n\n- one\n- two\n\n```python\nx = 1\n```\n\n| a |\n|--|\n| 1 |\n\n" * 150
    answer.show_text(text, is_whole=True)
    assert answer.is_arriving
    qtbot.waitUntil(lambda: not answer.is_arriving, timeout=20_000)
    whole = AnswerDocument(look_of(answer.font(), answer.palette()))
    whole.append(text)
    whole.finish()
    assert answer.document().toRawText() == whole.toRawText()
