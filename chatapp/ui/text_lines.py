r"""Texts as lines that a person writes: \n and \t stand for the line's end and the tab that a text may hold. Pure."""

from collections.abc import Iterable


def lines_of(texts: Iterable[str]) -> str:
    return "\n".join(text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for text in texts)


def texts_of(lines: str) -> tuple[str, ...]:
    """Empty lines are no texts."""
    return tuple(_unescaped(line) for line in lines.split("\n") if line)


def _unescaped(line: str) -> str:
    parts = (part.replace("\\n", "\n").replace("\\t", "\t") for part in line.split("\\\\"))
    return "\\".join(parts)
