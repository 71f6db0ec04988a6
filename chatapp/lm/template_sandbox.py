"""The Jinja environment for chat templates, which are code from strangers: no reach outside, no endless work.

Jinja's own sandbox forbids reaching attributes and changing values; the limits on time and size are ours.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import Any, NoReturn

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedFormatter

from chatapp.lm import template_filters
from chatapp.lm.template_budget import MOST_IN_ONE, Budget, of_field, of_method, of_percent, of_repeating, weight

SECONDS = 5.0
LONGEST_NUMBER = 100_000  # bits
PARTING = "\nstr_join = markup_join = environment.joined\n"
"""What follows the code made of a template: its joins by ~ are ours."""


class _Code(CodeGenerator):
    """Counts slices, which are copies that no method of the environment is asked for."""

    def visit_Getitem(self, node: jinja2.nodes.Getitem, frame: Frame) -> None:
        is_slice = isinstance(node.arg, jinja2.nodes.Slice)
        self.write("environment.counted(" if is_slice else "")
        super().visit_Getitem(node, frame)
        self.write(")" if is_slice else "")


class _Formatter(SandboxedFormatter):
    """For `str.format`, whose fields may ask for any width."""

    def __init__(self, sandbox: "Sandbox") -> None:
        super().__init__(sandbox)
        self._budget = sandbox.budget

    def format_field(self, value: Any, format_spec: str) -> Any:
        self._budget.spend(of_field(value, format_spec))
        return super().format_field(value, format_spec)


class _Template(jinja2.Template):
    def render(self, *arguments: Any, **names: Any) -> str:
        self.environment.budget.renew()  # type: ignore[attr-defined]  # Jinja's types know no environment of ours
        return super().render(*arguments, **names)


class Sandbox(ImmutableSandboxedEnvironment):
    """What makes long values goes through here: operators, methods, joins and output, each paid from one budget, since
    one of them can fill the memory before any clock is read."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))
    code_generator_class = _Code
    template_class = _Template

    def __init__(self) -> None:
        self.budget = Budget()
        super().__init__(
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.loopcontrols"],
            finalize=self._finalized,
        )
        del self.globals["lipsum"]

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+":
            if not isinstance(left, int | float):
                self.budget.spend(sys.getsizeof(left) + sys.getsizeof(right))
        elif operator == "%":
            if isinstance(left, str):
                self.budget.spend(of_percent(left, right))
        elif isinstance(left, int) and isinstance(right, int):
            _require_short_number(operator, left, right)
        elif operator == "*":
            for value, times in ((left, right), (right, left)):
                if isinstance(value, str | list | tuple):
                    self.budget.spend(of_repeating(value, times))
        return super().call_binop(context, operator, left, right)

    def call(self, context: jinja2.runtime.Context, called: Any, /, *arguments: Any, **names: Any) -> Any:
        owner, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
        if isinstance(owner, str):
            if name == "join":
                arguments = tuple(map(list, arguments))  # an iterator would be used up by the reckoning
            self.budget.spend(of_method(owner, name, arguments, names))
        elif name == "to_bytes":
            raise OverflowError("the template may not make bytes")
        return self.counted(super().call(context, called, *arguments, **names))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        if super().wrap_str_format(value) is None:
            return None
        text: str = value.__self__

        def formatted(*arguments: Any, **names: Any) -> str:
            if value.__name__ == "format_map":
                return self.concat([_Formatter(self).vformat(text, (), arguments[0])])
            return self.concat([_Formatter(self).vformat(text, arguments, names)])

        return formatted

    def concat(self, parts: Iterable[str]) -> str:
        """The rendering as a whole, and each macro and block within it."""
        kept, size = list[str](), 0
        for part in parts:
            size += sys.getsizeof(part)
            if size > MOST_IN_ONE:
                break  # spend refuses it
            kept.append(part)
        self.budget.spend(size)
        return "".join(kept)

    def joined(self, values: Iterable[Any]) -> str:
        return self.concat([str(self._finalized(value)) for value in values])

    def counted(self, value: Any) -> Any:
        self.budget.spend(sys.getsizeof(value))
        return value

    def _finalized(self, value: Any) -> Any:
        """Before its text is made, which for lists that hold each other may be endless."""
        if not isinstance(value, str):
            self.budget.spend(weight(value))
        return value

    def _generate(
        self, source: jinja2.nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(source, name, filename, defer_init) + PARTING


def _require_short_number(operator: str, left: int, right: int) -> None:
    is_short = (
        abs(left) <= 1_000_000 and abs(right) <= 16
        if operator == "**"
        else left.bit_length() + right.bit_length() <= LONGEST_NUMBER
    )
    if not is_short:
        raise OverflowError("a number in the template is too great")


def environment(now: datetime) -> Sandbox:
    """With what transformers gives a template. `now` is the model's loading: a prompt must not change at midnight."""
    made = Sandbox()
    made.filters["tojson"] = _to_json
    template_filters.bind(made.filters, made.budget)
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
