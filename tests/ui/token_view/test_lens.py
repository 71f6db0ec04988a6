"""Surprise over the rendered answer, by mouse and by keyboard."""

import math
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from chatapp.domain.message import Status
from chatapp.domain.token_report import Candidate, Report, ReportedToken
from chatapp.domain.token_view import Choice, TokenSpan, spans
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.theme import DARK, LIGHT, contrast, palette_of
from chatapp.ui.token_view import heat, wording
from chatapp.ui.token_view.lens import Lens
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.unsent import UnsentTexts
from tests.ui.transcript.turns import turn

WORDS = ("The ", "**big", "** ", "cat ", "sleeps", ".")
TEXT = "".join(WORDS)
RARE = 3  # the cat


def report() -> Report:
    pieces = {number: word.encode() for number, word in enumerate(WORDS)} | {90: b"dog ", 91: b""}
    tokens = [
        ReportedToken(number, math.log(0.01 if number == RARE else 0.9), 1 + (number == RARE), 1.0, top(number))
        for number in range(len(WORDS))
    ]
    ends = [len("".join(WORDS[: number + 1])) for number in range(len(WORDS))]
    return Report(tuple(tokens), tuple(ends), pieces)


def top(number: int) -> tuple[Candidate, ...]:
    return (Candidate(90, 0.8), Candidate(91, 0.1), Candidate(number, 0.01)) if number == RARE else ()


@pytest.fixture
def widget(qtbot: QtBot) -> TurnWidget:
    view = TranscriptView(UnsentTexts())
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    qtbot.waitExposed(view)
    view.show_turns([turn(1), turn(2, TEXT)])
    made = view.turn_widget(2)
    assert made is not None
    return made


@pytest.fixture
def lens(widget: TurnWidget) -> Lens:
    made = Lens(widget, lambda _id, text: spans(report(), text))
    made.switch(is_on=True)
    return made


def marked(widget: TurnWidget) -> list[str]:
    return [selection.cursor.selectedText() for selection in widget.text_view.extraSelections()]


def menu_of(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_what_surprised_the_model_is_marked_and_nothing_else(lens: Lens, widget: TurnWidget) -> None:
    assert marked(widget) == ["cat "]
    assert widget.text_view.document().toPlainText() == "The big cat sleeps."
    lens.switch(is_on=False)
    assert marked(widget) == []


def test_a_click_offers_the_others_and_tells_which_was_chosen(qtbot: QtBot, lens: Lens, widget: TurnWidget) -> None:
    view = widget.text_view
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.document().toPlainText().index("cat") + 1)
    place = view.cursorRect(cursor).center() + QPoint(1, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = menu_of(qtbot)
    choices = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text().split("\t")[0] for action in choices] == ["dog", "(end of the answer)", "cat"]
    assert [action.isEnabled() for action in choices] == [True, False, False]
    with qtbot.waitSignal(lens.chosen) as chosen:
        choices[0].trigger()
    assert chosen.args is not None
    message_id, text, span, choice = chosen.args
    assert (message_id, text, choice.text) == (2, TEXT, "dog ")
    assert isinstance(span, TokenSpan)
    assert text[span.start : span.end] == "cat "
    menu.close()


def test_enter_at_a_word_offers_the_same(qtbot: QtBot, lens: Lens, widget: TurnWidget) -> None:
    assert lens.spans
    view = widget.text_view
    cursor = view.textCursor()
    cursor.setPosition(view.document().toPlainText().index("cat"))
    view.setTextCursor(cursor)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    menu = menu_of(qtbot)
    assert menu.accessibleName()
    menu.close()


def test_another_text_in_its_place_is_marked_anew(qtbot: QtBot, lens: Lens, widget: TurnWidget) -> None:
    widget.show_turn(turn(2, "Yes. " + TEXT))
    qtbot.waitUntil(lambda: [span.start for span in lens.spans][:1] == [5])
    assert marked(widget) == ["cat "]


def test_an_answer_whose_text_was_there_before_its_end_is_marked_at_its_end(qtbot: QtBot) -> None:
    view = TranscriptView(UnsentTexts())
    read: list[str] = []
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.show_turns([turn(1), turn(2, "", Status.STREAMING)])
    made = view.turn_widget(2)
    assert made is not None
    stored = Report((), (), {})

    def spans_of(_id: int, text: str) -> Sequence[TokenSpan]:
        read.append(text)
        return spans(stored, text)

    lens = Lens(made, spans_of)
    lens.switch(is_on=True)
    view.show_live(LiveAnswer(2, 1, TEXT, Phase.WRITING))
    with qtbot.waitSignal(lens._later.timeout):
        pass
    assert read == []
    stored = report()
    view.show_turns([turn(1), turn(2, TEXT)])
    qtbot.waitUntil(lambda: marked(made) == ["cat "])
    assert read == [TEXT]


def test_text_is_read_on_every_level() -> None:
    for colours in (LIGHT, DARK):
        for ground in heat.colours(palette_of(colours)):
            assert contrast(QColor(colours.text), QColor(ground)) >= 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" cat", "cat"), ("\n\n", "↵↵"), ("  ", "␣␣"), ("", "(end of the answer)"), (None, "(part of a character)")],
)
def test_every_choice_can_be_seen(text: str | None, expected: str) -> None:
    assert wording.shown(Choice(text, 0.5, is_taken=False)) == expected


def test_a_tool_tip_tells_shares_and_escapes_what_a_model_says(qapp: QApplication) -> None:
    choices = (Choice("<b>", 0.5, is_taken=True), Choice("a", 0.00001, is_taken=False))
    text = wording.tool_tip(TokenSpan(0, 3, 0.5, 1, 1.0, choices))
    assert "&lt;b&gt;" in text
    assert "50 %" in text
    assert "&lt; 0.1 %" in text
