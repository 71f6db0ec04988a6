"""The ways into compiled code: functions that LLVM compiles, single instructions, and the entries Python calls.

Compiled functions see raw addresses and records only. What they are given was checked before, in Python.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, overload

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")
Emit = Callable[..., ir.Value]
POSITIONAL = inspect.Parameter.POSITIONAL_ONLY

ROOT = Path(__file__).parents[3]
"""Where the package `chatapp` lies."""

EXACT_ENOUGH = {"contract"}
"""Products and sums may fuse; nothing may be reordered, so that a row's figures never depend on its neighbours."""


def inner(function: Function) -> Function:
    """A function that only other compiled code calls; compiled together with its callers."""
    made: Function = njit(nogil=True, fastmath=EXACT_ENOUGH, error_model="numpy")(function)
    return made


def entry(function: Callable[..., Any], signature: Any) -> Callable[..., Any]:
    """Compiles `function`, or takes it from the cache on disk, and returns what Python calls without the GIL held."""
    made: Callable[..., Any] = njit(signature, nogil=True, cache=True, fastmath=EXACT_ENOUGH, error_model="numpy")(
        with_file(function)
    )
    return made


def with_file(function: Function) -> Function:
    """The function, its code named by the file it lies in: a frozen program's code names that within the bundle, and
    numba uses the cache folder it is told only for a file that is there."""
    code = getattr(function, "__code__")  # noqa: B009 - a callable in general has none
    setattr(function, "__code__", code.replace(co_filename=str(ROOT / code.co_filename)))  # noqa: B010 - as above
    return function


@overload
def instruction(signature: Any) -> Callable[[Emit], Callable[..., None]]: ...
@overload
def instruction(signature: Any, _result: type[Result]) -> Callable[[Emit], Callable[..., Result]]: ...
def instruction(signature: Any, _result: type[Result] | None = None) -> Callable[[Emit], Callable[..., Any]]:
    """Makes `emit(builder, *values)` callable from compiled code, with arguments of numba's types in `signature`;
    `_result` says to Python's type checker what comes back."""

    def decorate(emit: Emit) -> Callable[..., Any]:
        def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, values: Any) -> ir.Value:
            made = emit(builder, *values)
            return ir.Constant(ir.LiteralStructType([]), None) if made is None else made

        def typed(*_arguments: Any) -> Any:
            return signature, generate

        # numba counts the parameters: its own context, then those of the instruction.
        places = [inspect.Parameter(name, POSITIONAL) for name in inspect.signature(emit).parameters]
        numbered: Any = typed
        numbered.__signature__ = inspect.Signature(places)
        made: Callable[..., Any] = intrinsic(numbered)
        return made

    return decorate


address = types.int64
"""A place in memory, in bytes."""
