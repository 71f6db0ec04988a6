"""What is pictured of the drafting workspace: a document on its page, and what is proposed for it."""

from chatapp.domain.document import Splice
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


def ghost(stage: Stage) -> None:
    """Half of it is taken."""
    room = document(stage)
    stage.pace.says = stage.words.continuation
    end = room.page.editor.text.rstrip()
    room.page.editor.select(len(end), len(end))
    stage.window.commands.continue_text.trigger()
    stage.until(lambda: bool(room.page.editor.ghost.text) and not stage.services.drafting.is_running)
    room.page.editor.accept_ghost(room.page.editor.ghost.next_word())
    room.page.editor.accept_ghost(room.page.editor.ghost.next_word())


def rewriting(stage: Stage) -> None:
    """One change is taken, the next one is in question."""
    room = document(stage)
    stage.pace.says = stage.words.rewritten
    place = room.page.editor.text.index(stage.words.passage)
    room.page.editor.select(place, place + len(stage.words.passage))
    stage.window.commands.rewrite_plainer.trigger()
    stage.until(lambda: bool(room.rewrite.view.hunks))
    room.rewrite.view.take.click()


def asking(stage: Stage) -> None:
    document(stage)
    stage.window.commands.rewrite_own.trigger()


def alternatives(stage: Stage) -> None:
    room = document(stage)
    stage.pace.says = stage.words.continuation
    end = room.page.editor.text.rstrip()
    room.page.editor.select(len(end), len(end))
    stage.window.commands.alternatives.trigger()
    stage.until(lambda: not stage.services.drafting.is_running)


def notes(stage: Stage) -> None:
    room = document(stage)
    stage.window.commands.draft_notes.trigger()
    room.panels.notes.memory.setPlainText(stage.words.passage)


def versions(stage: Stage) -> None:
    room = document(stage)
    room.page.editor.insertPlainText(stage.words.continuation)
    stage.window.commands.draft_versions.trigger()
    room.panels.versions.list.setCurrentRow(1)


def models_view(stage: Stage) -> None:
    room = document(stage)
    stage.window.commands.model_view.trigger()
    stage.until(lambda: bool(room.page.marking.marks("surprise")) and room.panels.view.panel.look.isEnabled())


def sections(stage: Stage) -> None:
    """The first of them is being written."""
    room = document(stage)
    stage.pace.says = stage.words.continuation
    text = room.page.editor.text.rstrip()
    heading = next(line for line in text.splitlines() if line.startswith("## ")).removeprefix("## ")
    stage.services.documents.edit(
        room.presenter.open_id or 0, Splice(len(text), "", f"\n\n## {heading} (2)\n\n## {heading} (3)")
    )
    end = len(room.page.editor.text)
    room.page.editor.select(end, end)
    stage.pace.steps = 14
    stage.window.commands.draft_sections.trigger()
    stage.until(lambda: stage.pace.steps < 0)


def choosing(stage: Stage) -> None:
    document(stage)
    stage.window.commands.talk_in.trigger()


SCENES = (
    Scene("document-sections", sections),
    Scene("document-into-conversation", choosing),
    Scene("document-models-view", models_view),
    Scene("document-alternatives", alternatives),
    Scene("document-notes", notes),
    Scene("document-versions", versions),
    Scene("document-ghost", ghost),
    Scene("document-rewrite", rewriting),
    Scene("document-ask", asking),
    Scene("document", written),
    Scene("document-focus", focus_mode),
    Scene("document-find", finding),
)
