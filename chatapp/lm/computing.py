"""What a person may choose of how a model computes on the processor. A pure value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Computing:
    """Where a choice is None, the program makes it: as many threads as the machine has to spare, and the fastest form
    of keys and values. `kv_cache` is the value of a cpu.kv_form.KvForm: "f16" or "int8"."""

    threads: int | None = None
    kv_cache: str | None = None


BY_ITSELF = Computing()
