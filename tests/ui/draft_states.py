"""What brings the window into each state of the drafting workspace: its panels, bars and proposals."""

from PySide6.QtWidgets import QWidget

from chatapp.ui.drafting.room import DraftingRoom
from chatapp.ui.exchange.export_dialog import ExportDialog
from tests.ui.desktop import Desktop

TEXT = """# The bakery

The rain had stopped before dawn, and the town smelled of wet stone and bread. She unlocked the door of the shop.

## What she knew

- The flour came on Tuesdays, or it did not come.
"""


def writing(desk: Desktop) -> DraftingRoom:
    """In a document of its own, the cursor in the middle."""
    desk.window.open_to_write(desk.services.documents.create("", TEXT).id)
    room = desk.window.drafting
    place = room.page.editor.text.index(" She")
    room.page.editor.select(place, place)
    return room


def drafting(desk: Desktop) -> None:
    writing(desk)


def finding(desk: Desktop) -> None:
    bar = writing(desk).page.find_bar
    desk.window.commands.find_in_document.trigger()
    bar.field.setText("the")


def asking(desk: Desktop) -> None:
    writing(desk)
    desk.window.commands.rewrite_own.trigger()


def ghost(desk: Desktop) -> None:
    room = writing(desk)
    desk.window.commands.continue_text.trigger()
    desk.until(lambda: bool(room.page.editor.ghost.text) and not desk.services.drafting.is_running)


def rewriting(desk: Desktop) -> None:
    room = writing(desk)
    place = room.page.editor.text.index("She")
    room.page.editor.select(place, place + len("She unlocked the door"))
    desk.window.commands.rewrite_shorter.trigger()
    desk.until(lambda: bool(room.rewrite.view.hunks))


def alternatives(desk: Desktop) -> None:
    writing(desk)
    desk.window.commands.alternatives.trigger()
    desk.until(lambda: not desk.services.drafting.is_running)


def notes(desk: Desktop) -> None:
    writing(desk)
    desk.window.commands.draft_notes.trigger()


def versions(desk: Desktop) -> None:
    room = writing(desk)
    room.page.editor.insertPlainText(" It was cold.")
    desk.services.documents.flush_all()
    desk.window.commands.draft_versions.trigger()


def models_view(desk: Desktop) -> None:
    room = writing(desk)
    desk.window.commands.model_view.trigger()
    desk.until(room.panels.view.panel.look.isEnabled)


def exporting(desk: Desktop) -> QWidget:
    writing(desk)
    desk.window.commands.export_documents.trigger()
    return desk.window.findChildren(ExportDialog)[-1]


DRAFT_STATES = (
    drafting,
    finding,
    asking,
    ghost,
    rewriting,
    alternatives,
    notes,
    versions,
    models_view,
    exporting,
)
