"""What two token sequences share from their beginning."""

from collections.abc import Sequence


def shared_length(left: Sequence[int], right: Sequence[int]) -> int:
    """How many tokens are the same before the first difference."""
    shorter = min(len(left), len(right))
    if list(left[:shorter]) == list(right[:shorter]):  # compared without the interpreter's help
        return shorter
    return next(place for place in range(shorter) if left[place] != right[place])
