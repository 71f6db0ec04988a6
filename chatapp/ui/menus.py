"""The menu bar: in which menu each action stands. GUI thread; the model menu lists what is installed when it opens."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from chatapp.domain.model import ModelCard
from chatapp.ui.actions import Actions
from chatapp.ui.quantities import size


class Menus(QObject):
    model_chosen = Signal(object)  # a ModelCard

    def __init__(self, bar: QMenuBar, actions: Actions, installed: Callable[[], Sequence[ModelCard]]) -> None:
        super().__init__(bar)
        self.actions = actions
        self._installed = installed
        self.loaded_name = ""
        self._add_file(bar)
        self._add_edit(bar)
        self._add_view(bar)
        conversation = self.conversation = self._add(
            bar,
            self.tr("&Conversation"),
            (
                actions.stop,
                actions.regenerate,
                actions.continue_answer,
                actions.begin_answer,
                actions.several_answers,
                actions.side_by_side,
                actions.edit_last,
                actions.edit_turn,
                None,
                actions.previous_version,
                actions.next_version,
                actions.turn_above,
                actions.turn_below,
                None,
                actions.rename,
                actions.pin,
                actions.archive,
                actions.delete,
            ),
        )
        self._add_drawers(conversation, actions.archive)
        insert = QMenu(self.tr("Insert a messa&ge"), conversation)
        insert.addActions([actions.insert_yours, actions.insert_answer, actions.insert_instructions])
        conversation.insertMenu(actions.rename, insert)
        branch = QMenu(self.tr("Tid&y the branches"), conversation)
        branch.addActions([actions.branch_delete, actions.branch_restore, actions.branch_purge])
        conversation.insertMenu(actions.rename, branch)
        self._add_draft(bar)
        self.model = bar.addMenu(self.tr("&Model"))
        self.model.setToolTipsVisible(True)
        self.model.aboutToShow.connect(self._fill_model)
        self._fill_model()
        self._add(bar, self.tr("&Help"), self._help_rows())

    def _add_file(self, bar: QMenuBar) -> None:
        actions = self.actions
        conversations = (actions.import_conversations, actions.import_persona, actions.export, actions.backups)
        documents = (actions.import_documents, actions.export_documents)
        files = (actions.attach, None, *conversations, None, *documents)
        order = (actions.new_folder, actions.tags)
        file = self._add(
            bar, self.tr("&File"), (actions.new, actions.new_incognito, None, *order, None, *files, None, actions.quit)
        )
        self.folder = QMenu(self.tr("Fo&lder"), file)
        file.insertMenu(actions.tags, self.folder)

    def _help_rows(self) -> Sequence[QAction | None]:
        do = self.actions
        return (do.shortcuts, do.tour, None, do.diagnosis, do.check_updates, None, do.about)

    def _add_edit(self, bar: QMenuBar) -> None:
        actions = self.actions
        self._add(
            bar,
            self.tr("&Edit"),
            (
                actions.undo,
                actions.redo,
                None,
                actions.copy_answer,
                actions.copy_markdown,
                actions.select_all,
                None,
                actions.find,
                actions.find_next,
                actions.find_previous,
                actions.search,
                actions.search_everywhere,
                actions.palette,
                None,
                actions.preferences,
            ),
        )

    def _add(self, bar: QMenuBar, title: str, actions: Sequence[QAction | None]) -> QMenu:
        """None stands for a line between."""
        menu = bar.addMenu(title)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _add_drawers(self, menu: QMenu, before: QAction) -> None:
        """What depends on the conversation is filled in when it is opened; see FolderCommands."""
        self.folders = QMenu(self.tr("Move to &folder"), menu)
        self.tags = QMenu(self.tr("&Tags"), menu)
        self.colours = QMenu(self.tr("C&olour"), menu)
        for drawer in (self.folders, self.tags, self.colours):
            menu.insertMenu(before, drawer)

    def _add_draft(self, bar: QMenuBar) -> None:
        actions = self.actions
        writing = (actions.continue_text, actions.insert_text, actions.alternatives)
        manner = (actions.draft_tone, actions.write_in_place, actions.suggest_words)
        sections = (actions.draft_section, actions.draft_sections)
        whole = (actions.outline, *sections, actions.summarise, actions.title)
        answers = (actions.answer_into, actions.answer_to_document)
        talking = (actions.ask_document, actions.quote, actions.talk_in, *answers)
        beside = (actions.draft_notes, actions.draft_versions, actions.model_view)
        reading = (*beside, actions.find_in_document, actions.focus_mode)
        parts = (writing, manner, whole, talking, reading)
        rows = [action for part in parts for action in (None, *part)]
        draft = self.draft = self._add(bar, self.tr("&Draft"), (actions.new_document, *rows))
        rewrite = QMenu(self.tr("&Rewrite"), draft)
        rewrite.addActions(actions.rewrites)
        length = QMenu(self.tr("Len&gth"), draft)
        length.addActions(actions.draft_lengths.actions())
        draft.insertMenu(actions.insert_text, rewrite)
        draft.insertMenu(actions.draft_tone, length)

    def _add_view(self, bar: QMenuBar) -> None:
        actions = self.actions
        view = self._add(bar, self.tr("&View"), (actions.sidebar, actions.bin, actions.next_pane, None))
        theme = view.addMenu(self.tr("&Theme"))
        theme.addActions(actions.themes.actions())
        view.addSeparator()
        view.addActions([actions.token_view, actions.side_panel])
        view.addActions([actions.context_map, actions.replay_card, actions.branch_tree, actions.chat_settings])
        view.addSeparator()
        view.addActions([actions.zoom_in, actions.zoom_out, actions.zoom_reset, actions.full_screen])

    def _fill_model(self) -> None:
        self.model.clear()
        for card in self._installed():
            action = self.model.addAction(f"{card.name}\t{size(card.size_bytes)}")
            action.setToolTip(self._about(card))
            action.setCheckable(True)
            action.setChecked(card.name == self.loaded_name)
            action.triggered.connect(lambda _checked=False, card=card: self.model_chosen.emit(card))
        self.model.addSeparator()
        actions = self.actions
        self.model.addActions(
            [actions.choose_model, actions.install_starter, actions.import_file, actions.import_folder]
        )
        self.model.addAction(actions.cancel_install)

    def _about(self, card: ModelCard) -> str:
        parts = [
            card.source,
            self.tr("weights: {0}").format(card.packing) if card.packing else "",
            self.tr("needs about {0} of memory").format(size(card.memory_bytes)) if card.memory_bytes else "",
            card.licence,
        ]
        return " · ".join(part for part in parts if part)
