"""Puts a lens over each answer that is on the page, and carries out what is chosen there. GUI thread."""

from collections.abc import Sequence
from weakref import WeakSet

from PySide6.QtCore import QObject

from chatapp.domain.message import Role
from chatapp.domain.token_view import Choice, TokenSpan
from chatapp.services.token_views import TokenViews
from chatapp.ui.asking import Asking
from chatapp.ui.token_view.lens import Lens
from chatapp.ui.transcript.turn_widget import TurnWidget
from chatapp.ui.transcript.view import TranscriptView


class TokenViewPresenter(QObject):
    def __init__(self, transcript: TranscriptView, views: TokenViews, asking: Asking) -> None:
        super().__init__(transcript)
        self._views = views
        self._asking = asking
        self._lenses: WeakSet[Lens] = WeakSet()
        self._is_on = False
        transcript.turn_made.connect(self._on_turn_made)
        transcript.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def knows_something(self) -> bool:
        """Whether any answer on the page was written with its tokens reported."""
        return any(lens.spans for lens in self._lenses)

    def switch(self, is_on: bool) -> None:
        self._is_on = is_on
        for lens in tuple(self._lenses):
            lens.switch(is_on=is_on)

    def _on_turn_made(self, widget: TurnWidget) -> None:
        if widget.role is not Role.ASSISTANT:
            return
        lens = Lens(widget, self._read)
        lens.chosen.connect(self._on_chosen)
        widget.destroyed.connect(lambda: self._lenses.discard(lens))
        self._lenses.add(lens)
        if self._is_on:
            lens.switch(is_on=True)

    def _on_scrolled(self) -> None:
        if self._is_on:
            for lens in tuple(self._lenses):
                lens.refresh_sight()

    def _read(self, message_id: int, text: str) -> Sequence[TokenSpan]:
        return self._asking.answer(lambda: self._views.spans(message_id, text)) or ()

    def _on_chosen(self, message_id: int, text: str, span: TokenSpan, choice: Choice) -> None:
        self._asking(lambda: self._views.branch(message_id, text, span, choice))
