"""What is pictured of a document's way in and out, of what is asked below it, and of how it stands where all is not
well."""

from pathlib import Path
from tempfile import TemporaryDirectory

from chatapp.storage.problems import disk_full
from chatapp.ui.exchange.export_dialog import ExportDialog, Extent
from chatapp.ui.exchange.import_report import ImportReport
from tests.exchange.document.packed import document as packed
from tests.exchange.document.packed import paragraph, run
from tests.screens.draft_scenes import alternatives, document, models_view
from tests.screens.scene import Scene
from tests.screens.stage import Stage


def new(stage: Stage) -> None:
    """Nothing is written yet."""
    stage.load()
    stage.window.commands.new_document.trigger()


def export(stage: Stage) -> ExportDialog:
    document(stage)
    stage.services.documents.create("", stage.words.passage)
    stage.window.exchange.documents.ask_export()
    dialog = stage.window.findChildren(ExportDialog)[0]
    dialog.extent.setCurrentIndex(Extent.CHOSEN)
    dialog.choice.item(1).setSelected(True)
    return dialog


def imported(stage: Stage) -> None:
    """A Word file with a picture that could not be taken."""
    stage.load()
    with TemporaryDirectory() as folder:
        letter = Path(folder) / f"{stage.words.folder}.docx"
        body = paragraph(run(stage.words.passage) + "<w:r><w:drawing/></w:r>")
        letter.write_bytes(packed(body).getvalue())
        stage.window.exchange.documents.import_paths([letter])
        stage.until(lambda: bool(stage.window.exchange_panel.banners.sentences()))


def import_report(stage: Stage) -> ImportReport:
    imported(stage)
    stage.window.exchange_panel.banners.act("exchange")
    return stage.window.findChildren(ImportReport)[0]


def export_empty(stage: Stage) -> None:
    """There is no document yet."""
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.exchange.documents.ask_export()


def outline(stage: Stage) -> None:
    """What it is to be about is asked."""
    document(stage)
    stage.window.commands.outline.trigger()
    stage.window.drafting.commands.ask_bar.field.setText(stage.words.draft.split("\n")[0])


def question(stage: Stage) -> None:
    document(stage)
    stage.window.commands.ask_document.trigger()


def without_heading(stage: Stage) -> None:
    """A section is asked for where there is none."""
    document(stage).page.editor.select(0, 0)
    stage.window.drafting.page.editor.selectAll()
    stage.window.drafting.page.editor.insertPlainText(stage.words.passage)
    stage.window.commands.draft_section.trigger()


def title(stage: Stage) -> None:
    """Titles to choose from."""
    document(stage)
    stage.pace.says = stage.words.titles[4]
    stage.window.commands.title.trigger()
    stage.until(lambda: not stage.services.drafting.is_running)


def merging(stage: Stage) -> None:
    """Two alternatives, the one as changes to the other."""
    room = document(stage)
    stage.pace.says = stage.words.rewritten
    place = room.page.editor.text.index(stage.words.passage)
    room.page.editor.select(place, place + len(stage.words.passage))
    stage.window.commands.alternatives.trigger()
    stage.until(lambda: not stage.services.drafting.is_running)
    for card in room.cards.cards.cards[:2]:
        card.mark.setChecked(True)


def continuing(stage: Stage) -> None:
    """The model writes still."""
    room = document(stage)
    stage.pace.says = stage.words.continuation
    stage.pace.steps = 20
    end = room.page.editor.text.rstrip()
    room.page.editor.select(len(end), len(end))
    stage.window.commands.continue_text.trigger()
    stage.until(lambda: stage.pace.steps < 0 and bool(room.page.editor.ghost.text))


def one_marked(stage: Stage) -> None:
    """Of the alternatives."""
    alternatives(stage)
    stage.window.drafting.cards.cards.cards[0].mark.setChecked(True)


def expected(stage: Stage) -> None:
    """What the model expected at a word."""
    models_view(stage)
    room = stage.window.drafting
    strongest = room.page.marking.marks("surprise")[0]
    room.page.editor.select(strongest.start, strongest.start)


def versions_changed(stage: Stage) -> None:
    """What has changed since the first of several."""
    room = document(stage)
    editor = room.page.editor
    place = editor.text.index(stage.words.passage)
    editor.select(place, place + len(stage.words.passage))
    editor.insertPlainText(stage.words.rewritten)
    stage.services.documents.flush_all()
    stage.window.commands.draft_versions.trigger()
    versions = room.panels.versions
    versions.list.setCurrentRow(versions.list.count() - 1)


def binned(stage: Stage) -> None:
    row = document(stage).row
    if row is None:
        raise LookupError("no document on the screen")
    stage.window.list.delete(row.id)
    stage.window.open_to_write(row.id)


def refused(stage: Stage) -> None:
    """The disk takes no more."""
    document(stage).notices.tell(disk_full("SQLITE_FULL"))


def not_found(stage: Stage) -> None:
    page = document(stage).page
    page.finder.open()
    page.find_bar.expression.setChecked(True)
    page.find_bar.field.setText("(")


def crowded(stage: Stage) -> None:
    """The panel, the bar and the cards at once."""
    alternatives(stage)
    stage.window.commands.draft_notes.trigger()
    stage.window.drafting.page.finder.open()


SCENES = (
    Scene("document-new", new),
    Scene("document-export", export),
    Scene("document-export-none", export_empty),
    Scene("document-imported", imported),
    Scene("document-import-report", import_report),
    Scene("document-outline", outline),
    Scene("document-question", question),
    Scene("document-no-heading", without_heading),
    Scene("document-title", title),
    Scene("document-merging", merging),
    Scene("document-continuing", continuing),
    Scene("document-alternative-marked", one_marked),
    Scene("document-expected", expected),
    Scene("document-versions-changed", versions_changed),
    Scene("document-bin", binned),
    Scene("document-unsaved", refused),
    Scene("document-not-found", not_found),
    Scene("document-crowded", crowded),
)
