"""What stands over the window or beside it: preferences, palette, shortcuts, About."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from chatapp.domain.colour import Colour
from chatapp.ui.about import About
from chatapp.ui.conversation_list.tag_window import TagWindow
from chatapp.ui.shortcut_list import ShortcutList
from tests.screens.scene import Scene
from tests.screens.stage import Stage


def preferences(stage: Stage) -> QWidget:
    return stage.window.preferences.open()


def preferences_fault(stage: Stage) -> QWidget:
    """A value that can't be taken, and one that is not the default."""
    dialog = stage.window.preferences.open()
    dialog.show_setting("generation", "max_tokens")
    QTest.keyClicks(dialog.rows["generation", "max_tokens"].control, "0")
    stage.settle()
    return dialog


def preferences_shortcuts(stage: Stage) -> QWidget:
    dialog = stage.window.preferences.open()
    dialog.sections.setCurrentRow(dialog.sections.count() - 1)
    stage.settle()
    return dialog


def palette(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.palette_command.palette.open()


def palette_typed(stage: Stage) -> None:
    palette(stage)
    stage.window.palette_command.palette.field.setText(stage.words.typed)


def shortcuts(stage: Stage) -> QWidget | None:
    stage.window.commands.shortcuts.trigger()
    return _dialog(stage, ShortcutList)


def about(stage: Stage) -> QWidget | None:
    stage.window.commands.about.trigger()
    return _dialog(stage, About)


def tags(stage: Stage) -> QDialog | None:
    """With a coloured one, and many conversations that have it."""
    stage.load()
    ids = [conversation.id for conversation in stage.services.conversations.listed()]
    stage.services.order.tag(ids, stage.words.folder)
    stage.services.order.tag(ids[:2], stage.words.typed)
    stage.services.tags.colour(stage.words.folder, Colour.TEAL)
    stage.window.commands.tags.trigger()
    return _dialog(stage, TagWindow)


def compact(stage: Stage) -> None:
    """The other density."""
    stage.load()
    settings = stage.services.settings
    settings.change(window=settings.current.window.model_copy(update={"density": "compact"}))
    stage.window.preferences.changed.emit()
    stage.window.open_to_write(stage.newest())


def _dialog(stage: Stage, kind: type[QDialog]) -> QDialog | None:
    return stage.window.findChild(kind)


SCENES = (
    Scene("preferences", preferences),
    Scene("preferences-fault", preferences_fault),
    Scene("preferences-shortcuts", preferences_shortcuts),
    Scene("palette", palette),
    Scene("palette-typed", palette_typed),
    Scene("shortcuts", shortcuts),
    Scene("about", about),
    Scene("tags", tags),
    Scene("compact", compact),
)
