"""Finds words in the turns of a conversation, laid out or not, a slice of time at a time. GUI thread, no widget."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chatapp.domain.branch import Turn
from chatapp.domain.message import Role
from chatapp.ui.markdown.thinking import parts_of
from chatapp.ui.markdown.words import blocks_of

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The `number`th place, from 0, in what a message says, or in what was thought before it."""

    message_id: int
    is_thought: bool
    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """A message's text now, which may be one that still streams."""

    turn: Turn
    text: str


def pattern_of(words: str) -> re.Pattern[str]:
    """Whatever their case; a space stands for any white space within a line."""
    return re.compile(r"\s".join(map(re.escape, words.split(" "))), re.IGNORECASE)


class Search:
    """`found` is in reading order and complete once `is_over`."""

    def __init__(self, words: str, messages: Callable[[], Iterator[Said]]) -> None:
        self._pattern = pattern_of(words)
        self._parts = [re.compile(re.escape(part), re.IGNORECASE) for part in _WORD.findall(words)]
        self._messages = messages()
        self.found: list[Found] = []
        self.is_over = not words

    def go_on(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while not self.is_over and time.perf_counter() < end:
            said = next(self._messages, None)
            if said is None:
                self.is_over = True
            elif all(part.search(said.text) for part in self._parts):
                self._look_in(said)

    def _look_in(self, said: Said) -> None:
        id_ = said.turn.message.id
        if said.turn.message.role is not Role.ASSISTANT:
            self._add(id_, said.text.split("\n"), is_thought=False)
            return
        parts = parts_of(said.text)
        if parts.thought:
            self._add(id_, blocks_of(parts.thought), is_thought=True)
        self._add(id_, blocks_of(parts.answer), is_thought=False)

    def _add(self, message_id: int, blocks: Sequence[str], *, is_thought: bool) -> None:
        count = sum(1 for block in blocks for _ in self._pattern.finditer(block))
        self.found += [Found(message_id, is_thought, number) for number in range(count)]
