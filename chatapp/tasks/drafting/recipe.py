"""How an operation is asked for, as its file says: of models that follow instructions, and of those that write on.

A recipe's paragraphs name in braces what they need; one that names something empty is left out.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from chatapp.domain.message import Role
from chatapp.domain.prompt import Passage, Prompt, PromptTurn
from chatapp.domain.proposal import Operation
from chatapp.tasks.drafting.material import Length, Material, Wish

BLANK_LINE = "\n\n"
STOP_CHARACTERS = 24
"""So much of what follows the gap is enough to know that the model has come to it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the answer may be, the words that say so, and what ends it before."""

    tokens: int
    wording: str = ""
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """`request` is what stands before the text, in paragraphs; `passage` names what the answer goes on from, "" for
    nothing; or it begins with the words `answer`, which keep a small model from talking about it."""

    request: tuple[str, ...]
    answer: str = ""
    passage: str = ""
    system: str = ""
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """`label` is what the step of undoing is called. `temperature` None: as the settings say. `plain` is for models
    without a template; `fills` asks a model that can natively for what stands between. `opening` is how the text
    begins, whatever the model writes. `repeats`: most of the words are those that are given, and none is made rarer
    for having stood there."""

    operation: Operation
    label: str
    chat: Wording
    plain: Wording
    limits: Mapping[Length, Limit]
    temperature: float | None = None
    fills: bool = False
    is_single_line: bool = False
    repeats: bool = False
    opening: str = ""

    def prompt(self, material: Material, wish: Wish, *, has_template: bool, can_fill: bool) -> Prompt:
        values = material.values(wish, self.limits[wish.length].wording)
        if self.fills and can_fill and material.after.strip():
            return Prompt((), passage=Passage(material.before, material.after, _head(self.plain, values, "memory")))
        if not has_template:
            return Prompt((), passage=Passage(values.get(self.plain.passage, ""), head=_head(self.plain, values)))
        system = (PromptTurn(Role.SYSTEM, self.chat.system),) if self.chat.system else ()
        before = values.get(self.chat.passage, "") or self.chat.answer
        asked = PromptTurn(Role.USER, _joined(self.chat.request, values))
        return Prompt((*system, asked), passage=Passage(before) if before else None)

    def stops(self, material: Material, wish: Wish, *, has_template: bool) -> tuple[str, ...]:
        """What ends the answer: the recipe's own signs; the words that the gap ends before; a blank line, where what is
        revised has none."""
        own = (self.chat if has_template else self.plain).stop
        end = material.after.strip()[:STOP_CHARACTERS] if self.fills else ""
        is_one = self.operation is Operation.REWRITE and BLANK_LINE not in material.selection
        return (
            *own,
            *self.limits[wish.length].stop,
            *([end] if len(end) >= STOP_CHARACTERS // 2 else []),
            *([BLANK_LINE] if is_one else []),
        )


def _joined(paragraphs: Sequence[str], values: Mapping[str, str]) -> str:
    return "\n\n".join(one.format_map(values) for one in paragraphs if all(values.get(key) for key in _names(one)))


def _names(paragraph: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(paragraph) if name]


def _head(wording: Wording, values: Mapping[str, str], only: str = "") -> str:
    """What stands before the text that is gone on with, and a blank line."""
    wanted = [one for one in wording.request if not only or only in _names(one)]
    head = _joined(wanted, values)
    return f"{head}\n\n" if head and wording.passage else head


@cache
def recipe(operation: Operation) -> Recipe:
    """ValueError for a file that says too little or too much."""
    text = (files("chatapp.tasks.drafting") / f"{operation.value}.toml").read_text(encoding="utf-8")
    try:
        return _read(operation, tomllib.loads(text))
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"the recipe {operation.value} is not whole: {error}") from error


def _read(operation: Operation, found: dict[str, Any]) -> Recipe:
    limits = {Length(name): Limit(**_frozen(values)) for name, values in found.pop("length").items()}
    if set(limits) != set(Length):
        raise TypeError("not every length")
    return Recipe(
        operation, chat=_wording(found.pop("chat")), plain=_wording(found.pop("plain")), limits=limits, **found
    )


def _wording(found: dict[str, Any]) -> Wording:
    return Wording(**_frozen(found))


def _frozen(found: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
