"""What is known of an answer's tokens, and another answer from any of them. GUI thread."""

import logging
from collections.abc import Callable
from typing import Protocol

from chatapp.domain import token_report
from chatapp.domain.token_view import Choice, TokenSpan, spans, start_of_other

log = logging.getLogger(__name__)


class ReportStore(Protocol):
    def token_report(self, message_id: int) -> bytes:
        """A domain.token_report blob; b"" where none was kept."""


class TokenViews:
    """`answer_anew` starts a version of an answer with given words."""

    def __init__(self, store: ReportStore, answer_anew: Callable[[int, str], object]) -> None:
        self._store = store
        self._answer_anew = answer_anew

    def spans(self, message_id: int, text: str) -> tuple[TokenSpan, ...]:
        """Of a finished answer with this text; none where no report was kept, or one that can't be read."""
        blob = self._store.token_report(message_id)
        if not blob:
            return ()
        try:
            return spans(token_report.decode(blob), text)
        except ValueError as error:
            log.warning("message %s: %s", message_id, error)
            return ()

    def branch(self, message_id: int, text: str, span: TokenSpan, choice: Choice) -> None:
        """A version of the answer that goes on from another choice; what stands stays beside it."""
        self._answer_anew(message_id, start_of_other(text, span, choice))
