"""Edit > Preferences: every setting of the program on one page, with a search. GUI thread; not modal."""

import logging
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from chatapp.settings import Section, SettingsFile, Shortcuts
from chatapp.ui.actions import Actions
from chatapp.ui.dialog_size import open_at
from chatapp.ui.preferences.declaration import Declaration, declarations
from chatapp.ui.preferences.fields import MAKERS, WIDE, Field
from chatapp.ui.preferences.row import Heading, Row
from chatapp.ui.preferences.shortcuts import ShortcutRows
from chatapp.ui.translation_catalogue import said

log = logging.getLogger(__name__)

SIZE = (760, 600)
SECTIONS_WIDTH = 160
SECTION_HEIGHT = 30


class Preferences(QDialog):
    """What is changed is stored and in force at once; `changed` says so."""

    changed = Signal()

    def __init__(self, settings: SettingsFile, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows: dict[tuple[str, str], Row] = {}
        self._declared = declarations()
        self._sections: list[tuple[Heading, list[Row]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search preferences"))
        self.search.setAccessibleName(self.tr("Search preferences"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.sections.setFixedWidth(SECTIONS_WIDTH)
        self.sections.viewport().setAutoFillBackground(False)
        self._nothing = QLabel(self.tr("No preference holds these words."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fault = QLabel()
        self._fault.setWordWrap(True)
        self._fault.hide()
        self._column = QVBoxLayout()
        self._add_settings()
        self.shortcuts = ShortcutRows(actions, self._keep_shortcuts, self)
        self._add_section(self.tr("Shortcuts"), list(self.shortcuts.rows))
        self._lay_out()
        self.refresh()
        open_at(self, SIZE)

    def refresh(self) -> None:
        """Shows what is in force: it may have been changed elsewhere."""
        for declaration in self._declared:
            self._show(declaration)
        self.shortcuts.refresh()

    def show_setting(self, section: str, key: str) -> None:
        """Brings a setting into view and gives it the keyboard."""
        self.search.clear()
        row = self.rows[section, key]
        self._area.ensureWidgetVisible(row)
        row.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    # Rows.

    def _add_settings(self) -> None:
        by_section: dict[str, list[Row]] = {}
        for declaration in self._declared:
            by_section.setdefault(said(declaration.section_title), []).append(self._row(declaration))
        for title, rows in by_section.items():
            self._add_section(title, rows)

    def _add_section(self, title: str, rows: list[Row]) -> None:
        heading = Heading(title)
        self._column.addWidget(heading)
        for row in rows:
            self._column.addWidget(row)
        self._sections.append((heading, rows))
        item = QListWidgetItem(title)
        item.setSizeHint(QSize(0, SECTION_HEIGHT))
        self.sections.addItem(item)

    def _row(self, declaration: Declaration) -> Row:
        field = MAKERS[declaration.kind](declaration)
        row = Row(said(declaration.title), said(declaration.description), field, is_wide=declaration.kind in WIDE)
        self.rows[declaration.section, declaration.key] = row
        if isinstance(field, Field):
            field.changed.connect(partial(self._on_changed, declaration))
            field.refused.connect(row.show_fault)
        row.reset_asked.connect(lambda: self._on_reset(declaration))
        return row

    def _show(self, declaration: Declaration) -> None:
        row, value = self.rows[declaration.section, declaration.key], declaration.value(self._settings.current)
        if isinstance(row.control, Field):
            row.control.show_value(value)
        row.show_state(is_default=value == declaration.default)

    # What happens.

    def _on_changed(self, declaration: Declaration, value: object) -> None:
        row = self.rows[declaration.section, declaration.key]
        try:
            section = declaration.changed(self._settings.current, value)
        except ValueError as error:
            row.show_fault(str(error))
            return
        row.show_fault("")
        self._keep(declaration.section, section)
        self._show(declaration)

    def _on_reset(self, declaration: Declaration) -> None:
        row = self.rows[declaration.section, declaration.key]
        row.control.setFocus()
        if isinstance(row.control, QLineEdit):
            row.control.clear()
        self._on_changed(declaration, declaration.default)

    def _keep_shortcuts(self, keys: Mapping[str, str]) -> None:
        self._keep("shortcuts", Shortcuts(keys=dict(keys)))

    def _keep(self, name: str, section: Section) -> None:
        if section == getattr(self._settings.current, name):
            return
        try:
            self._settings.change(**{name: section})
        except OSError as error:
            log.warning("the settings were not saved: %s", error)
            self._fault.setText(self.tr("This is in force, but could not be saved: {0}").format(error))
        else:
            self._fault.clear()
        self._fault.setVisible(bool(self._fault.text()))
        self.changed.emit()

    def _on_search(self, words: str) -> None:
        found = 0
        for place, (heading, rows) in enumerate(self._sections):
            matching = [row for row in rows if row.matches(words)]
            for row in rows:
                row.setVisible(row in matching)
            heading.setVisible(bool(matching))
            self.sections.setRowHidden(place, not matching)
            found += len(matching)
        self._nothing.setVisible(not found)

    def _on_section_chosen(self, place: int) -> None:
        if 0 <= place < len(self._sections):
            self._area.verticalScrollBar().setValue(self._sections[place][0].y())

    def _lay_out(self) -> None:
        page = QWidget()
        self._column.setContentsMargins(24, 0, 16, 16)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        page.setLayout(self._column)
        self._nothing.hide()
        self._area = QScrollArea()
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.currentRowChanged.connect(self._on_section_chosen)
        side = QVBoxLayout()
        side.addWidget(self.search)
        side.addWidget(self.sections, 1)
        self.search.setFixedWidth(SECTIONS_WIDTH)
        row = QHBoxLayout()
        row.addLayout(side)
        row.addWidget(self._area, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(self._fault)
        column.addWidget(buttons)
