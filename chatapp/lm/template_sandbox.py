"""The Jinja environment for chat templates, which are code from strangers: no reach outside, no endless work.

Jinja's own sandbox forbids reaching attributes and changing values; the limits on time and size are ours.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import Any, NoReturn

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

SECONDS = 5.0
LONGEST = 50_000_000


class Sandbox(ImmutableSandboxedEnvironment):
    """`a * b` and `a ** b` are checked, since one of them can fill the memory before any clock is read."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and not (abs(left) <= 1_000_000 and abs(right) <= 16):
            raise OverflowError("a power in the template is too great")
        for text, times in ((left, right), (right, left)):
            if isinstance(text, str | list | tuple) and len(text) * times > LONGEST:
                raise OverflowError("a repetition in the template is too long")
        return super().call_binop(context, operator, left, right)


def environment(now: datetime) -> Sandbox:
    """With what transformers gives a template. `now` is the model's loading: a prompt must not change at midnight."""
    made = Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    made.filters["tojson"] = _to_json
    made.globals["raise_exception"] = _raise_exception
    made.globals["strftime_now"] = now.strftime
    return made


def _to_json(value: Any, **options: Any) -> str:
    """Jinja's own escapes HTML, which models were not trained on."""
    return json.dumps(value, **{"ensure_ascii": False, **options})


def _raise_exception(message: str) -> NoReturn:
    raise jinja2.TemplateRuntimeError(message)


@contextmanager
def deadline(seconds: float = SECONDS) -> Iterator[None]:
    """TimeoutError inside the block once it has run for `seconds`. Works in any thread, at a cost for each line run:
    a loop in a template that calls nothing and writes nothing can be left in no other way."""
    end = time.monotonic() + seconds

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any]:
        if time.monotonic() > end:
            raise TimeoutError("the template does not come to an end")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
