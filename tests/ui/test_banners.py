from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.banners import BannerAction, Banners
from chatapp.ui.notices import Notices

FULL = Problem(ProblemKind.DISK_FULL, "The disk is full.", ("Free some space",))
BROKEN = Problem(ProblemKind.MODEL_FILE, "The file is cut short.")


def test_a_newer_banner_takes_the_place_of_its_kind(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    assert banners.isHidden()
    banners.show_problem("one", FULL)
    banners.show_problem("one", BROKEN)
    banners.show_notice("two", "Done.")
    assert banners.sentences() == ["The file is cut short.", "Done."]
    banners.dismiss("one")
    banners.dismiss("one")
    assert banners.sentences() == ["Done."]
    banners.dismiss("two")
    assert banners.isHidden()


def test_its_button_acts(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    done: list[str] = []
    banners.show_notice("undo", "Gone.", BannerAction("Undo", lambda: done.append("undone")))
    banners.act("undo")
    assert done == ["undone"]


def test_text_that_could_not_be_saved_is_told_until_it_is(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    notices = Notices(banners)
    notices.show_unsaved(FULL)
    notices.show_unsaved(FULL)
    assert banners.sentences() == ["The disk is full."]
    notices.show_unsaved(None)
    assert banners.sentences() == []


def test_a_model_that_fails_can_be_tried_again_and_memory_is_warned_of(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    notices = Notices(banners)
    tried: list[str] = []
    notices.show_model(ModelState(ModelPhase.FAILED, "Small", problem=BROKEN), lambda: tried.append("again"))
    banners.act("model")
    assert tried == ["again"]
    notices.show_model(ModelState(ModelPhase.LOADING, "Small", warning="Memory is short."), None)
    assert banners.sentences() == ["Memory is short."]
    notices.show_model(ModelState(ModelPhase.READY, "Small"), None)
    assert banners.sentences() == []


def test_a_remedy_that_the_window_can_carry_out_is_a_button(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    choose, add = QAction("&Choose a model", banners), QAction("Add a file", banners)
    add.setEnabled(False)
    done: list[str] = []
    choose.triggered.connect(lambda: done.append("chosen"))
    banners.remedies = {"Choose a smaller model": choose, "Choose another file": add}
    remedies = ("Choose a smaller model", "Choose another file", "Close other programs")
    banners.show_problem("one", Problem(ProblemKind.OUT_OF_MEMORY, "Memory is short.", remedies))
    button = next(button for button in banners.findChildren(QPushButton) if button.text() == "Choose a model")
    button.click()
    assert done == ["chosen"]
    hints = [label.text() for label in banners.findChildren(QLabel) if "helps" in label.text()]
    assert hints == ["What helps: choose another file; close other programs."]
