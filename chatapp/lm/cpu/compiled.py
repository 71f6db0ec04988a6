"""The ways into compiled code: functions that LLVM compiles, single instructions, and the entries Python calls.

Compiled functions see raw addresses and records only. What they are given was checked before, in Python.
"""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from llvmlite import ir
from numba import njit, types
from numba.core import typing
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
Record = Any
"""A row of one of the tables in records.py, as compiled code sees it."""

EXACT_ENOUGH = {"contract"}
"""Products and sums may fuse; nothing may be reordered, so that a row's figures never depend on its neighbours."""


def inner(function: Function) -> Function:
    """A function that only other compiled code calls; compiled together with its callers."""
    made: Function = njit(nogil=True, fastmath=EXACT_ENOUGH, error_model="numpy")(function)
    return made


def entry(function: Callable[..., Any], signature: typing.Signature) -> Callable[..., Any]:
    """Compiles `function`, or takes it from the cache on disk, and returns what Python calls without the GIL held."""
    made: Callable[..., Any] = njit(signature, nogil=True, cache=True, fastmath=EXACT_ENOUGH, error_model="numpy")(
        function
    )
    return made


def instruction(signature: typing.Signature) -> Callable[[Callable[..., ir.Value]], Any]:
    """Makes `emit(builder, *values)` callable from compiled code. Constant arguments are declared by their type too."""

    def decorate(emit: Callable[..., ir.Value]) -> Any:
        def generate(_context: Any, builder: ir.IRBuilder, _signature: Any, values: Any) -> ir.Value:
            made = emit(builder, *values)
            return ir.Constant(ir.LiteralStructType([]), None) if made is None else made

        def none(_typing: Any) -> Any:
            return signature, generate

        def one(_typing: Any, a: Any) -> Any:
            return signature, generate

        def two(_typing: Any, a: Any, b: Any) -> Any:
            return signature, generate

        def three(_typing: Any, a: Any, b: Any, c: Any) -> Any:
            return signature, generate

        def four(_typing: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
            return signature, generate

        arity = len(inspect.signature(emit).parameters) - 1
        return intrinsic([none, one, two, three, four][arity])

    return decorate


address = types.int64
"""A place in memory, in bytes."""
