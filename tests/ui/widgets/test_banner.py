import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.ui.widgets.banner import Banner, BannerKind, Notice, notice_of


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    shown = Banner()
    qtbot.addWidget(shown)
    return shown


def visible(banner: Banner) -> list[str]:
    words = [label.text() for label in banner.findChildren(QLabel) if not label.isHidden()]
    buttons = [button.text() for button in banner.findChildren(QPushButton) if not button.isHidden()]
    return [text for text in (*words, *buttons) if text]


def test_it_shows_only_what_there_is(banner: Banner) -> None:
    banner.show_notice(Notice(BannerKind.WARNING, "The disk is nearly full."))
    assert visible(banner) == ["The disk is nearly full."]
    assert banner.accessibleName() == "The disk is nearly full."


def test_details_open_on_request(banner: Banner) -> None:
    banner.show_notice(Notice(BannerKind.ERROR, "It failed.", "Try again", "errno 28"))
    assert "errno 28" not in visible(banner)
    next(b for b in banner.findChildren(QPushButton) if b.text() == "Details").click()
    assert "errno 28" in visible(banner)


def test_its_action_is_told(banner: Banner, qtbot: QtBot) -> None:
    banner.show_notice(Notice(BannerKind.ERROR, "It failed.", "Try again"))
    with qtbot.waitSignal(banner.action_triggered):
        next(b for b in banner.findChildren(QPushButton) if b.text() == "Try again").click()


def test_it_can_be_dismissed(banner: Banner, qtbot: QtBot) -> None:
    banner.show_notice(Notice(BannerKind.INFORMATION, "Done."))
    with qtbot.waitSignal(banner.dismissed):
        banner.dismiss()
    assert banner.isHidden()


def test_html_is_text(banner: Banner) -> None:
    banner.show_notice(Notice(BannerKind.ERROR, "<b>x</b>"))
    assert visible(banner) == ["<b>x</b>"]
    assert not banner.grab().isNull()


def test_it_never_takes_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, banner = QLineEdit(), Banner()
    column = QVBoxLayout(window)
    column.addWidget(banner)
    column.addWidget(field)
    window.show()
    field.setFocus()
    banner.show_notice(Notice(BannerKind.ERROR, "It failed.", "Try again", "why"))
    assert window.focusWidget() is field


def test_a_problem_is_said_in_its_own_words() -> None:
    problem = Problem(ProblemKind.DISK_FULL, "The disk is full; nothing was lost.", ("Free some space",), "errno 28")
    notice = notice_of(problem, "Try again")
    assert (notice.sentence, notice.hints) == ("The disk is full; nothing was lost.", ("Free some space",))
    assert (notice.kind, notice.action, notice.details) == (BannerKind.ERROR, "Try again", "errno 28")


def test_what_helps_is_told_and_what_can_be_done_has_a_button(banner: Banner, qtbot: QtBot) -> None:
    problem = Problem(ProblemKind.OUT_OF_MEMORY, "Memory is short.", ("Choose a model", "Close other programs", "PDF"))
    banner.show_notice(notice_of(problem, "", ("Models",), ("Choose a model",)))
    assert visible(banner) == ["Memory is short.", "What helps: close other programs; PDF.", "Models"]
    assert "close other programs" in banner.accessibleDescription()
    with qtbot.waitSignal(banner.remedy_triggered):
        next(b for b in banner.findChildren(QPushButton) if b.text() == "Models").click()
    banner.show_notice(Notice(BannerKind.ERROR, "It failed."))
    assert visible(banner) == ["It failed."]


def test_a_remedy_that_the_action_does_is_said_once() -> None:
    problem = Problem(ProblemKind.NETWORK, "It failed.", ("Try again", "Choose another file"))
    assert notice_of(problem, "Try again").hints == ("Choose another file",)


def test_where_there_is_little_room_the_buttons_stand_below_the_words(banner: Banner, qtbot: QtBot) -> None:
    banner.show_notice(Notice(BannerKind.ERROR, "It did not work, and nothing was changed.", "Try again"))
    words = next(label for label in banner.findChildren(QLabel) if label.text().startswith("It did"))
    button = next(button for button in banner.findChildren(QPushButton) if button.text() == "Try again")
    banner.resize(700, banner.heightForWidth(700))
    qtbot.waitUntil(lambda: button.x() > words.geometry().right())
    banner.resize(320, 160)
    qtbot.waitUntil(lambda: button.y() > words.geometry().bottom())
