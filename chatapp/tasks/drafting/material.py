"""What a prompt is made of: the writer's text around the place, the notes kept beside it, and what is wished. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from chatapp.domain.document import Notes

NOTHING: Mapping[str, str] = MappingProxyType({})


class Length(StrEnum):
    WORDS = "words"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Wish:
    """`tone` is in the person's own words, "" for that of the text. `in_place`: what is written comes into the document
    while it is written, where there is one alternative alone."""

    length: Length = Length.PARAGRAPH
    tone: str = ""
    alternatives: int = 1
    in_place: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.alternatives <= 8:
            raise ValueError(f"so many alternatives: {self.alternatives}")


@dataclass(frozen=True, slots=True)
class Material:
    """`before` and `after` surround the place, `selection` stands there. `details` are what one operation alone needs,
    such as an instruction."""

    before: str = ""
    after: str = ""
    selection: str = ""
    title: str = ""
    notes: Notes = field(default_factory=Notes)
    details: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def values(self, wish: Wish, length: str) -> dict[str, str]:
        """By the names that recipes use; `length` is the recipe's wording of the wish's."""
        return {
            "before": self.before,
            "after": self.after,
            "selection": self.selection,
            "title": self.title,
            "memory": self.notes.memory.strip(),
            "style": self.notes.style.strip(),
            "characters": self.notes.characters.strip(),
            "tone": wish.tone.strip(),
            "length": length,
            **self.details,
        }
