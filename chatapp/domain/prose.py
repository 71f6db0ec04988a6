"""What strikes a reader of a text: phrases that come again soon, sentences that are long. Pure."""

import re
from dataclasses import dataclass

from chatapp.domain.proposal import Span
from chatapp.domain.word_count import WORD

SHORTEST = 3
"""Words that make a phrase."""
NEAR = 250
"""Words after which a phrase may come again unnoticed."""
LONG = 35
SENTENCE = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*[\"'”’»」』)]*|\n")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same words at several places, in the order of the text."""

    words: str
    places: tuple[Span, ...]


def repeated_phrases(text: str, shortest: int = SHORTEST, near: int = NEAR) -> list[Phrase]:
    """Of so many words at least, each as long as it comes again; case is no difference. Places farther apart than
    `near` words are not told of together."""
    matches = list(WORD.finditer(text))
    said = [match.group().rstrip(".,;:!?…'\"”’)]").casefold() for match in matches]
    found: dict[tuple[str, ...], set[int]] = {}
    latest: dict[tuple[str, ...], int] = {}
    reached: dict[int, int] = {}  # by distance: up to where a phrase that comes again after it is told of
    for place in range(len(said) - shortest + 1):
        gram = tuple(said[place : place + shortest])
        before = latest.get(gram)
        latest[gram] = place
        if before is None or place - before > near or reached.get(place - before, 0) > place:
            continue
        length = _common(said, before, place)
        if length < shortest:
            continue
        reached[place - before] = place + length
        found.setdefault(tuple(said[place : place + length]), set()).update((before, place))
    return [
        Phrase(
            text[matches[min(at)].start() : matches[min(at) + len(words) - 1].end()], _spans(matches, at, len(words))
        )
        for words, at in sorted(found.items(), key=lambda item: min(item[1]))
    ]


def long_sentences(text: str, most: int = LONG) -> list[Span]:
    """Those of more words than this."""
    spans = []
    for match in SENTENCE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        if sum(1 for _ in WORD.finditer(text, start, match.end())) > most:
            spans.append(Span(start, match.end()))
    return spans


def _common(said: list[str], before: int, place: int) -> int:
    """How many words are the same from both places on, without reaching into each other."""
    length = 0
    while place + length < len(said) and before + length < place and said[before + length] == said[place + length]:
        length += 1
    return length


def _spans(matches: list[re.Match[str]], places: set[int], count: int) -> tuple[Span, ...]:
    return tuple(Span(matches[at].start(), matches[at + count - 1].end()) for at in sorted(places))
