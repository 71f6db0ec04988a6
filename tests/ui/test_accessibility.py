"""What a person who sees little, hears the screen, or has no pointer depends on, in every state of the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.engine.scripted import Script
from chatapp.exchange.oddity import Tally
from chatapp.services.exchange import Imported
from chatapp.ui.calm_style import CalmStyle
from chatapp.ui.exchange.export_dialog import ExportDialog, Extent
from chatapp.ui.exchange.restore_question import ask_before_restore
from chatapp.ui.purge_question import ask_before_purge
from chatapp.ui.theme import TEXT_CONTRAST, ThemeChoice, contrast
from tests.fakes import echo
from tests.screens.steward_scenes import Feed
from tests.ui.desktop import Desktop, Gate, Plan, desktop
from tests.ui.draft_states import DRAFT_STATES, drafting, models_view, notes, versions, writing

FIXTURE = Path(__file__).parent.parent / "exchange" / "fixtures" / "chatgpt.json"
PROBLEM = Problem(ProblemKind.OUT_OF_MEMORY, "Memory is short.", ("Choose a smaller model",), "errno 12")
State = Callable[[Desktop], QWidget | None]


def reading(desk: Desktop) -> None:
    desk.window.open_to_write(desk.services.conversations.listed()[0].id)


def editing(desk: Desktop) -> None:
    reading(desk)
    desk.window.workspace.turns.edit_last()


def told(desk: Desktop) -> None:
    desk.window.notices.tell(PROBLEM)


def binned(desk: Desktop) -> None:
    desk.window.list.delete_marked()
    desk.window.commands.bin.setChecked(True)


def without_model(desk: Desktop) -> None:
    desk.window.central.setCurrentWidget(desk.window.first_run)


def palette(desk: Desktop) -> QWidget:
    desk.window.palette_command.palette.open()
    return desk.window.palette_command.palette


def preferences(desk: Desktop) -> QWidget:
    dialog = desk.window.preferences.open()
    desk.until(dialog.isActiveWindow)
    return dialog


def shortcuts(desk: Desktop) -> None:
    desk.window.commands.shortcuts.trigger()


def about(desk: Desktop) -> None:
    desk.window.commands.about.trigger()


def touring(desk: Desktop) -> None:
    desk.window.commands.tour.trigger()


def newer(desk: Desktop) -> None:
    """A version, and where its page is."""
    desk.services.updates.feed = Feed()
    desk.window.commands.check_updates.trigger()
    desk.until(lambda: desk.services.updates.state.release is not None)


def tags(desk: Desktop) -> None:
    desk.services.order.tag((desk.window.chat.open_id or 0,), "red")
    desk.window.commands.tags.trigger()


def side_panel(desk: Desktop) -> None:
    """Each of its pages in turn, and back to none."""
    reading(desk)
    do = desk.window.commands
    for page in (do.context_map, do.replay_card, do.branch_tree, do.chat_settings):
        page.trigger()
        assert unnamed(desk.window) == [], page.objectName()


def searching(desk: Desktop) -> None:
    desk.window.commands.search_everywhere.trigger()
    search = desk.window.workspace.search.window
    assert search is not None
    search.field.setText("Hello")
    desk.until(lambda: search.results.rowCount() > 0)


def finding(desk: Desktop) -> None:
    reading(desk)
    desk.window.commands.find.trigger()


def side_by_side(desk: Desktop) -> None:
    reading(desk)
    desk.window.commands.several_answers.trigger()
    desk.until_idle()


def inserting(desk: Desktop) -> None:
    reading(desk)
    desk.window.commands.insert_instructions.trigger()


def attaching(desk: Desktop) -> None:
    reading(desk)
    desk.window.chat_page.composer.tray.add_paste("A long paste. " * 400)


def exporting(desk: Desktop) -> None:
    desk.window.exchange.ask_export()
    desk.window.findChildren(ExportDialog)[0].extent.setCurrentIndex(Extent.CHOSEN)


def imported(desk: Desktop) -> None:
    """What came of it, the banner and the report."""
    desk.window.exchange.import_paths([FIXTURE])
    desk.until(lambda: bool(desk.window.exchange_panel.banners.sentences()))
    desk.window.exchange.show_report(Imported(Tally(["ChatGPT"], 1, 1, 2, 2), frozenset()))


def backups(desk: Desktop) -> None:
    desk.window.exchange.show_backups()
    desk.until(lambda: desk.services.errands.is_free)


def restoring(desk: Desktop) -> None:
    ask_before_restore(desk.window, "backup.sqlite3", lambda: None)


def purging(desk: Desktop) -> None:
    ask_before_purge(desk.window, "Hello", lambda: None)


STATES: tuple[State, ...] = (
    tags,
    reading,
    editing,
    told,
    finding,
    inserting,
    attaching,
    side_panel,
    side_by_side,
    searching,
    palette,
    preferences,
    shortcuts,
    about,
    exporting,
    imported,
    backups,
    restoring,
    newer,
    touring,
    purging,
    binned,
    without_model,
    *DRAFT_STATES,
)


def focusable(root: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard; the parts of a control of Qt's own speak for the whole of it."""
    for widget in (root, *root.findChildren(QWidget)):
        is_inner = widget.objectName().startswith("qt_") or widget.focusProxy() is not None
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_inner:
            yield widget


def unnamed(root: QWidget) -> list[str]:
    found = []
    for widget in filter(QWidget.isVisible, focusable(root)):
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_whatever_takes_the_keyboard_has_a_name_to_be_told_by(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        for state in STATES:
            state(desk)
            assert unnamed(desk.window) == [], state.__name__


@pytest.fixture
def calm(qapp: QApplication) -> Iterator[None]:
    """As the program draws where the platform has no style of its own."""
    qapp.setStyle(CalmStyle())
    yield
    qapp.setStyle("fusion")


def picture(root: QWidget, widget: QWidget) -> QImage:
    """With what lies around it: a frame may be drawn by another."""
    place = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size()).adjusted(-16, -8, 16, 8)
    return root.grab(place.intersected(root.rect())).toImage()


def unseen(root: QWidget) -> list[str]:
    """What looks the same with the keyboard as without it."""
    found = []
    away = QWidget(root)
    away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    away.show()
    root.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as Tab does
    for widget in focusable(root):
        can_be_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget is not away
        if can_be_reached and widget.isVisible() and widget.window() is root.window():
            area = widget.parentWidget()
            while area is not None and not isinstance(area, QScrollArea):
                area = area.parentWidget()
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(widget)
            away.setFocus()
            before = picture(root, widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.hasFocus() and picture(root, widget) == before:
                found.append(f"{type(widget).__name__} {widget.accessibleName()}")
    away.setParent(None)
    return found


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_where_the_keyboard_is_can_be_seen(tmp_path: Path, qtbot: QtBot, theme: ThemeChoice) -> None:
    QApplication.setCursorFlashTime(0)  # a caret that blinks is no frame
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.front.theme.choose(theme)
        for state in (reading, told, without_model, touring):
            state(desk)
            assert unseen(desk.window) == [], state.__name__
        assert unseen(preferences(desk)) == []
        do = desk.window.commands
        reading(desk)
        for page in (do.context_map, do.replay_card, do.branch_tree, do.chat_settings):
            page.trigger()
            assert unseen(desk.window.workspace.side.panel) == [], page.objectName()
        for open_page in (notes, versions, models_view):
            open_page(desk)
            assert unseen(desk.window.drafting.panels.panel) == [], open_page.__name__
        for state in (side_by_side, searching, exporting, imported, backups):
            state(desk)
        for dialog in filter(QWidget.isVisible, desk.window.findChildren(QDialog)):
            assert unseen(dialog) == [], type(dialog).__name__
        desk.front.theme.choose(ThemeChoice.SYSTEM)


def faint(root: QWidget) -> list[str]:
    """Words that stand out less than four and a half to one from what lies behind them, as palettes have it."""
    found = []
    for widget in filter(QWidget.isVisible, root.findChildren(QWidget)):
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QPlainTextEdit | QTextEdit | QAbstractItemView):
            group = QPalette.ColorGroup.Normal if widget.isEnabled() else QPalette.ColorGroup.Disabled
            words, ground = widget.palette().color(group, widget.foregroundRole()), ground_of(widget)
            if contrast(words, ground) < TEXT_CONTRAST:
                found.append(f"{type(widget).__name__} {words.name()} on {ground.name()}")
    return found


def ground_of(widget: QWidget) -> QColor:
    """What the first one around it paints that paints its ground."""
    around: QWidget | None = widget
    while around is not None and not (around.autoFillBackground() or around.isWindow()):
        around = around.parentWidget()
    painter = widget if around is None else around
    return painter.palette().color(painter.backgroundRole())


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_all_words_can_be_read_on_what_lies_behind_them(tmp_path: Path, qtbot: QtBot, theme: ThemeChoice) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.front.theme.choose(theme)
        for state in (reading, told, tags, preferences, without_model, drafting, notes, versions, models_view):
            state(desk)
            assert faint(desk.window) == [], state.__name__
        desk.front.theme.choose(ThemeChoice.SYSTEM)


def test_f6_goes_through_the_parts_of_a_document_as_one_reads(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        room = writing(desk)
        desk.window.commands.find_in_document.trigger()
        desk.window.commands.draft_notes.trigger()
        room.page.editor.setFocus()
        passed: list[QWidget | None] = []
        for _ in range(5):
            desk.press(Qt.Key.Key_F6)
            passed.append(QApplication.focusWidget())
        window = desk.window
        assert passed[:3] == [room.page.find_bar.field, room.panels.notes.memory, window.status.model]
        assert passed[3:] == [window.panel.view, room.page.editor]


def test_an_answer_is_read_out_when_it_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(10**6)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        spoken: list[str] = []
        desk.window.workspace.spoken.spoken.connect(spoken.append)
        desk.ask("Hello")
        assert spoken == ["Answer: You said: Hello"]
        desk.window.commands.regenerate.trigger()
        desk.until(lambda: len(spoken) == 2)
        gate.steps = 4
        desk.say("Wait")
        desk.until(lambda: desk.window.chat.live is not None and bool(desk.window.chat.live.text))
        desk.window.workspace.turns.stop()
        gate.open()
        desk.until(lambda: len(spoken) == 3)
        assert spoken[-1] == "Stopped"


def test_an_answer_elsewhere_is_not_read_out(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(5)
    with desktop(tmp_path, qtbot, Plan(Script(echo, gate))) as desk:
        desk.ready()
        spoken: list[str] = []
        desk.window.workspace.spoken.spoken.connect(spoken.append)
        desk.say("Hello")
        desk.window.open_to_write(None)
        gate.open()
        desk.until_idle()
        assert spoken == []
