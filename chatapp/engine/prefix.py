"""What two token sequences share from their beginning."""

from collections.abc import Sequence


def shared_length(left: Sequence[int], right: Sequence[int]) -> int:
    """How many tokens are the same before the first difference."""
    for place, (here, there) in enumerate(zip(left, right, strict=False)):
        if here != there:
            return place
    return min(len(left), len(right))
