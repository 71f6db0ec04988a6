"""A text that is longer than the model can read at once, portion by portion: cut where paragraphs end. Pure."""

from string import ascii_letters

from chatapp.engine.passage import BORDERS

ASCII_BYTES, OTHER_BYTES = 2.5, 1.2
"""Less than a token has of most texts; small vocabularies have few tokens for other scripts than their own, and many
split numbers into digits."""
WORDS = f"{ascii_letters} \n".encode()
GAP = "\n\n[…]\n\n"


class Portions:
    """Together they are the text. At first it is one."""

    def __init__(self, text: str) -> None:
        self._left = [text]
        self._behind = 0

    @property
    def now(self) -> str:
        return self._left[0]

    @property
    def number(self) -> int:
        """Of the portion that is at work, from 1 on."""
        return self._behind + 1

    @property
    def count(self) -> int:
        return self._behind + len(self._left)

    @property
    def rest(self) -> str:
        """All that is not behind."""
        return "".join(self._left)

    def cut(self, longest: int) -> None:
        """No portion of what is left is longer, but for blank lines without end."""
        left = pieces(self.rest, longest)
        self._left = left[:1]
        for piece in left[1:]:
            if piece.strip() and self._left[-1].strip():
                self._left.append(piece)
            else:
                self._left[-1] += piece

    def advance(self) -> bool:
        """To the next portion; whether there is one."""
        if len(self._left) == 1:
            return False
        del self._left[0]
        self._behind += 1
        return True


def pieces(text: str, longest: int) -> list[str]:
    """In order, none longer; each ends at the best border that its second half has."""
    found: list[str] = []
    begin = 0
    while len(text) - begin > longest:
        end = _end(text, begin, begin + longest)
        found.append(text[begin:end])
        begin = end
    return [*found, text[begin:]]


def _end(text: str, begin: int, most: int) -> int:
    """A piece that begins there ends here."""
    half = (begin + most + 1) // 2
    for border in BORDERS:
        ends = [found.end() for found in border.finditer(text, half, most) if found.end() > begin]
        if ends:
            return ends[-1]
    return most


def characters(text: str, tokens: int) -> int:
    """About so many of such a text are so many tokens, rather less than more; one at the least."""
    data = text.encode("utf-8", "replace")
    others = len(data.translate(None, WORDS))
    guessed = (len(data) - others) / ASCII_BYTES + others / OTHER_BYTES
    return max(int(tokens * len(text) / guessed), 1) if text else 1


def shortened(text: str, longest: int) -> str:
    """Without its middle, where it is longer."""
    if len(text) <= longest:
        return text
    half = max((longest - len(GAP)) // 2, 1)
    return f"{text[:half]}{GAP}{text[-half:]}"
