"""Tells what a model thought from what it answered. Pure.

A model thinks first, between `<think>` and `</think>`; where its template opened that already, only the end is there.
"""

import re
from dataclasses import dataclass

_OPENING = re.compile(r"\s*<(think|thinking|thought)>")
_LONE_END = re.compile(r"^</think>[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_FIRST = "<think>"


@dataclass(frozen=True, slots=True)
class Parts:
    """`is_thinking`: the end of the thought has not come yet."""

    thought: str
    answer: str
    is_thinking: bool = False


def parts_of(text: str, *, is_whole: bool = True) -> Parts:
    """`is_whole` False: more may come, so the beginning of a mark is not shown as an answer."""
    opening = _OPENING.match(text)
    if opening is None:
        return _without_opening(text, is_whole=is_whole)
    closing = f"</{opening[1]}>"
    end = text.find(closing, opening.end())
    if end < 0:
        return Parts(_without_mark(text[opening.end() :], closing, is_whole=is_whole).strip(), "", not is_whole)
    return Parts(text[opening.end() : end].strip(), text[end + len(closing) :].lstrip())


def _without_opening(text: str, *, is_whole: bool) -> Parts:
    start = text.lstrip()
    if not is_whole and start and len(start) < len(_FIRST) and _FIRST.startswith(start):
        return Parts("", "")
    end = _LONE_END.search(text) if "</think>" in text else None
    if end is None or _FENCE.search(text, 0, end.start()):
        return Parts("", text)
    return Parts(text[: end.start()].strip(), text[end.end() :].lstrip())


def _without_mark(text: str, mark: str, *, is_whole: bool) -> str:
    """Less the beginning of a mark that may be on its way."""
    if is_whole:
        return text
    for length in range(len(mark) - 1, 0, -1):
        if text.endswith(mark[:length]):
            return text[:-length]
    return text
