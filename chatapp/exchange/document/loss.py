"""What a document had that a text can't hold, counted by kind. Grows while a document is read."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class LossKind(StrEnum):
    """The values are the words that a person reads."""

    PICTURE = "pictures, charts and drawings: left out"
    COMMENT = "comments: left out"
    DELETION = "deleted stretches of tracked changes: left out"
    INSERTION = "inserted stretches of tracked changes: taken as accepted"
    HEADER = "headers and footers of pages: left out"
    TEXT_BOX = "text boxes: their words follow the paragraph"
    CONTENTS = "tables of contents and indexes: left out"
    FORMULA = "formulas: only their characters are kept"
    OBJECT = "embedded objects and forms: left out"
    HIDDEN = "hidden stretches of text: left out"
    MERGED_CELL = "merged cells: taken apart"
    CELL = "cells of several paragraphs: joined to one"
    NESTED_TABLE = "tables within tables: only their words are kept"
    LOOK = "stretches with colours, underlining, raised or lowered letters: plain now"
    LINK = "links to other things than pages and addresses: only their words are kept"
    ENCODING = "characters that could not be read: shown as �"


@dataclass(slots=True)
class Losses:
    counts: Counter[LossKind] = field(default_factory=Counter)

    def note(self, kind: LossKind, number: int = 1) -> None:
        if number:
            self.counts[kind] += number

    def listed(self) -> tuple[tuple[LossKind, int], ...]:
        """In the order of the kinds."""
        return tuple((kind, self.counts[kind]) for kind in LossKind if self.counts[kind])
