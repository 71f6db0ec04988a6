from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from chatapp.domain.model import ModelCard
from chatapp.ui.menus import Menus
from tests.ui.desktop import desktop


def test_the_model_menu_lists_what_is_installed(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        menu = desk.window.menus.model
        menu.aboutToShow.emit()
        first = menu.actions()[0]
        assert first.text().startswith("Scripted")
        assert first.isChecked()
        first.trigger()
        desk.until(lambda: desk.services.models.info() is not None)
        assert not desk.window.commands.cancel_install.isEnabled()


def test_every_shortcut_is_listed_and_about_names_licence_and_versions(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.window.commands.shortcuts.trigger()
        desk.window.commands.about.trigger()
        said = [label.text() for box in desk.window.findChildren(QDialog) for label in box.findChildren(QLabel)]
        for expected in ("Regenerate the answer", "Ctrl+R", "Stop the answer", "Esc", "Shift+Enter"):
            assert expected in said
        assert any("MIT" in text and "Python 3." in text for text in said)
        assert all(not box.isModal() for box in desk.window.findChildren(QDialog))


def test_the_model_menu_says_how_weights_are_kept(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        card = ModelCard("Mine", tmp_path, 1000, "MIT", "mine", "int4", 500_000_000)
        menus = Menus(desk.window.menuBar(), desk.window.commands, lambda: [card])
        about = menus.model.actions()[0].toolTip()
        assert about == "mine · weights: int4 · needs about 500.0 MB of memory · MIT"


def test_in_the_menu_of_the_conversation_a_letter_stands_for_one_thing(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        bar = desk.window.menuBar()
        menu = next(action.menu() for action in bar.actions() if action.text() == "&Conversation")
        assert isinstance(menu, QMenu)
        letters = [action.text().partition("&")[2][:1].lower() for action in menu.actions() if action.text()]
        assert all(letters)
        assert len(letters) == len(set(letters)), sorted(letters)
