"""What a file becomes: the conversations in it and what was odd."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatapp.exchange.oddity import OddityKind
from chatapp.exchange.record import ConversationRecord, MessageRecord, path_of
from chatapp.exchange.source import Source

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Taken:
    forms: set[str]
    conversations: list[ConversationRecord]
    odd: Counter[OddityKind]

    def titled(self, title: str) -> ConversationRecord:
        return next(conversation for conversation in self.conversations if conversation.title == title)


def take(*paths: Path) -> Taken:
    found = list(Source(paths, lambda _bytes: None).conversations())
    odd = Counter(oddity.kind for one in found for oddity in one.grown.oddities)
    forms = {one.form for one in found if one.grown.record is not None}
    return Taken(forms, [one.grown.record for one in found if one.grown.record is not None], odd)


def shown(conversation: ConversationRecord) -> list[str]:
    return [message.text for message in path_of(conversation)]


def tree(conversation: ConversationRecord) -> dict[str, str | None]:
    """The text above each text."""
    texts = {message.uid: message.text for message in conversation.messages}
    return {message.text: texts[message.parent] if message.parent else None for message in conversation.messages}


def said(conversation: ConversationRecord, text: str) -> MessageRecord:
    return next(message for message in conversation.messages if message.text == text)


@pytest.fixture
def fixture() -> Callable[[str], Path]:
    return lambda name: FIXTURES / name
