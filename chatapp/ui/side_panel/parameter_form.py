"""The parameters of a conversation, a field each; what is left empty is open. GUI thread; knows no conversation."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from chatapp.domain.parameters import WHOLE, Parameters
from chatapp.ui.side_panel.late_edit import LateEdit
from chatapp.ui.text_lines import lines_of, texts_of

LINES = 2


class ParameterForm(QWidget):
    left = Signal()  # the keyboard left a field: what stands there can be taken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {name: self._field(words) for name, words in self._names().items()}
        self.stop = LateEdit(LINES, self.tr("As in the preferences"))
        self.stop.setAccessibleName(self.tr("Stop at"))
        self.stop.setToolTip(self.tr("Texts at which an answer ends, one a line"))
        self.stop.left.connect(self.left)
        self.without_stop = QCheckBox(self.tr("No stop texts"))
        self.without_stop.setToolTip(self.tr("Answers end at none, whatever the preferences say"))
        self.without_stop.clicked.connect(self._on_without_stop)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in self.fields.values():
            self.form.addRow(field.accessibleName(), field)
        self.form.addRow(self.stop.accessibleName(), self.stop)
        self.form.addRow("", self.without_stop)

    def show_parameters(self, parameters: Parameters) -> None:
        """What is being written just now stays."""
        for name, field in self.fields.items():
            value = getattr(parameters, name)
            if not field.hasFocus():
                field.setText("" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value))
        if not self.stop.hasFocus():
            self.stop.setPlainText(lines_of(parameters.stop or ()))
        self._show_without_stop(parameters.stop == ())

    def read(self, before: Parameters) -> Parameters:
        """These in the place of those before. ValueError, in words for a person, for what can't be taken."""
        values: dict[str, Any] = {name: self._number(name) for name in self.fields}
        values["stop"] = () if self.without_stop.isChecked() else texts_of(self.stop.toPlainText()) or None
        try:
            return replace(before, **values)
        except ValueError as error:
            raise ValueError(self.tr("One of these numbers is out of range, so nothing was changed.")) from error

    def empty(self) -> None:
        for field in self.fields.values():
            field.clear()
        self.stop.clear()
        self._show_without_stop(False)

    def _show_without_stop(self, is_without: bool) -> None:
        self.without_stop.setChecked(is_without)
        self.stop.setDisabled(is_without)

    def _on_without_stop(self, is_without: bool) -> None:
        self._show_without_stop(is_without)
        self.left.emit()

    def _names(self) -> dict[str, str]:
        return {
            "temperature": self.tr("Temperature"),
            "top_k": self.tr("Top k"),
            "top_p": self.tr("Top p"),
            "min_p": self.tr("Min p"),
            "repetition_penalty": self.tr("Repetition penalty"),
            "presence_penalty": self.tr("Presence penalty"),
            "frequency_penalty": self.tr("Frequency penalty"),
            "max_tokens": self.tr("Longest answer"),
            "min_tokens": self.tr("Shortest answer"),
            "seed": self.tr("Seed"),
        }

    def _field(self, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("As in the preferences"))
        field.setAccessibleName(words)
        field.editingFinished.connect(self.left)
        return field

    def _number(self, name: str) -> float | int | None:
        text = self.fields[name].text().strip().replace(",", ".")
        if not text:
            return None
        try:
            return int(text) if name in WHOLE else float(text)
        except ValueError as error:
            sentence = self.tr("{0} must be a number, so nothing was changed.")
            raise ValueError(sentence.format(self.fields[name].accessibleName())) from error
