"""What the page makes first, and how much in one turn of the event loop, so that the window never stalls. Pure."""

AT_ONCE = 6_000  # characters that are laid out in one turn for what is seen
AHEAD = 1  # and for what is near: so many turns of the conversation
ROW_COST = 400  # characters' worth that a row takes besides its text


def by_need(near: range, seen: range, *, from_end: bool) -> list[int]:
    """The rows near the view: those that are seen first, from where the reader looks; then by how near they are."""
    ends = (seen[0], seen[-1])
    beside = sorted(set(near) - set(seen), key=lambda place: min(abs(place - end) for end in ends))
    return [*(reversed(seen) if from_end else seen), *beside]


class Pace:
    """Of one turn of the event loop."""

    def __init__(self, ahead: int = 0) -> None:
        self._room = AT_ONCE
        self._ahead = ahead

    def allows(self, length: int, *, is_seen: bool) -> bool:
        """Whether another row with so many characters may be made; it is taken for made then."""
        if is_seen:
            may, self._room = self._room > 0, self._room - ROW_COST - length
        else:
            may, self._ahead = self._ahead > 0, self._ahead - 1
        return may
