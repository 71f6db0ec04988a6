"""What the actions about the open document ask of the model. GUI thread; the presenters show what comes."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.drafting.ask_bar import AskBar
from chatapp.ui.drafting.ghost_presenter import GhostPresenter
from chatapp.ui.drafting.manner import Manner
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.rewrite_presenter import RewritePresenter

SHORTER = "Make this text shorter, and keep what it says."
LONGER = "Make this text longer: tell more of what it says."
PLAINER = "Say this in plain, simple words."
FORMAL = "Make this text formal and polite."
CORRECT = "Correct the spelling and the grammar of this text, and change nothing else."
TRANSLATE = "Translate this text into {0}."


class DraftCommands(QObject):
    def __init__(self, actions: Actions, page: DraftPage, document: DocumentPresenter, services: Services) -> None:
        super().__init__(page)
        self._actions = actions
        self._editor = page.editor
        self._document = document
        self._drafting = services.drafting
        self.manner = Manner(actions, services.settings)
        self.instruction = ""  # the last of the person's own
        self._language = ""
        self.ask_bar = AskBar(self._editor.setFocus)
        page.add_below(self.ask_bar)

    def connect_model(self, ghost: GhostPresenter, rewrite: RewritePresenter) -> None:
        self._ghost, self._rewrite = ghost, rewrite
        do = self._actions
        do.continue_text.triggered.connect(self._continue)
        do.insert_text.triggered.connect(self._insert)
        for action, instruction in (
            (do.rewrite_shorter, SHORTER),
            (do.rewrite_longer, LONGER),
            (do.rewrite_plainer, PLAINER),
            (do.rewrite_formal, FORMAL),
            (do.rewrite_correct, CORRECT),
        ):
            action.triggered.connect(lambda _checked=False, words=instruction: rewrite.begin(words))
        do.rewrite_translate.triggered.connect(self._ask_language)
        do.rewrite_own.triggered.connect(self._ask_instruction)
        do.draft_tone.triggered.connect(self._ask_tone)

    def propose(self, start: Callable[[], int]) -> None:
        """At the cursor, as a ghost or straight into the text."""
        self._let_go()
        self._ghost.begin(start)

    def _continue(self) -> None:
        document_id, place = self._document.open_id, self._editor.place
        if document_id is not None and self._document.is_writable:
            self.propose(lambda: self._drafting.continue_(document_id, place, self.manner.wish))

    def _insert(self) -> None:
        document_id, place = self._document.open_id, self._editor.place
        if document_id is not None and self._document.is_writable:
            self.propose(lambda: self._drafting.insert(document_id, place, self.manner.wish))

    def _let_go(self) -> None:
        """Of a selection: what comes stands behind it."""
        cursor = self._editor.textCursor()
        cursor.clearSelection()
        self._editor.setTextCursor(cursor)

    def _ask_language(self) -> None:
        def begin(language: str) -> None:
            self._language = language
            self._rewrite.begin(TRANSLATE.format(language))

        self.ask_bar.ask(self.tr("Into which language?"), self.tr("Translate"), begin, self._language)

    def _ask_instruction(self) -> None:
        def begin(instruction: str) -> None:
            self.instruction = instruction
            self._rewrite.begin(instruction)

        self.ask_bar.ask(self.tr("What is to become of the selection?"), self.tr("Rewrite"), begin, self.instruction)

    def _ask_tone(self) -> None:
        def keep(tone: str) -> None:
            self.manner.tone = "" if tone == "-" else tone

        self.ask_bar.ask(
            self.tr("Tone of what the model writes, such as: warm, brief; - for that of the text"),
            self.tr("Take"),
            keep,
            self.manner.tone,
        )
