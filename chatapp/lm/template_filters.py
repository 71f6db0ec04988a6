"""Jinja's filters within a budget: what each will make is reckoned before, and what it made is counted after."""

import functools
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from chatapp.lm import template_budget as budget
from chatapp.lm.template_budget import Budget

Filter = Callable[..., Any]
UNNEEDED = ("batch", "pprint", "slice", "urlize", "wordwrap", "xmlattr")
"""For web pages: they grow in ways of their own, and no prompt wants them."""
GREATEST_PRECISION = 100
GREATEST_INDENT = 16


def bind(filters: MutableMapping[str, Any], purse: Budget) -> None:
    for name in UNNEEDED:
        del filters[name]
    for name, original in list(filters.items()):
        filters[name] = _bound(name, original, purse)


def _bound(name: str, original: Filter, purse: Budget) -> Filter:
    reckon = _RECKONED.get(name, _of_references if name in _STRUCTURAL else _of_text)
    first = 1 if hasattr(original, "jinja_pass_arg") else 0  # before the value stands what Jinja hands over

    @functools.wraps(original)
    def bound(*arguments: Any, **names: Any) -> Any:
        before, values = arguments[:first], list(arguments[first:])
        if name in _LISTED:
            values[0] = list(values[0])
        purse.spend(reckon(*values, **names))
        made = original(*before, *values, **names)
        purse.spend(sys.getsizeof(made))
        return made

    return bound


def _of_references(_value: Any = "", *_values: Any, **_names: Any) -> int:
    """What it gives is a part of the value, or as long."""
    return 0


def _of_text(value: Any = "", *_values: Any, **_names: Any) -> int:
    """A text of the value; what a few letters more make of it is counted afterwards."""
    return budget.weight(value)


def _as_json(
    value: Any, indent: int | str | None = None, separators: tuple[str, str] | None = None, **_names: Any
) -> int:
    width = len(indent) if isinstance(indent, str) else indent or 0
    if max(width, *map(len, separators or ("", ""))) > GREATEST_INDENT:
        raise OverflowError("an indentation in the template is too wide")
    return budget.weight(value)


def _center(value: Any, width: int = 80) -> int:
    return budget.weight(value) + budget.WIDEST * width


def _indent(value: Any, width: int | str = 4, *_values: Any, **_names: Any) -> int:
    return budget.of_indenting(_text(value), width)


def _join(value: list[Any], d: str = "", _attribute: Any = None, **_names: Any) -> int:
    return budget.of_joining(_text(d), value)


def _replace(value: Any, old: str, new: str, count: int | None = None) -> int:
    return budget.of_replacing(_text(value), (old, new, count), {})


def _format(value: Any, *values: Any, **names: Any) -> int:
    return budget.of_percent(_text(value), names or values)


def _text(value: Any) -> str:
    """Weighed first: the text of lists that hold each other may be endless."""
    budget.weight(value)
    return str(value)


def _list(value: Any) -> int:
    return budget.PIECE * (len(value) + 1) if hasattr(value, "__len__") else 0


def _round(_value: Any, precision: int = 0, *_method: str, **_names: str) -> int:
    if precision > GREATEST_PRECISION:
        raise OverflowError("a rounding in the template is too fine")
    return 0


_LISTED = frozenset({"join", "sum"})
"""An iterator among their values would be used up by the reckoning."""
_STRUCTURAL = frozenset(
    {
        *("abs", "attr", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last"),
        *("length", "map", "max", "min", "random", "reject", "rejectattr", "reverse", "select", "selectattr", "sort"),
        "unique",
    }
)
_RECKONED: dict[str, Callable[..., int]] = {
    "center": _center,
    "format": _format,
    "indent": _indent,
    "join": _join,
    "list": _list,
    "replace": _replace,
    "round": _round,
    "sum": _of_text,
    "tojson": _as_json,
}
