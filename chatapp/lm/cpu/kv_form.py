"""The forms in which a page keeps keys and values, and what they take up. Pure."""

from enum import Enum

from chatapp.lm.cpu.records import PAGE

FIGURES = 8
"""Bytes after a rounded head: its scale, and what offsets cost."""


class KvForm(Enum):
    """`value` names it in settings and in the names of snapshots."""

    HALVES = "f16"
    """Each number as float16, see placement."""
    BYTES = "int8"
    """Each as int8, with a scale per head, see byte_pages: half the memory, and twice the speed of attention."""

    def part_bytes(self, head_size: int) -> int:
        """What a page has for each layer and key head."""
        return PAGE * head_size * 4 if self is KvForm.HALVES else PAGE * (head_size * 2 + 8)


def asked_bytes(head_size: int) -> int:
    """What a rounded query takes up."""
    return head_size + FIGURES
