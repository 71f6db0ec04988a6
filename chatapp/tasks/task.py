"""The shape of a task: a conversation's path in, a prompt out."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message
from chatapp.domain.prompt import Prompt


class Task(Protocol):
    @property
    def name(self) -> str: ...

    def prompt(self, path: Sequence[Message], system: str, marks: Mapping[int, ContextMark] = ...) -> Prompt:
        """`path` runs from the first message to the answer that is to be written; `system` may be empty; `marks` are
        of messages on the path."""
