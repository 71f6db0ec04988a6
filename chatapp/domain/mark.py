"""Marks that a person puts on messages to say what the model is to read, apart from the messages themselves."""

from enum import StrEnum


class ContextMark(StrEnum):
    PINNED = "pinned"  # stays, however long the conversation grows
    EXCLUDED = "excluded"  # is left out of what the model reads
