"""Text to token ids, where what was encoded lately is not encoded again: a prompt grows at its end. Engine thread.

Exact: a tokenizer takes added tokens out of a text before anything else and treats what lies between them piece by
piece. So a text can be cut before one of them, and the ids of both parts, one after the other, are those of the whole.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import tokenizers

KNOWN = 16
"""Texts remembered, the latest ones."""
WORTH_CHARACTERS = 200
"""Shorter ones are encoded sooner than looked up."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text, its ids, and its cuts: before which characters, and how many ids lie before each."""

    text: str = ""
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    places: Sequence[int] = ()
    counts: Sequence[int] = ()

    def cuts_shared(self, text: str, margin: int) -> int:
        """How many of the cuts, from the first on, have the same before them and `margin` characters after them."""
        return bisect_left(
            self.places, True, key=lambda place: text[: place + margin] != self.text[: place + margin]
        )  # texts part once and for all

    def before(self, cut: int) -> "Encoded":
        place, count = self.places[cut], self.counts[cut]
        return Encoded(self.text[:place], self.ids[:count], self.places[:cut], self.counts[:cut])


class Encoder:
    def __init__(self, backend: tokenizers.Tokenizer) -> None:
        self._backend = backend
        added = backend.get_added_tokens_decoder()
        self._cutting = {
            index: token.content
            for index, token in added.items()
            if not (token.normalized or token.lstrip or token.rstrip or token.single_word)
        }
        # What of a longer added token begins before a cut, or at it, must show within what is shared.
        self._margin = max((len(token.content) for token in added.values()), default=0)
        self._known: list[Encoded] = []

    def ids(self, text: str) -> list[int]:
        """As the tokenizer gives them for the whole text, without what it puts before or after any."""
        if len(text) < WORTH_CHARACTERS:
            return list(self._backend.encode(text, add_special_tokens=False).ids)
        head = self._longest_head(text)
        tail = self._backend.encode(text[len(head.text) :], add_special_tokens=False)
        ids = head.ids + array("q", tail.ids)
        self._remember(Encoded(text, ids, *self._cuts(text, head, tail)))
        return ids.tolist()

    def forget(self) -> None:
        """Every text goes."""
        self._known.clear()

    def _longest_head(self, text: str) -> Encoded:
        heads = [known.before(cuts - 1) for known in self._known if (cuts := known.cuts_shared(text, self._margin)) > 0]
        return max(heads, key=lambda head: len(head.text), default=Encoded())

    def _cuts(self, text: str, head: Encoded, tail: tokenizers.Encoding) -> tuple[list[int], list[int]]:
        places, counts = [*head.places], [*head.counts]
        for number, index in enumerate(tail.ids):
            word = self._cutting.get(index)
            span = tail.token_to_chars(number) if word is not None else None
            if word is None or span is None:
                continue
            place = len(head.text) + span[0]
            if text.startswith(word, place):  # else the model has made the token out of other characters
                places.append(place)
                counts.append(len(head.ids) + number)
        return places, counts

    def _remember(self, encoded: Encoded) -> None:
        """Those that it goes on from are not needed beside it."""
        kept = [known for known in self._known if not encoded.text.startswith(known.text)]
        self._known = [*kept[1 - KNOWN :], encoded]
