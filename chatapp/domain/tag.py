"""Tags: words that a person puts on conversations. Two that differ only in case are one."""

from dataclasses import dataclass

from chatapp.domain.colour import Colour


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    colour: Colour | None = None


def tag_name(words: str) -> str:
    """A tag's name as it is kept: no spaces around it, one between its words; "" is no tag."""
    return " ".join(words.split())


def tag_key(name: str) -> str:
    """What is the same for two spellings of one tag."""
    return tag_name(name).casefold()


def tag_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a conversation as they are kept: each once, in order of the alphabet, empty ones left out."""
    first = {tag_key(name): tag_name(name) for name in reversed(names) if tag_name(name)}
    return tuple(first[key] for key in sorted(first))
