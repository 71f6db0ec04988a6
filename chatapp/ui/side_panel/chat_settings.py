"""What a conversation has of its own: persona, system prompt, parameters, model. GUI thread.

What is left empty, the persona decides, and then the preferences. Values are told when the keyboard leaves a field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from chatapp.domain.conversation import ChatSettings
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.ui.icons import Icon
from chatapp.ui.side_panel.late_edit import LateEdit
from chatapp.ui.side_panel.parameter_form import ParameterForm
from chatapp.ui.widgets.icon_button import IconButton

LINES = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose settings these are: a conversation's, or for None the next new one's. `settings` None: they stay."""

    conversation_id: int | None
    settings: ChatSettings | None


class ChatSettingsPage(QScrollArea):
    changed = Signal(object, object)  # the conversation's id, or None for the next one; ChatSettings
    save_asked = Signal(str)  # a persona of this name, made of what stands here
    delete_asked = Signal(int)
    export_asked = Signal(int)
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Settings of this conversation"))
        self._of = Subject(None, None)
        self._personas: Sequence[Persona] = ()
        self.persona = QComboBox()
        self.persona.activated.connect(self._on_persona_chosen)
        self.more = IconButton(Icon.MORE, self.tr("Personas"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        self.prompt = LateEdit(LINES, self.tr("As in the persona or in the preferences"))
        self.prompt.left.connect(self._tell)
        self.model = QComboBox()
        self.model.activated.connect(self._tell)
        self.parameters = ParameterForm()
        self.parameters.left.connect(self._tell)
        self.fields = self.parameters.fields
        self.hint = QLabel(self.tr("For the next new conversation"))
        self.hint.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        self.setFocusProxy(self.persona)

    def flush(self) -> None:
        """What is being written here is told now: whoever wrote it goes on to something else."""
        self._tell()

    def show_settings(self, of: Subject, personas: Sequence[Persona], models: Sequence[str]) -> None:
        if of.conversation_id != self._of.conversation_id:
            self.flush()
            self._of = replace(of, settings=None)
            self._empty()
        self._of, self._personas = of, personas
        settings = of.settings or ChatSettings()
        self._inner.setEnabled(of.settings is not None)
        self.hint.setVisible(of.conversation_id is None)
        self._choose(self.persona, [(self.tr("No persona"), None), *((one.name, one.id) for one in personas)])
        self.persona.setCurrentIndex(max(0, self.persona.findData(settings.persona_id)))
        wanted = settings.parameters.model
        known = [(name, name) for name in models]
        if wanted is not None and wanted not in models:
            known.append((self.tr("{0} (not installed)").format(wanted), wanted))
        self._choose(self.model, [(self.tr("The one that is loaded"), None), *known])
        self.model.setCurrentIndex(max(0, self.model.findData(wanted)))
        if not self.prompt.hasFocus():
            self.prompt.setPlainText(settings.system_prompt or "")
        self.parameters.show_parameters(settings.parameters)
        self._tell_problem("")

    def _tell(self) -> None:
        """What stands here, if it can be taken; else what is wrong, in its place."""
        if (before := self._of.settings) is None:
            return
        try:
            settings = self._read(before)
        except ValueError as error:
            self._tell_problem(str(error))
            return
        self._tell_problem("")
        if settings != before:
            self._of = replace(self._of, settings=settings)
            self.changed.emit(self._of.conversation_id, settings)

    def _read(self, before: ChatSettings) -> ChatSettings:
        parameters = replace(self.parameters.read(before.parameters), model=self.model.currentData())
        prompt = self.prompt.toPlainText()
        return ChatSettings(prompt if prompt.strip() else None, self.persona.currentData(), parameters)

    def _tell_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _on_persona_chosen(self) -> None:
        """What the persona says counts from now on: what stood here is emptied, and undo brings it back."""
        self._empty()
        self._tell()

    def _empty(self) -> None:
        self.prompt.clear()
        self.parameters.empty()

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
        self.parameters.form.insertRow(0, self.tr("Model"), self.model)
        label = QLabel(self.tr("System prompt"))
        label.setBuddy(self.prompt)
        self.prompt.setAccessibleName(label.text())
        self.persona.setAccessibleName(self.tr("Persona"))
        self.model.setAccessibleName(self.tr("Model"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.hint)
        column.addLayout(top)
        column.addWidget(label)
        column.addWidget(self.prompt)
        column.addWidget(self.problem)
        column.addWidget(self.parameters)
        column.addStretch()
        self.setWidget(inner)


def persona_of(name: str, settings: ChatSettings, base: Persona | None) -> Persona:
    """What stands on the page under a name; what it leaves open is as in the persona that was chosen."""
    below = base or Persona(0, name)
    prompt = settings.system_prompt if settings.system_prompt is not None else below.system_prompt
    parameters: Parameters = settings.parameters.over(below.parameters)
    return Persona(0, name, prompt, replace(parameters, seed=None))
