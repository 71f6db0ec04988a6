"""The model's view of a text that somebody wrote: how surprising each word is, by one pass without any writing. A side
job, which gives way to everything and goes on where it was. GUI thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chatapp.domain import token_report
from chatapp.domain.changes import Change
from chatapp.domain.document import Splices
from chatapp.domain.errors import Problem
from chatapp.domain.generation import FinishReason
from chatapp.domain.model import ModelInfo
from chatapp.domain.proposal import Span, moved
from chatapp.domain.token_view import TokenSpan, spans
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, TextScored, TokensScored
from chatapp.services.announcement import Announcement
from chatapp.services.answers import Answers
from chatapp.services.documents import Documents

BEFORE = 4000
"""Characters before the place that are read too, so that its first words are judged by what led to them."""


@dataclass(frozen=True, slots=True)
class TextView:
    """Of a place in a document, None once it was edited. `tokens` are of the place's own text, from its beginning, as
    far as the model has come."""

    document_id: int
    place: Span | None
    text: str
    tokens: tuple[TokenSpan, ...] = ()
    is_over: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class SurpriseParts:
    documents: Documents
    answers: Answers
    engine: EngineClient
    model: Callable[[], ModelInfo | None]
    is_busy: Callable[[], bool]
    announcement: Announcement


@dataclass(slots=True)
class _Look:
    """`before` stands before the place's text and is read with it."""

    view: TextView
    before: str
    end: Callable[[], None]
    tokens: list[TokenSpan] = field(default_factory=list)


class Surprise:
    """One place of one document at a time. `Change.views` names the document when its view moved on."""

    def __init__(self, parts: SurpriseParts) -> None:
        self._parts = parts
        self._look: _Look | None = None
        self._active: int | None = None
        parts.answers.side_jobs.append(self.give_way)

    @property
    def is_running(self) -> bool:
        return self._active is not None

    def look_at(self, document_id: int, place: Span) -> None:
        """KeyError for an unknown document, ValueError for a place outside its text."""
        text = self._parts.documents.text(document_id)
        if place.end > len(text):
            raise ValueError(f"a place outside the text: {place}")
        self.leave()
        end = self._parts.documents.follow(document_id, self._follow)
        before = text[max(0, place.start - BEFORE) : place.start]
        self._look = _Look(TextView(document_id, place, text[place.start : place.end]), before, end)
        self.pump()

    def leave(self) -> None:
        """Nobody looks any more."""
        self.give_way()
        if self._look is not None:
            self._look.end()
            self._look = None

    def view(self, document_id: int) -> TextView | None:
        """None where that document is not looked at."""
        look = self._look
        return look.view if look is not None and look.view.document_id == document_id else None

    def pump(self) -> None:
        """To be called while the engine may have nothing else to do."""
        look = self._look
        is_wanted = look is not None and not look.view.is_over and self._active is None
        if look is None or not is_wanted or self._parts.model() is None or self._parts.is_busy():
            return
        done = look.tokens[-1].end if look.tokens else 0
        self._active = self._parts.engine.score(look.before + look.view.text, len(look.before) + done)

    def give_way(self) -> None:
        if self._active is not None:
            self._parts.engine.cancel(self._active)
            self._active = None

    def handle(self, event: Event) -> None:
        """Those of passes that gave way are dropped."""
        look = self._look
        if look is None or self._active is None or event.id != self._active:
            return
        if isinstance(event, TokensScored):
            self._take(look, event)
        elif isinstance(event, TextScored):
            self._active = None
            look.view = replace(look.view, is_over=event.reason is not FinishReason.CANCELLED)
        elif isinstance(event, CommandFailed):
            self._active = None
            look.view = replace(look.view, is_over=True, problem=event.problem)
        self._changed(look)

    def _take(self, look: _Look, event: TokensScored) -> None:
        report = token_report.decode(event.report)
        offset = len(look.before)
        found = spans(report, (look.before + look.view.text)[: event.start + report.ends[-1]])
        look.tokens += [
            replace(token, start=max(0, token.start - offset), end=max(0, token.end - offset)) for token in found
        ]
        look.view = replace(look.view, tokens=tuple(look.tokens))

    def _follow(self, splices: Splices) -> None:
        look = self._look
        if look is None:
            return
        before = place = look.view.place
        for splice in splices:
            place = moved(place, splice) if place is not None else None
        if place != before:
            look.view = replace(look.view, place=place, is_over=look.view.is_over or place is None)
            if place is None:
                self.give_way()
            self._changed(look)

    def _changed(self, look: _Look) -> None:
        self._parts.announcement.announce(Change(views=frozenset((look.view.document_id,))))
