"""What of an import was not taken as it stood, counted by kind with a few examples, and the tally of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

EXAMPLES = 3
EXAMPLE_LENGTH = 80


class OddityKind(StrEnum):
    """The values are the words that a person reads."""

    IMAGE = "pictures, sounds and other parts that are no text"
    FILE = "attached files"
    TOOL = "calls of tools and their results"
    THOUGHT = "thoughts kept apart from the answer"
    PART = "parts of an unknown kind"
    EMPTY = "messages without text"
    ROLE = "messages of an unknown role"
    DATE = "dates that cannot be"
    PARENT = "messages whose predecessor is missing"
    CIRCLE = "messages that follow themselves"
    DUPLICATE = "messages with the id of another one"
    RUN = "figures of answers that could not be read"
    ENTRY = "entries that are no conversation"


@dataclass(frozen=True, slots=True)
class Oddity:
    kind: OddityKind
    example: str = ""


@dataclass(slots=True)
class Tally:
    """Grows while an import runs. `examples` holds the first few of each kind."""

    formats: list[str] = field(default_factory=list)
    conversations: int = 0  # that were read
    conversations_added: int = 0
    messages: int = 0
    messages_added: int = 0
    counts: dict[OddityKind, int] = field(default_factory=dict)
    examples: dict[OddityKind, list[str]] = field(default_factory=dict)

    def note(self, oddities: Iterable[Oddity]) -> None:
        for oddity in oddities:
            self.counts[oddity.kind] = self.counts.get(oddity.kind, 0) + 1
            kept = self.examples.setdefault(oddity.kind, [])
            example = " ".join(oddity.example.split())[:EXAMPLE_LENGTH]
            if example and len(kept) < EXAMPLES and example not in kept:
                kept.append(example)

    def note_format(self, name: str) -> None:
        if name not in self.formats:
            self.formats.append(name)

    @property
    def not_understood(self) -> int:
        return sum(self.counts.values())
