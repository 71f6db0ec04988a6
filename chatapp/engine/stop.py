"""Stop strings in text that comes in pieces: what might begin one is held back until it is known not to."""

from collections.abc import Sequence


class StopFilter:
    """Passes text on up to the first stop string. Of strings that begin at one place, any ends the text there."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.has_stopped = False

    def push(self, text: str) -> str:
        """The part of all text so far that can be shown now and was not before; "" once stopped."""
        if self.has_stopped:
            return ""
        if not self._stops:
            return text
        self._held += text
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.has_stopped = True
            shown, self._held = self._held[: min(places)], ""
            return shown
        keep = max(_overlap(self._held, stop) for stop in self._stops)
        cut = len(self._held) - keep
        shown, self._held = self._held[:cut], self._held[cut:]
        return shown

    def flush(self) -> str:
        """The text is over: what was held back is text after all."""
        shown, self._held = self._held, ""
        return shown


def _overlap(text: str, stop: str) -> int:
    """The length of the longest end of `text` with which `stop` begins, the whole of it left out."""
    longest = min(len(text), len(stop) - 1)
    return next((length for length in range(longest, 0, -1) if stop.startswith(text[-length:])), 0)
