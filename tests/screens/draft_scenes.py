"""What is pictured of the drafting workspace: a document on its page, and what is proposed for it."""

from chatapp.ui.drafting.room import DraftingRoom
from tests.screens.scene import Scene
from tests.screens.stage import Stage


def document(stage: Stage) -> DraftingRoom:
    """Being written, in the middle."""
    stage.load()
    made = stage.services.documents.create("", stage.words.manuscript)
    stage.window.open_to_write(made.id)
    editor = stage.window.drafting.page.editor
    place = editor.text.index("**") - 2
    editor.select(place, place)
    stage.settle()
    return stage.window.drafting


def written(stage: Stage) -> None:
    document(stage)


def focus_mode(stage: Stage) -> None:
    document(stage)
    stage.window.commands.focus_mode.setChecked(True)


def finding(stage: Stage) -> None:
    page = document(stage).page
    page.finder.open()
    page.find_bar.field.setText(stage.words.sought)
    page.find_bar.replacement.setText(stage.words.typed)
    page.finder.step(1)


SCENES = (
    Scene("document", written),
    Scene("document-focus", focus_mode),
    Scene("document-find", finding),
)
