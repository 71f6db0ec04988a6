"""Carries out what the page of a conversation's settings asks, personas as files included. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.persona import LONGEST
from chatapp.exchange.atomic_file import atomic_file
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.side_panel.chat_settings import ChatSettingsPage, Subject, persona_of

SUFFIX = ".persona.json"


class PersonaFiles(QObject):
    """`opened` gives the conversation that the page is about."""

    def __init__(
        self, page: ChatSettingsPage, services: Services, asking: Asking, opened: Callable[[], Conversation | None]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._asking = asking
        self._opened = opened
        page.changed.connect(self._change)
        page.save_asked.connect(self._save)
        page.delete_asked.connect(lambda id_: asking(lambda: services.personas.delete(id_)))
        page.export_asked.connect(self._ask_where)
        page.import_asked.connect(self._ask_which)

    def fill(self) -> None:
        models = [card.folder.name for card in self._services.models.installed()]
        self._page.show_settings(self._subject(), self._services.personas.all(), models)

    def export(self, persona_id: int, target: Path) -> None:
        """ProblemError where the disk refuses."""
        text = self._services.personas.file_of(persona_id)
        try:
            with atomic_file(target) as file:
                file.write(text.encode())
        except OSError as error:
            sentence = self.tr("The persona could not be written to “{0}”; nothing else was changed.").format(
                target.name
            )
            raise ProblemError(Problem(ProblemKind.DISK_FULL, sentence, (), str(error))) from error

    def take(self, source: Path) -> None:
        """ProblemError, in words for a person, where it is no persona."""
        try:
            if source.stat().st_size > LONGEST:
                raise ValueError(f"{source.stat().st_size} bytes are no persona")
            self._services.personas.take_file(source.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            sentence = self.tr("“{0}” was not taken as a persona; nothing was changed.").format(source.name)
            raise ProblemError(Problem(ProblemKind.SETTINGS, sentence, (), str(error))) from error

    def _subject(self) -> Subject:
        conversation = self._opened()
        if conversation is None:
            return Subject(None, self._services.beginning.settings)
        return Subject(conversation.id, None if conversation.is_deleted else conversation.settings)

    def _change(self, conversation_id: int | None, settings: ChatSettings) -> None:
        """Of the conversation that they were written for, whichever is open by now."""
        self._asking(lambda: self._give(conversation_id, settings))

    def _give(self, conversation_id: int | None, settings: ChatSettings) -> None:
        if conversation_id is None:
            self._services.beginning.choose(settings)
        else:
            self._services.order.give_settings((conversation_id,), settings)

    def _save(self, name: str) -> None:
        of = self._subject()
        if (own := of.settings) is None:
            return

        def save() -> None:
            base = None if own.persona_id is None else self._services.personas.persona(own.persona_id)
            made = self._services.personas.create(persona_of(name, own, base))
            self._give(of.conversation_id, ChatSettings(None, made.id))
            self.fill()

        self._asking(save)

    def _ask_where(self, persona_id: int) -> None:
        name = self._asking.answer(lambda: self._services.personas.persona(persona_id).name)
        dialog = self._dialog(self.tr("Export the persona"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{name}{SUFFIX}")
        dialog.fileSelected.connect(lambda target: self._asking(lambda: self.export(persona_id, Path(target))))
        dialog.open()

    def _ask_which(self) -> None:
        dialog = self._dialog(self.tr("Import a persona"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda source: self._asking(lambda: self.take(Path(source))))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._page.window(), title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Personas (*{0})").format(".json"))
        return dialog
