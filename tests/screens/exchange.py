"""What is pictured of imports, exports and backups."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from chatapp.domain.backup import Backup, BackupKind
from chatapp.domain.model import TaskProgress
from chatapp.exchange.oddity import OddityKind, Tally
from chatapp.services.errand import Errand, Report
from chatapp.services.exchange import Imported
from chatapp.ui.exchange.backup_dialog import BackupDialog
from chatapp.ui.exchange.export_dialog import ExportDialog, Extent
from tests.fakes import WAIT_SECONDS
from tests.screens.scene import Scene
from tests.screens.stage import Stage

TALLY = Tally(
    ["ChatGPT"],
    1_214,
    1_210,
    23_480,
    23_402,
    {OddityKind.TOOL: 812, OddityKind.IMAGE: 96, OddityKind.DATE: 2},
    {
        OddityKind.TOOL: ["search('rainbow')", "three results"],
        OddityKind.IMAGE: ["image_asset_pointer"],
        OddityKind.DATE: ["'yesterday'", "1e+300"],
    },
)
FIXTURE = Path(__file__).parent.parent / "exchange" / "fixtures" / "chatgpt.json"


def importing(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    is_over = stage.pace.is_over

    def work(report: Report) -> None:
        report._post(TaskProgress("8,214 conversations", 0.43, 21))
        is_over.wait(WAIT_SECONDS)

    errand = Errand("Import of conversations.json", work, lambda _result: None)
    stage.services.errands.start(errand)
    stage.until(lambda: (now := stage.services.errands.standing) is not None and now.progress is not None)


def imported(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(None)
    stage.window.exchange.import_paths([FIXTURE])
    stage.until(lambda: bool(stage.window.exchange_panel.banners.sentences()))


def import_failed(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    with TemporaryDirectory() as folder:
        cut = Path(folder) / "conversations.json"
        cut.write_bytes(FIXTURE.read_bytes()[:3000])
        stage.window.exchange.import_paths([cut])
        stage.until(lambda: stage.services.errands.problem is not None)


def import_report(stage: Stage) -> None:
    stage.window.exchange.show_report(Imported(TALLY, frozenset()))


def export(stage: Stage) -> None:
    stage.window.open_to_write(stage.newest())
    stage.window.exchange.ask_export()
    dialog = stage.window.findChildren(ExportDialog)[0]
    dialog.extent.setCurrentIndex(Extent.CHOSEN)
    for row in (1, 3):
        dialog.choice.item(row).setSelected(True)


def backups(stage: Stage) -> None:
    stage.window.exchange.show_backups()
    stage.until(lambda: stage.services.errands.is_free)
    dialog = stage.window.findChildren(BackupDialog)[0]
    dialog.show_backups(made())


def made() -> list[Backup]:
    now = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    kinds = [BackupKind.DAILY, BackupKind.RESTORE, BackupKind.DAILY, BackupKind.MIGRATION, BackupKind.DAILY]
    return [
        Backup(
            Path(f"{age}.sqlite3"),
            kind,
            now - timedelta(days=age),
            98_400_000 - age * 1_200_000,
            1214 - 20 * age,
            23_480 - 400 * age,
            "cut short" if age == 4 else "",
        )
        for age, kind in enumerate(kinds)
    ]


SCENES = (
    Scene("importing", importing),
    Scene("imported", imported),
    Scene("import-failed", import_failed),
    Scene("import-report", import_report),
    Scene("export", export),
    Scene("backups", backups),
)
