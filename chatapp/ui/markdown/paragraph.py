"""Where a very long paragraph is cut into blocks, since laying one out costs more the longer it is. Pure.

A cut depends on nothing but the characters before it, so a text that streams is cut like one that is there at once.
"""

from collections.abc import Iterator

LONGEST = 4_000  # characters of a block
_TRIES = 8
_PAIRS = (("[", "]"), ("(", ")"), ("{", "}"))
_MARKS = ("**", "`", "$", "~~", "_", "*")


def cut(text: str) -> int:
    """Where the first block of a text that is longer than LONGEST ends: after a sentence and between marks, if it can
    be, else after a word."""
    end = LONGEST
    for _ in range(_TRIES):
        end = text.rfind(". ", LONGEST // 2, end) + 2
        if end < 2:
            break
        if text[end : end + 1].isalpha() and _is_even(text[:end]):
            return end
        end -= 2
    return _after_word(text)


def plain_pieces(line: str) -> Iterator[str]:
    """A line of plain text in parts."""
    while len(line) > LONGEST:
        end = line.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
        yield line[:end]
        line = line[end:]
    yield line


def _after_word(text: str) -> int:
    """What follows must not look like the beginning of a list, a heading or a quotation."""
    end = LONGEST
    for _ in range(_TRIES):
        end = text.rfind(" ", LONGEST // 2, end) + 1
        if not end:
            break
        if text[end : end + 1].isalpha():
            return end
        end -= 1
    return LONGEST


def _is_even(text: str) -> bool:
    """Whether every mark that opens something has its end."""
    if any(text.count(left) != text.count(right) for left, right in _PAIRS):
        return False
    return all(text.count(mark) % 2 == 0 for mark in _MARKS)
