"""Renders a prompt as the text that a model was trained on: its own Jinja template, or a plain one for base models.

Runs on the engine thread; knows no token ids. Whatever a template raises becomes a Problem that names the model.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from chatapp.domain.message import Role
from chatapp.domain.prompt import PromptTurn
from chatapp.lm.problems import model_file_error
from chatapp.lm.template_sandbox import SECONDS, deadline, environment

PLAIN_NAMES = {Role.USER: "User: ", Role.ASSISTANT: "Assistant: ", Role.SYSTEM: ""}

PLAIN_STOPS = tuple(f"\n\n{PLAIN_NAMES[role].rstrip()}" for role in (Role.USER, Role.ASSISTANT))
"""Where a base model has ended the answer and goes on with the next turn of the transcript."""


class ChatTemplate:
    """`source` None is a model without a template: it gets a plain transcript to continue.

    `tokens` are the special tokens that a template may name: bos_token, eos_token and so on.
    """

    def __init__(self, source: str | None, tokens: Mapping[str, str], name: str, seconds: float = SECONDS) -> None:
        self._name = name
        self._tokens = dict(tokens)
        self._seconds = seconds
        self._template = None
        self.fingerprint = "" if source is None else sha256(source.encode("utf-8", "replace")).hexdigest()
        if source is not None:
            try:
                self._template = environment(datetime.now().astimezone()).from_string(source)
            except Exception as error:
                raise model_file_error(name, f"its chat template is damaged ({error})", repr(error)) from error

    @property
    def is_own(self) -> bool:
        """Whether the model brought it."""
        return self._template is not None

    def render(self, turns: Sequence[PromptTurn], *, is_open: bool = True) -> str:
        """The turns as text; `is_open` adds what stands before an answer. ProblemError if the template fails."""
        try:
            return self._rendered(turns, is_open=is_open)
        except Exception as first:
            try:
                # Some templates (Gemma's) refuse a system turn: its text then heads the first question.
                return self._rendered(without_system_turn(turns), is_open=is_open)
            except Exception:
                raise model_file_error(self._name, f"its chat template failed ({first})", repr(first)) from first

    def _rendered(self, turns: Sequence[PromptTurn], *, is_open: bool) -> str:
        if self._template is None:
            return plain_text(turns, is_open=is_open)
        messages = [{"role": turn.role.value, "content": turn.text} for turn in turns]
        with deadline(self._seconds):
            return self._template.render(messages=messages, add_generation_prompt=is_open, **self._tokens)


def without_system_turn(turns: Sequence[PromptTurn]) -> list[PromptTurn]:
    """The first turn's text, if it is the system's, moved to the head of the next one."""
    if len(turns) < 2 or turns[0].role is not Role.SYSTEM:
        return list(turns)
    return [PromptTurn(turns[1].role, f"{turns[0].text}\n\n{turns[1].text}"), *turns[2:]]


def plain_text(turns: Sequence[PromptTurn], *, is_open: bool = True) -> str:
    """A transcript with names, a blank line between turns."""
    text = "".join(f"{PLAIN_NAMES[turn.role]}{turn.text}\n\n" for turn in turns)
    return text + PLAIN_NAMES[Role.ASSISTANT].rstrip() if is_open else text
