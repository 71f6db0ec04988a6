import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.link_bar import LinkBar
from chatapp.ui.transcript.view import TranscriptView
from tests.ui.transcript.turns import turn


@pytest.fixture
def bar(view: TranscriptView) -> LinkBar:
    """Asked about the link of an answer that has the keyboard."""
    view.show_turns([turn(1), turn(2, "See [this](https://a.b/c?d=e)")])
    widget = view.turn_widget(2)
    assert widget is not None
    widget.text_view.setFocus()
    QTest.keyClick(widget.text_view, Qt.Key.Key_Tab)
    QTest.keyClick(widget.text_view, Qt.Key.Key_Return)
    shown = view.findChild(LinkBar)
    assert isinstance(shown, LinkBar)
    return shown


def test_it_shows_where_a_link_leads_before_it_is_followed(view: TranscriptView, bar: LinkBar, qtbot: QtBot) -> None:
    assert bar.isVisible()
    assert bar.address.text() == "https://a.b/c?d=e"
    assert bar.geometry().bottom() <= view.height()
    with qtbot.waitSignal(view.link_activated) as activated:
        QTest.keyClick(bar.open, Qt.Key.Key_Return)
    assert activated.args == ["https://a.b/c?d=e"]
    assert not bar.isVisible()


def test_escape_opens_nothing_and_goes_back(view: TranscriptView, bar: LinkBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.link_activated):
        QTest.keyClick(bar.open, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    widget = view.turn_widget(2)
    assert widget is not None
    assert QApplication.focusWidget() is widget.text_view


def test_the_address_can_be_copied(bar: LinkBar) -> None:
    bar.copy.click()
    assert QGuiApplication.clipboard().text() == "https://a.b/c?d=e"
    assert not bar.isVisible()


@pytest.mark.parametrize(
    ("link", "shown"),
    [("https://ex\u00e4mple.org/x", "https://xn--exmple-cua.org/x"), ("mailto:a@b.c", "mailto:a@b.c")],
)
def test_letters_that_look_alike_do_not_deceive(bar: LinkBar, link: str, shown: str) -> None:
    bar.ask(link)
    assert bar.address.text() == shown


def test_an_endless_address_is_cut(bar: LinkBar) -> None:
    bar.ask("https://a.b/" + "x" * 5_000)
    assert len(bar.address.text()) < 500
