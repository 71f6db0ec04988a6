"""What the model is asked for the whole of a document: alternatives, plans, sections, sums. GUI thread."""

from PySide6.QtCore import QObject, Signal

from chatapp.domain.document import Splice
from chatapp.domain.proposal import Span
from chatapp.domain.section import outline, section_at
from chatapp.services.desk import Services
from chatapp.services.drafting import Section
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.cards_presenter import CardsPresenter
from chatapp.ui.drafting.commands import DraftCommands
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter

TITLES = 3
OTHERWISE = "Say this in other words."


class PlanCommands(QObject):
    asked = Signal(object)  # a Question, in a conversation that began beside the document
    quoted = Signal(str)  # a passage that is to be talked about

    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._editor = page.editor
        self._document = document
        self._drafting = services.drafting
        self._asking = asking
        self._request = ""

    def connect_actions(self, do: Actions, cards: CardsPresenter, draft: DraftCommands) -> None:
        self._cards, self._draft, self._manner = cards, draft, draft.manner
        do.alternatives.triggered.connect(self._ask_several)
        do.outline.triggered.connect(self._ask_outline)
        do.draft_section.triggered.connect(self._write_section)
        do.summarise.triggered.connect(self._summarise)
        do.title.triggered.connect(self._name)
        do.ask_document.triggered.connect(self._ask_question)
        do.quote.triggered.connect(lambda: self.quoted.emit(self._editor.selected))

    def _ask_several(self) -> None:
        """Of the selection other words; else ways to go on, or to fill in where something follows."""
        document_id, (start, end) = self._document.open_id, self._editor.selection
        if document_id is None or not self._document.is_writable:
            return
        wish, ask = self._manner.wish_for(self._manner.alternatives), self._drafting
        behind = self._editor.mirror.part(end, end + 2).strip()
        if start < end:
            words = self._draft.instruction or OTHERWISE
            self._cards.begin(lambda: ask.rewrite(document_id, Span(start, end), words, wish))
        elif behind:
            self._cards.begin(lambda: ask.insert(document_id, start, wish))
        else:
            self._cards.begin(lambda: ask.continue_(document_id, start, wish))

    def _ask_outline(self) -> None:
        def begin(request: str) -> None:
            document_id, place = self._document.open_id, self._editor.place
            self._request = request
            if document_id is not None and self._document.is_writable:
                self._draft.propose(lambda: self._drafting.outline(document_id, place, request, self._manner.wish))

        self._draft.ask_bar.ask(self.tr("What is the text to be about?"), self.tr("Outline"), begin, self._request)

    def _write_section(self) -> None:
        """The one that the cursor is in, behind what it has."""
        document_id, text = self._document.open_id, self._editor.text
        found = section_at(text, self._editor.place)
        if document_id is None or not self._document.is_writable:
            return
        if found is None:
            self._page.status.show_state(self.tr("A section is written below a heading: there is none yet."))
            return
        self._document.edit((Splice(found.end, "", "\n\n"),), "Write section")
        place = found.end + 2
        self._editor.select(place, place)
        section = Section(found.heading, outline(text))
        self._draft.propose(lambda: self._drafting.draft_section(document_id, place, section, self._manner.wish))

    def _summarise(self) -> None:
        document_id, (start, end) = self._document.open_id, self._editor.selection
        if document_id is not None and self._is_written():
            self._cards.begin(lambda: self._drafting.summarise(document_id, Span(start, end), self._manner.wish_for(1)))

    def _name(self) -> None:
        document_id = self._document.open_id
        if document_id is not None and self._is_written():
            self._cards.begin(lambda: self._drafting.title(document_id, self._manner.wish_for(TITLES)))

    def _ask_question(self) -> None:
        def ask(question: str) -> None:
            document_id = self._document.open_id
            if document_id is not None:
                asked = self._asking.answer(lambda: self._drafting.ask(document_id, question))
                if asked is not None:
                    self.asked.emit(asked)

        if self._is_written():
            self._draft.ask_bar.ask(self.tr("What do you want to know of this document?"), self.tr("Ask"), ask)

    def _is_written(self) -> bool:
        if self._editor.text.strip():
            return True
        self._page.status.show_state(self.tr("There is nothing written yet."))
        return False
