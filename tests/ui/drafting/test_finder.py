import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.domain.document import Splice
from chatapp.ui.drafting.finding import Wanted, expression_of
from chatapp.ui.drafting.page import DraftPage


@pytest.fixture
def page(qtbot: QtBot) -> DraftPage:
    made = DraftPage()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.finder.replaced.connect(lambda splice, _is_all: made.editor.apply((splice,)))
    made.show()
    return made


def found(page: DraftPage) -> list[str]:
    places = page.finder.found
    text = page.editor.text.encode("utf-16-le")
    return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in places]


def look(page: DraftPage, text: str, words: str) -> None:
    page.editor.show_text(text)
    page.finder.open()
    page.find_bar.field.setText(words)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted("the"), ["The", "the", "the"]),
        (Wanted("the", has_case=True), ["the", "the"]),
        (Wanted("the", is_whole_word=True), ["The", "the"]),
        (Wanted("t.e|😀", is_expression=True), ["The", "😀", "the", "the"]),
        (Wanted("^.", is_expression=True), ["T", "o"]),
        (Wanted("a.b"), []),
        (Wanted("(", is_expression=True), []),
    ],
)
def test_what_is_found(page: DraftPage, wanted: Wanted, expected: list[str]) -> None:
    look(page, "The 😀 the\nother", wanted.words)
    bar = page.find_bar
    bar.whole.setChecked(wanted.is_whole_word)
    bar.case.setChecked(wanted.has_case)
    bar.expression.setChecked(wanted.is_expression)
    assert found(page) == expected
    assert bar.replace_all.isEnabled() == bool(expected)
    assert expression_of(wanted).isValid() == (wanted.words != "(")


def test_going_around_and_saying_where(page: DraftPage) -> None:
    look(page, "😀 one two one", "one")
    seen = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return):
        QTest.keyClick(page.find_bar.field, key)
        seen.append((page.editor.selection, page.find_bar.count.text()))
    assert seen == [((2, 5), "1 of 2"), ((10, 13), "2 of 2"), ((2, 5), "1 of 2")]
    page.finder.step(-1)
    assert page.editor.selection == (10, 13)


def test_places_are_marked_where_they_are_after_a_change(page: DraftPage) -> None:
    look(page, "one two one", "one")
    page.editor.apply((Splice(0, "", "new "),))
    assert [(mark.start, mark.end) for mark in page.marking.marks("found")] == [(4, 7), (12, 15)]
    assert len(page.editor.extraSelections()) == 2
    page.finder.close()
    assert page.editor.extraSelections() == []


def test_one_place_is_replaced_and_the_next_one_chosen(page: DraftPage) -> None:
    look(page, "one two one", "one")
    page.finder.step(1)
    page.finder.replace("eleven")
    assert page.editor.text == "eleven two one"
    assert page.editor.selected == "one"


def test_all_places_are_one_change(page: DraftPage) -> None:
    told: list[tuple[Splice, bool]] = []
    page.finder.replaced.connect(lambda splice, is_all: told.append((splice, is_all)))
    look(page, "a 😀 one, two; one", r"(\w+), two|one")
    page.find_bar.expression.setChecked(True)
    page.finder.replace_all(r"<\1\n>")
    assert page.editor.text == "a 😀 <one\n>; <\n>"
    assert told == [(Splice(4, "one, two; one", "<one\n>; <\n>"), True)]


def test_an_expression_that_would_take_for_ever_is_given_up(page: DraftPage) -> None:
    look(page, "a" * 60 + "!", "(a+)+$")
    page.find_bar.expression.setChecked(True)
    assert found(page) == []


def test_escape_returns_to_the_text(page: DraftPage) -> None:
    look(page, "one", "one")
    QTest.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert page.find_bar.isHidden()
    assert page.finder.found == []
