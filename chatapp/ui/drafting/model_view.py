"""The model's view of what is written: words coloured by surprise, what it expected at the cursor. GUI thread."""

from bisect import bisect_right

from PySide6.QtCore import QObject

from chatapp.domain.proposal import Span
from chatapp.domain.prose import long_sentences, repeated_phrases
from chatapp.domain.word_surprise import SurprisingWord, words
from chatapp.services.desk import Services
from chatapp.services.surprise import TextView
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.marking import Mark
from chatapp.ui.drafting.model_view_panel import ModelViewPanel
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.token_view.heat import formats

LAYER = "surprise"
MOST = 20_000
"""Characters that are looked at together, from the cursor's paragraph on, where nothing is selected."""


class ModelView(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        self._page = page
        self._editor = page.editor
        self._document = document
        self._surprise = services.surprise
        self._asking = asking
        self._words: list[SurprisingWord] = []
        self._view: TextView | None = None
        self.panel = ModelViewPanel()
        self.panel.asked.connect(self.look)
        self.panel.chosen.connect(self._go)
        self.panel.show_state("", is_busy=False)
        self._editor.cursorPositionChanged.connect(self._show_word)
        self._editor.look_changed.connect(self._paint)

    def look(self) -> None:
        """At the selection, else at the whole text, or at so much of a long one. The keyboard goes to the text: there
        one asks, word by word."""
        self._editor.setFocus()
        document_id, place = self._document.open_id, self._place()
        if document_id is None or place.is_point:
            self.panel.show_state(self.tr("There is nothing written yet."), is_busy=False)
            return
        text = self._editor.mirror.part(place.start, place.end)
        self.panel.show_prose(text, repeated_phrases(text), long_sentences(text))
        self._asking(lambda: self._surprise.look_at(document_id, place))
        self.refresh()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._surprise.leave()
        self._words, self._view = [], None
        self._page.marking.show(LAYER, ())
        self.panel.show_prose("", (), ())
        self.panel.show_word("", None)
        self.panel.show_state("", is_busy=False)

    def refresh(self) -> None:
        document_id = self._document.open_id
        view = None if document_id is None else self._surprise.view(document_id)
        if view is None:
            return
        self._view = view
        if view.problem is not None:
            self._asking.refused.emit(view.problem)
        if view.place is None:
            self.panel.show_state(self.tr("The text is another by now: look again."), is_busy=False)
            return
        self._words = words(view.text, view.tokens)
        busy = "" if view.is_over else self.tr("The model reads…")
        self.panel.show_state(busy, is_busy=not view.is_over)
        self._paint()
        self._show_word()

    def _paint(self) -> None:
        if self._view is None or self._view.place is None:
            return
        by_level, start = formats(self._editor.palette()), self._view.place.start
        for chars in by_level:
            if chars is not None:  # words that are quiet elsewhere, as in a quotation, are read on these colours too
                chars.setForeground(self._editor.palette().text())
        marks = [
            Mark(start + word.start, start + word.end, chars)
            for word in self._words
            if (chars := by_level[word.level]) is not None
        ]
        self._page.marking.show(LAYER, marks)

    def _show_word(self) -> None:
        if self._view is None or self._view.place is None or not self.panel.isVisible():
            return
        place = self._editor.place - self._view.place.start
        at = bisect_right(self._words, place, key=lambda word: word.start) - 1
        word = self._words[at] if at >= 0 and place <= self._words[at].end else None
        self.panel.show_word(self._view.text, word)

    def _go(self, span: Span) -> None:
        """To a phrase or a sentence, while the text is the one that was looked at."""
        if self._view is not None and self._view.place is not None:
            start = self._view.place.start
            self._editor.select(start + span.start, start + span.end)

    def _place(self) -> Span:
        start, end = self._editor.selection
        if start < end:
            return Span(start, end)
        length = len(self._editor.text)
        if length <= MOST:
            return Span(0, length)
        block = self._editor.mirror.to_place(self._editor.textCursor().block().position())
        return Span(block, min(length, block + MOST))
