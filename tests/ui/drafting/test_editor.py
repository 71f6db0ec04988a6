"""What is written, and what is proposed while it is."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QPalette, QTextBlock, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.domain.document import Splice, applied
from chatapp.ui.drafting.editor import Editor
from chatapp.ui.drafting.ghost import first_word
from chatapp.ui.drafting.line_layout import LineLayout
from chatapp.ui.plain_text import text_of

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    page = Editor()
    qtbot.addWidget(page)
    page.resize(700, 400)
    page.accepted.connect(page.insertPlainText)
    page.show()
    page.setFocus()
    return page


def propose(editor: Editor, text: str) -> None:
    editor.ghost.begin()
    editor.ghost.stream(text)


def shown_ghost(editor: Editor) -> str:
    return editor.textCursor().block().layout().preeditAreaText()


def press(editor: Editor, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(editor, key)


def compose(editor: Editor, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(editor, event)


def test_keys_are_told_as_splices(editor: Editor) -> None:
    told: list[Splice] = []
    editor.edited.connect(told.append)
    editor.show_text("😀 end")
    editor.select(1, 1)
    QTest.keyClicks(editor, "ab")
    press(editor, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told == [Splice(1, "", "a"), Splice(2, "", "b"), Splice(2, "b"), Splice(2, "", "\n"), Splice(3, "", "\n")]
    assert applied("😀 end", told) == editor.text == text_of(editor.document()) == "😀a\n\n end"
    assert editor.place == 4


def test_undo_is_asked_for_and_not_done_here(editor: Editor) -> None:
    asked: list[str] = []
    editor.undo_asked.connect(lambda: asked.append("undo"))
    editor.redo_asked.connect(lambda: asked.append("redo"))
    QTest.keyClicks(editor, "word")
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_Y, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert asked == ["undo", "redo", "redo"]
    assert editor.text == "word"


def test_the_ghost_is_seen_and_is_not_in_the_text(editor: Editor) -> None:
    editor.show_text("Once *upon* a end")
    editor.select(14, 14)
    propose(editor, "time\nlong ")
    assert shown_ghost(editor) == "time\u2028long "
    assert editor.text == text_of(editor.document()) == "Once *upon* a end"
    assert editor.place == 14


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_X])
def test_another_key_ends_it(editor: Editor, key: Qt.Key) -> None:
    dismissed: list[bool] = []
    editor.dismissed.connect(lambda: dismissed.append(True))
    editor.show_text("one")
    editor.select(3, 3)
    propose(editor, " two")
    press(editor, key)
    assert editor.ghost.text == shown_ghost(editor) == ""
    assert dismissed == [True]


def test_a_click_ends_it(editor: Editor) -> None:
    propose(editor, "words")
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 30))
    assert editor.ghost.text == ""


def test_tab_takes_all_of_it(editor: Editor) -> None:
    propose(editor, "all of it\nand more")
    press(editor, Qt.Key.Key_Tab)
    assert editor.text == "all of it\nand more"
    assert shown_ghost(editor) == ""


def test_control_and_right_take_a_word_and_the_rest_stays(editor: Editor) -> None:
    propose(editor, "all of 春天")
    texts = []
    while editor.ghost.text:
        QTest.keyClick(editor, Qt.Key.Key_Right, CONTROL)
        texts.append((editor.text, editor.ghost.text))
        assert shown_ghost(editor) == editor.ghost.text
    assert texts == [("all", " of 春天"), ("all of", " 春天"), ("all of 春", "天"), ("all of 春天", "")]


def test_typing_the_same_letters_takes_of_it_while_it_still_comes(editor: Editor) -> None:
    propose(editor, "hel")
    QTest.keyClicks(editor, "he")
    assert (editor.text, editor.ghost.text) == ("he", "l")
    editor.ghost.stream("hello there")
    assert shown_ghost(editor) == "llo there"
    QTest.keyClicks(editor, "p")
    assert (editor.text, editor.ghost.text) == ("hep", "")


def test_what_an_input_method_composes_is_no_text_before_it_is_committed(editor: Editor) -> None:
    told: list[Splice] = []
    editor.edited.connect(told.append)
    compose(editor, "chun")
    assert editor.text == ""
    compose(editor, "", "春")
    assert told == [Splice(0, "", "春")]


def test_an_input_method_takes_of_the_ghost_too(editor: Editor) -> None:
    propose(editor, "春天来了")
    compose(editor, "chun")
    assert shown_ghost(editor) == "chun"
    compose(editor, "", "春")
    assert (editor.text, editor.ghost.text) == ("春", "天来了")
    compose(editor, "", "冬")
    assert (editor.text, editor.ghost.text) == ("春冬", "")


def test_a_change_from_elsewhere_leaves_the_cursor_in_its_text(editor: Editor) -> None:
    editor.show_text("one two three")
    editor.select(8, 8)
    editor.apply((Splice(0, "one", "eleven"),))
    assert editor.place == 11
    assert editor.text == "eleven two three"


def test_each_paragraph_begins_on_its_side(editor: Editor) -> None:
    editor.show_text("left\nשלום")
    first, second = editor.document().firstBlock(), editor.document().lastBlock()
    room = editor.viewport().width()
    for block in (first, second):
        editor.blockBoundingRect(block)
    assert first.layout().lineAt(0).x() < room / 2
    assert second.layout().lineAt(0).x() > room / 2


def test_lines_are_apart_and_a_heading_is_larger(editor: Editor) -> None:
    editor.show_text("# Head\n" + "words " * 60)
    head, prose = editor.document().firstBlock(), editor.document().lastBlock()
    assert editor.blockBoundingRect(head).height() > 20
    lines = [prose.layout().lineAt(number) for number in range(prose.layout().lineCount())]
    assert len(lines) > 1
    assert lines[1].y() - lines[0].y() > 1.2 * lines[0].height()
    assert head.layout().lineAt(0).height() > lines[0].height()


def test_only_what_is_in_sight_is_coloured(editor: Editor) -> None:
    editor.show_text("\n".join(["*word*"] * 3000))
    last = editor.document().findBlockByNumber(2990)
    assert editor.document().firstBlock().layout().formats()
    assert not last.layout().formats()
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    assert last.layout().formats()


def test_only_the_paragraph_that_is_written_is_clear_in_focus_mode(editor: Editor) -> None:
    editor.show_text("first\nsecond")
    editor.select(8, 8)

    def ink(place: int) -> int:
        block = editor.document().findBlockByNumber(place)
        room = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).toRect()
        image = editor.viewport().grab(room).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        ground = editor.palette().color(QPalette.ColorRole.Base).lightness()
        pixels = (image.pixelColor(x, y).lightness() for x in range(60) for y in range(image.height()))
        return max(abs(pixel - ground) for pixel in pixels)

    before = ink(0), ink(1)
    editor.set_focused_mode(True)
    assert ink(0) < before[0] * 0.6  # dimmed, and still to be read
    assert ink(1) == before[1]


def test_only_words_are_pasted(editor: Editor) -> None:
    mime = editor.createMimeDataFromSelection()
    mime.setText("one\r\ntwo\x00")
    editor.insertFromMimeData(mime)
    assert editor.text == "one\ntwo"


def test_words_beside_the_column_are_reached_by_the_mouse(editor: Editor) -> None:
    editor.resize(1200, 300)
    editor.show_text("first\nsecond")
    top = editor.viewport().mapTo(editor, editor.cursorRect().center()).y()
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(5, top + editor.cursorRect().height()))
    assert editor.place == 6


def test_words_of_a_proposal() -> None:
    assert [first_word(text) for text in (" one two", "\n\nNext", "一二", "end", "  ", "a，b")] == [
        " one",
        "\n\nNext",
        "一",
        "end",
        "  ",
        "a，b",
    ]


def test_the_lines_of_a_long_paragraph_are_placed_once_a_key_and_stay_there(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[int] = []
    place = LineLayout._place

    def counted(layout: LineLayout, block: QTextBlock, lines: QTextLayout, count: int) -> int:
        placed.append(count)
        return place(layout, block, lines, count)

    monkeypatch.setattr(LineLayout, "_place", counted)
    editor.show_text("a few words that go on " * 400)
    block, layout = editor.document().firstBlock(), editor.document().documentLayout()
    height = layout.blockBoundingRect(block).height()
    placed.clear()
    assert layout.blockBoundingRect(block).height() == height
    assert placed == []
    editor.select(100, 100)
    press(editor, Qt.Key.Key_A)
    editor.viewport().grab()
    assert placed == [block.layout().lineCount()]
    assert layout.blockBoundingRect(block).height() == height
    gaps = {block.layout().lineAt(n + 1).y() - block.layout().lineAt(n).y() for n in range(placed[0] - 1)}
    assert gaps == {float(cast(LineLayout, layout).pitch)}
