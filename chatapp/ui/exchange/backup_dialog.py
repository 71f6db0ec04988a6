"""The backups there are, with dates, sizes and counts, and what can be done with them. GUI thread; not modal."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.backup import Backup
from chatapp.ui import quantities
from chatapp.ui.dialog_size import open_at
from chatapp.ui.exchange import wording

PLACE = Qt.ItemDataRole.UserRole


class BackupDialog(QDialog):
    restore_asked = Signal(object)  # a Path
    make_asked = Signal()
    export_asked = Signal()
    file_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.intro = QLabel(
            self.tr(
                "A copy of all conversations is made each day on which something changes. Seven days and four weeks "
                "are kept, and what was there before an update or a restore."
            )
        )
        self.intro.setWordWrap(True)
        self.list = QTreeWidget()
        self.restore = QPushButton(self.tr("&Restore"))
        self.make = QPushButton(self.tr("&Back up now"))
        self.file = QPushButton(self.tr("Restore from a &file…"))
        self.export = QPushButton(self.tr("Save everything to one file…"))
        self._backups: list[Backup] = []
        self._arrange()
        self._connect()
        self.show_backups(None)

    def show_backups(self, backups: Sequence[Backup] | None) -> None:
        """None: they are being looked through."""
        self._backups = list(backups or ())
        self.list.clear()
        if not self._backups:
            words = self.tr("Looking…") if backups is None else self.tr("There is none yet.")
            QTreeWidgetItem(self.list, [words]).setDisabled(True)
        for place, backup in enumerate(self._backups):
            item = QTreeWidgetItem(self.list, self._cells(backup))
            item.setData(0, PLACE, place)
            item.setDisabled(bool(backup.flaw))
            for column in (2, 3, 4):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if self._backups and (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self._refresh()

    def chosen(self) -> Backup | None:
        item = self.list.currentItem()
        place = item.data(0, PLACE) if item is not None else None
        return self._backups[place] if isinstance(place, int) else None

    def _cells(self, backup: Backup) -> list[str]:
        if backup.flaw:
            counts = [self.tr("damaged"), ""]
        else:
            counts = [quantities.count(backup.conversations), quantities.count(backup.messages)]
        kind = wording.backup_kind(backup)
        return [wording.backup_date(backup), kind, *counts, quantities.size(backup.size_bytes)]

    def _arrange(self) -> None:
        self.list.setHeaderLabels(
            [self.tr("Made"), self.tr("Why"), self.tr("Conversations"), self.tr("Messages"), self.tr("Size")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(self.tr("Backups"))
        self.list.header().setAccessibleName(self.tr("Columns"))
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.restore)
        above.addWidget(self.make)
        above.addStretch(1)
        below.addWidget(self.export)
        below.addWidget(self.file)
        below.addStretch(1)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.intro)
        column.addWidget(self.list, 1)
        column.addLayout(above)
        column.addLayout(below)
        open_at(self, (640, 460))

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._refresh)
        self.restore.clicked.connect(self._on_restore)
        self.make.clicked.connect(self.make_asked)
        self.export.clicked.connect(self.export_asked)
        self.file.clicked.connect(self.file_asked)

    def _refresh(self) -> None:
        chosen = self.chosen()
        self.restore.setEnabled(chosen is not None and not chosen.flaw)

    def _on_restore(self) -> None:
        if (chosen := self.chosen()) is not None:
            self.restore_asked.emit(chosen.path)
