"""Words in memory that several threads read and write at once, and what to do while waiting for one. Compiled code."""

from llvmlite import ir
from numba.types import int64, void

from chatapp.lm.cpu import vector_code as code
from chatapp.lm.cpu.compiled import address, instruction


@instruction(int64(address), int)
def look(builder: ir.IRBuilder, place: ir.Value) -> ir.Value:
    """The int64 there now, and whatever was written before it."""
    return builder.load_atomic(code.pointer(builder, place), "acquire", 8, typ=code.I64)


@instruction(void(address, int64))
def tell(builder: ir.IRBuilder, place: ir.Value, value: ir.Value) -> None:
    """Writes the int64 for others to see, after whatever was written before."""
    # llvmlite wants to know here what the pointer points to.
    builder.store_atomic(value, builder.inttoptr(place, ir.PointerType(code.I64)), "release", 8)


@instruction(int64(address, int64), int)
def count(builder: ir.IRBuilder, place: ir.Value, value: ir.Value) -> ir.Value:
    """Adds to the int64 there; returns what it was."""
    return builder.atomic_rmw("add", code.pointer(builder, place), value, "acq_rel")


@instruction(int64(address, int64, int64), int)
def swap_if(builder: ir.IRBuilder, place: ir.Value, expected: ir.Value, value: ir.Value) -> ir.Value:
    """Writes `value` if `expected` is there; 1 if it was."""
    made = builder.cmpxchg(code.pointer(builder, place), expected, value, "acq_rel", "acquire")
    return builder.zext(builder.extract_value(made, 1), code.I64)


@instruction(void())
def pause(builder: ir.IRBuilder) -> None:
    """A moment's rest for a core that spins; nothing on processors whose word for it we do not know."""
    machine = builder.module.triple.split("-")[0]
    if machine in ("x86_64", "i686"):
        code.call(builder, "llvm.x86.sse2.pause", ir.VoidType())
    elif machine in ("aarch64", "arm64"):
        code.call(builder, "llvm.aarch64.hint", ir.VoidType(), code.I32(1))


@instruction(void())
def give_way(builder: ir.IRBuilder) -> None:
    """Lets another thread have the core, where we know how to ask for it; else a pause."""
    if "windows" in builder.module.triple:
        code.call(builder, "llvm.x86.sse2.pause", ir.VoidType())
    else:
        code.call(builder, "sched_yield", code.I32)


@instruction(int64(), int)
def ticks(builder: ir.IRBuilder) -> ir.Value:
    """A counter of the processor's that goes at an even pace; 0 where we do not know one."""
    machine = builder.module.triple.split("-")[0]
    if machine in ("x86_64", "i686"):
        return code.call(builder, "llvm.readcyclecounter", code.I64)
    return code.I64(0)
