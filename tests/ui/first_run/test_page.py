from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import ModelCard, TaskProgress
from chatapp.services.models import ModelPhase
from tests.fakes import WAIT_SECONDS
from tests.ui.desktop import Desktop, Plan, desktop

Report = Callable[[TaskProgress], None]
OFFLINE = Problem(
    ProblemKind.NETWORK, "The package index could not be reached.", ("Check the connection",), "timed out"
)


def words(desk: Desktop) -> str:
    return "\n".join(label.text() for label in desk.window.first_run.findChildren(QLabel) if label.isVisible())


def test_it_says_what_is_fetched_from_where_how_large_and_under_which_licence(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        assert desk.window.first_run.isVisible()
        said = words(desk)
        for fact in ("Scripted", "scripted 1", "91.0 MB", "98.4 MB", "Apache-2.0", str(tmp_path / "models")):
            assert fact in said
        assert desk.has_keyboard(desk.window.first_run.install)


def test_progress_cancel_and_the_way_back(tmp_path: Path, qtbot: QtBot) -> None:
    def until_cancelled(report: Report, cancelled: Flag) -> ModelCard:
        report(TaskProgress("Fetching", 0.4, 12))
        assert cancelled.wait(WAIT_SECONDS)
        raise ProblemError(Problem(ProblemKind.CANCELLED, "Cancelled."))

    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        desk.library.install = until_cancelled
        page = desk.window.first_run
        page.install.click()
        desk.until(lambda: "Fetching · 40 % · 12 s left" in words(desk))
        assert page.progress.bar.value() == 400
        assert not page.install.isVisible()
        assert desk.has_keyboard(page.progress.cancel)
        desk.press(Qt.Key.Key_Space)
        desk.until(lambda: desk.services.models.state.phase is ModelPhase.NONE)
        assert page.install.isVisible()
        assert not page.banner.isVisible()


def test_a_failure_is_told_in_its_place_and_tried_again(tmp_path: Path, qtbot: QtBot) -> None:
    def fail(_report: Report, _cancelled: Flag) -> ModelCard:
        raise ProblemError(OFFLINE)

    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        page = desk.window.first_run
        desk.library.install = fail
        page.install.click()
        desk.until(page.banner.isVisible)
        assert page.banner.notice.hints == ("Check the connection",)
        assert page.install.text() == "Try again"
        desk.library.install = lambda _report, _flag: desk.library.card
        page.install.click()
        desk.until(lambda: desk.services.models.info() is not None)
        assert desk.window.chat_page.isVisible()
        assert desk.has_keyboard(desk.window.chat_page.composer)


def test_a_model_of_ones_own(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        asked: list[str] = []
        desk.window.first_run.file_asked.connect(lambda: asked.append("file"))
        menu = desk.window.first_run.choose.menu()
        assert menu is not None
        assert len(menu.actions()) == 2
        desk.window.models.import_path(str(tmp_path / "mine.gguf"))
        desk.until(lambda: desk.services.models.info() is not None)
        assert desk.window.chat_page.isVisible()
        assert asked == []


def test_without_a_model_the_history_is_read_and_not_written(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        conversation_id = desk.ask("Hello")
    with desktop(tmp_path, qtbot, Plan(is_empty=True)) as desk:
        assert desk.window.first_run.isVisible()
        desk.window.open(conversation_id)
        assert desk.window.chat_page.isVisible()
        assert not desk.window.chat_page.composer.isEnabled()
        assert any("no model" in sentence for sentence in desk.banners())
        desk.window.chat_page.banners.act("missing")
        assert desk.window.first_run.isVisible()
