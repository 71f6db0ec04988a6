"""A document as it stands in our JSON: its text, its notes, what can be undone, and every version as a delta.

A splice is [place, removed, inserted], applied one after the other; places are counted in code points.
"""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from chatapp.domain.document import Splice, Splices, applied
from chatapp.domain.edit_log import EditStep, Stored, text_now
from chatapp.exchange.part import Record, Text
from chatapp.exchange.plain import Object

SpliceRecord = tuple[Annotated[int, Field(ge=0)], Text, Text]


class StepRecord(Record):
    label: Text = ""
    at: AwareDatetime
    splices: tuple[SpliceRecord, ...]


class VersionRecord(Record):
    """`delta` leads here from the version before, from an empty text to the first."""

    label: Text = ""
    at: AwareDatetime
    delta: tuple[SpliceRecord, ...]


class DocumentRecord(Record):
    """`text` is the text as it stands. The first `done` of the `steps` led to it and can be undone; the others can be
    done again. The number of the first step is `first`."""

    text: Text
    memory: Text = ""
    style: Text = ""
    characters: Text = ""
    first: Annotated[int, Field(ge=1)] = 1
    done: Annotated[int, Field(ge=0)] = 0
    steps: tuple[StepRecord, ...] = ()
    versions: tuple[VersionRecord, ...] = ()

    @property
    def stored(self) -> Stored:
        steps = tuple(EditStep(step.label, step.at, splices_of(step.splices)) for step in self.steps)
        position = self.first + self.done - 1
        return Stored(self.text, position, self.first, steps, position)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """ValueError where steps or versions are not those of a text."""
        if self.done > len(self.steps):
            raise ValueError("more steps are done than there are")
        begin = text_now(self.stored, self.first - 1)
        text_now(Stored(begin, self.first - 1, self.first, self.stored.steps), self.first + len(self.steps) - 1)
        text = ""
        for version in self.versions:
            text = applied(text, splices_of(version.delta))
        return self


def splices_of(records: tuple[SpliceRecord, ...]) -> Splices:
    return tuple(Splice(*record) for record in records)


def plain_splices(splices: Splices) -> tuple[SpliceRecord, ...]:
    return tuple((splice.at, splice.removed, splice.inserted) for splice in splices)


def sound(raw: Object) -> tuple[Object, bool]:
    """What of it can be kept, and whether that is all: where its history does not fit, the text and the notes."""
    try:
        DocumentRecord.model_validate(raw)
    except (ValueError, RecursionError):
        words = {name: raw.get(name) for name in ("text", "memory", "style", "characters")}
        return {name: value if isinstance(value, str) else "" for name, value in words.items()}, False
    return raw, True
