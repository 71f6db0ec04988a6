"""What the open conversation has of its own: persona, system prompt, parameters, model. GUI thread.

What is left empty, the persona decides, and then the preferences. Values are told when the keyboard leaves a field.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.parameters import WHOLE, Parameters
from chatapp.domain.persona import Persona

LINES = 6


class PromptEdit(QPlainTextEdit):
    """Told when the keyboard leaves it, so that half a sentence is nobody's prompt."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ChatSettingsPage(QScrollArea):
    changed = Signal(int, object)  # the conversation's id, ChatSettings
    save_asked = Signal(str)  # a persona of this name, made of what stands here
    delete_asked = Signal(int)
    export_asked = Signal(int)
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Settings of this conversation"))
        self._conversation_id: int | None = None
        self._settings = ChatSettings()
        self._personas: Sequence[Persona] = ()
        self.persona = QComboBox()
        self.persona.activated.connect(self._on_persona_chosen)
        self.more = QToolButton()
        self.more.setText(self.tr("…"))
        self.more.setAccessibleName(self.tr("Personas"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        self.prompt = PromptEdit()
        self.prompt.setTabChangesFocus(True)
        self.prompt.setPlaceholderText(self.tr("As in the persona or in the preferences"))
        self.prompt.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 16)
        self.prompt.left.connect(self._tell)
        self.model = QComboBox()
        self.model.activated.connect(self._tell)
        self.fields = {name: self._field(name) for name in self._names()}
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        self.setFocusProxy(self.persona)

    def flush(self) -> None:
        """What is being written here is told now: whoever wrote it goes on to something else."""
        if self._conversation_id is not None:
            self._tell()

    def show_settings(self, of: Conversation | None, personas: Sequence[Persona], models: Sequence[str]) -> None:
        """None: nothing is open that could have settings of its own."""
        if (None if of is None else of.id) != self._conversation_id:
            self.flush()
            self._conversation_id = None if of is None else of.id
            self._settings = ChatSettings()
            self._empty()
        settings = None if of is None else of.settings
        self._inner.setEnabled(settings is not None)
        self._settings, self._personas = settings or ChatSettings(), personas
        self._choose(self.persona, [(self.tr("No persona"), None), *((one.name, one.id) for one in personas)])
        self.persona.setCurrentIndex(max(0, self.persona.findData(self._settings.persona_id)))
        wanted = self._settings.parameters.model
        known = [(name, name) for name in models]
        if wanted is not None and wanted not in models:
            known.append((self.tr("{0} (not installed)").format(wanted), wanted))
        self._choose(self.model, [(self.tr("The one that is loaded"), None), *known])
        self.model.setCurrentIndex(max(0, self.model.findData(wanted)))
        if not self.prompt.hasFocus():
            self.prompt.setPlainText(self._settings.system_prompt or "")
        for name, field in self.fields.items():
            value = getattr(self._settings.parameters, name)
            if not field.hasFocus():
                field.setText("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))
        self._tell_problem("")

    def _names(self) -> dict[str, str]:
        return {
            "temperature": self.tr("Temperature"),
            "top_k": self.tr("Top k"),
            "top_p": self.tr("Top p"),
            "min_p": self.tr("Min p"),
            "repetition_penalty": self.tr("Repetition penalty"),
            "max_tokens": self.tr("Longest answer"),
            "seed": self.tr("Seed"),
        }

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("As in the preferences"))
        field.setAccessibleName(self._names()[name])
        field.editingFinished.connect(self._tell)
        return field

    def _tell(self) -> None:
        """What stands here, if it can be taken; else what is wrong, in its place."""
        try:
            settings = self._read()
        except ValueError as error:
            self._tell_problem(str(error))
            return
        self._tell_problem("")
        if settings != self._settings and self._conversation_id is not None:
            self._settings = settings
            self.changed.emit(self._conversation_id, settings)

    def _read(self) -> ChatSettings:
        values: dict[str, Any] = {name: self._number(name) for name in self.fields}
        try:
            parameters = replace(self._settings.parameters, model=self.model.currentData(), **values)
        except ValueError as error:
            raise ValueError(self.tr("One of these numbers is out of range, so nothing was changed.")) from error
        prompt = self.prompt.toPlainText()
        return ChatSettings(prompt if prompt.strip() else None, self.persona.currentData(), parameters)

    def _number(self, name: str) -> float | int | None:
        text = self.fields[name].text().strip().replace(",", ".")
        if not text:
            return None
        try:
            return int(text) if name in WHOLE else float(text)
        except ValueError as error:
            sentence = self.tr("{0} must be a number, so nothing was changed.")
            raise ValueError(sentence.format(self.fields[name].accessibleName())) from error

    def _tell_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _on_persona_chosen(self) -> None:
        """What the persona says counts from now on: what stood here is emptied, and undo brings it back."""
        self._empty()
        self._tell()

    def _empty(self) -> None:
        self.prompt.clear()
        for field in self.fields.values():
            field.clear()

    def _fill_menu(self) -> None:
        self.menu.clear()
        persona_id = self.persona.currentData()
        name = QLineEdit()
        name.setPlaceholderText(self.tr("Save as a persona: its name"))
        name.setAccessibleName(name.placeholderText())
        action = QWidgetAction(self.menu)
        action.setDefaultWidget(name)
        name.returnPressed.connect(lambda: self._save_as(name.text()))
        self.menu.addAction(action)
        for words, signal in ((self.tr("&Export…"), self.export_asked), (self.tr("&Delete"), self.delete_asked)):
            one = self.menu.addAction(words)
            one.setEnabled(persona_id is not None)
            one.triggered.connect(lambda _checked=False, signal=signal: signal.emit(persona_id))
        self.menu.addAction(self.tr("&Import…")).triggered.connect(self.import_asked)

    def _save_as(self, name: str) -> None:
        self.menu.close()
        if name.strip():
            self.save_asked.emit(name)

    def _choose(self, box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
        box.clear()
        for words, value in items:
            box.addItem(words, value)

    def _lay_out(self) -> None:
        inner = self._inner = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.persona, 1)
        top.addWidget(self.more)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self.tr("Model"), self.model)
        for name, field in self.fields.items():
            form.addRow(self._names()[name], field)
        label = QLabel(self.tr("System prompt"))
        label.setBuddy(self.prompt)
        self.prompt.setAccessibleName(label.text())
        self.persona.setAccessibleName(self.tr("Persona"))
        self.model.setAccessibleName(self.tr("Model"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(top)
        column.addWidget(label)
        column.addWidget(self.prompt)
        column.addWidget(self.problem)
        column.addLayout(form)
        column.addStretch()
        self.setWidget(inner)


def persona_of(name: str, settings: ChatSettings, base: Persona | None) -> Persona:
    """What stands on the page under a name; what it leaves open is as in the persona that was chosen."""
    below = base or Persona(0, name)
    prompt = settings.system_prompt if settings.system_prompt is not None else below.system_prompt
    parameters: Parameters = settings.parameters.over(below.parameters)
    return Persona(0, name, prompt, replace(parameters, seed=None))
