"""What a model may take of the machine. Pure."""

from dataclasses import dataclass

CACHE_BYTES = 1 << 30
DISK_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Means:
    """`threads` None: as many as the machine can spare. `cache_bytes` of memory and `disk_bytes` of disk are for what
    was read of conversations; those on the disk are of all models together. `kv_cache` is the form of keys and values
    of the compiled step, "f16" or "int8" (cpu.kv_form); None: the faster one, whose loss is about that of rounding."""

    threads: int | None = None
    cache_bytes: int = CACHE_BYTES
    disk_bytes: int = DISK_BYTES
    kv_cache: str | None = None


PLENTY = Means()
