"""How much a chat template may make: one value, and all values of one rendering together, in bytes of memory.

What an operation will make is reckoned before it is done, never too low but for a small factor: afterwards the memory
would be gone already.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MOST_IN_ONE = 16 * 1024 * 1024
MOST_IN_ALL = 256 * 1024 * 1024
WIDEST = 4  # bytes of a character
PIECE = 60  # bytes of a short string and of the place in a list that holds it

Arguments = Sequence[Any]
Names = Mapping[str, Any]


class Budget:
    """OverflowError where it does not suffice."""

    def __init__(self) -> None:
        self._spent = 0

    def renew(self) -> None:
        self._spent = 0

    def spend(self, size: int) -> None:
        self._spent += size
        if size > MOST_IN_ONE:
            raise OverflowError("the template makes a value that is too large")
        if self._spent > MOST_IN_ALL:
            raise OverflowError("the template makes too much")


def weight(value: Any) -> int:
    """With all that it holds, each time that it is held: as its text would be. OverflowError beyond the limit."""
    pending, total = [value], 0
    while pending:
        one = pending.pop()
        total += sys.getsizeof(one)
        if total > MOST_IN_ONE:
            raise OverflowError("the template makes a value that is too large")
        if isinstance(one, dict):
            pending += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            pending += one
    return total


def of_repeating(value: str | list[Any] | tuple[Any, ...], times: int) -> int:
    return max(times, 0) * (sys.getsizeof(value) - sys.getsizeof(value[:0]))


def of_percent(text: str, values: Any) -> int:
    """`text % values`: numbers in the text are widths, and with a star so are numbers among the values."""
    widths = sum(int(number) for number in re.findall(r"\d+", text))
    if "*" in text and isinstance(values, tuple):
        widths += sum(abs(value) for value in values if isinstance(value, int))
    return sys.getsizeof(text) + widths * WIDEST + text.count("%") * weight(values)


def of_field(value: Any, specification: str) -> int:
    """One field of `str.format`."""
    return weight(value) + WIDEST * sum(int(number) for number in re.findall(r"\d+", specification))


def of_method(text: str, name: str, arguments: Arguments, names: Names) -> int:
    """A call of a method of a string; OverflowError for one whose size nobody reckons here."""
    if name in _HARMLESS:
        return sys.getsizeof(text)
    if name not in _GROWING:
        raise OverflowError(f"the template may not call {name} of a string")
    return _GROWING[name](text, arguments, names)


def of_replacing(text: str, arguments: Arguments, names: Names) -> int:
    old, new, *limit = arguments
    times = text.count(old)
    limit = [*limit, names.get("count")]
    if limit[0] is not None and limit[0] >= 0:
        times = min(times, limit[0])
    return sys.getsizeof(text) + of_repeating(new, times)


def of_joining(text: str, items: Sequence[Any]) -> int:
    return weight(items) + of_repeating(text, len(items))


def of_indenting(text: str, width: int | str) -> int:
    prefix = sys.getsizeof(width) if isinstance(width, str) else WIDEST * width
    return sys.getsizeof(text) + of_pieces(text, (), {}) + (1 + _spaces(text)) * prefix


def of_pieces(text: str, arguments: Arguments, names: Names) -> int:
    separator = next(iter(arguments), names.get("sep"))
    pieces = text.count(separator) if isinstance(separator, str) else _spaces(text)
    return sys.getsizeof(text) + (1 + pieces) * PIECE


def _spaces(text: str) -> int:
    return sum(map(str.isspace, text))


def _of_width(text: str, arguments: Arguments, _names: Names) -> int:
    return sys.getsizeof(text) + WIDEST * int(arguments[0])


def _of_tabs(text: str, arguments: Arguments, names: Names) -> int:
    width = next(iter(arguments), names.get("tabsize", 8))
    return sys.getsizeof(text) + text.count("\t") * WIDEST * int(width)


def _of_join(text: str, arguments: Arguments, _names: Names) -> int:
    return of_joining(text, arguments[0])


_HARMLESS = frozenset(
    {
        *("capitalize", "casefold", "count", "endswith", "find", "index", "lower", "lstrip", "partition"),
        *("removeprefix", "removesuffix", "rfind", "rindex", "rpartition", "rstrip", "startswith", "strip"),
        *("swapcase", "title", "upper", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier"),
        *("islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper"),
    }
)
_GROWING: dict[str, Callable[[str, Arguments, Names], int]] = {
    "center": _of_width,
    "ljust": _of_width,
    "rjust": _of_width,
    "zfill": _of_width,
    "expandtabs": _of_tabs,
    "replace": of_replacing,
    "join": _of_join,
    "split": of_pieces,
    "rsplit": of_pieces,
    "splitlines": lambda text, _arguments, _names: of_pieces(text, (), {}),
}
