"""What a person types to search: words, "phrases", and filters such as `tag:travel` or `before:2026-03-01`.

Pure. Whatever is typed means something: a filter that cannot be understood is named as a fault and left out, anything
else is words to be found as they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from chatapp.domain.conversation import Kind
from chatapp.domain.message import Role

FILTER = r'(?P<key>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]\S*)?)'
PIECE = re.compile(FILTER + r'|"(?P<phrase>[^"]*)"?|(?P<word>\S+)')
"""A filter, a phrase, or a word; a quotation mark that is not closed reaches to the end."""

YES, NO = {"yes", "true", "on", "1", ""}, {"no", "false", "off", "0"}
ROLES = {
    "user": Role.USER,
    "me": Role.USER,
    "assistant": Role.ASSISTANT,
    "model": Role.ASSISTANT,
    "ai": Role.ASSISTANT,
    "system": Role.SYSTEM,
}
KINDS = {
    "document": Kind.DOCUMENT,
    "documents": Kind.DOCUMENT,
    "text": Kind.DOCUMENT,
    "conversation": Kind.CONVERSATION,
    "conversations": Kind.CONVERSATION,
    "chat": Kind.CONVERSATION,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A filter from `start` to `end` of what was typed that is left out, and why, in words for a person."""

    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    """All of it must hold; of several roles or kinds one. `words` hold phrases too. None, "" and () ask for nothing. A
    day counts from its beginning, so `before` leaves it out and `after` takes it in; both are in local time."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_pinned: bool | None = None
    is_archived: bool | None = None
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    models: tuple[str, ...] = ()
    before: date | None = None
    after: date | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything to be looked for."""
        return replace(self, faults=()) != Query()

    @property
    def is_about_messages(self) -> bool:
        """Whether it can be answered by messages alone and not by a title."""
        return bool(self.roles or self.models)

    def wants(self, kind: Kind) -> bool:
        return not self.kinds or kind in self.kinds


def parse(text: str) -> Query:
    """Never raises."""
    query, faults = Query(), []
    for piece in PIECE.finditer(text.replace("\0", " ")):
        key = (piece["key"] or "").lower()
        if key in FILTERS:
            value = (piece["quoted"] if piece["quoted"] is not None else piece["plain"]) or ""
            try:
                query = FILTERS[key](query, " ".join(value.split()))
            except ValueError as error:
                faults.append(Fault(piece.start(), piece.end(), str(error)))
        else:
            query = replace(query, words=(*query.words, *_words(piece)))
    return replace(query, faults=tuple(faults))


def _words(piece: re.Match[str]) -> Iterator[str]:
    """What is no filter is words as it stands, `https://…` and `c:\\path` included."""
    if piece["key"] is not None:
        yield from piece.group().split()
    else:
        words = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if words.strip():
            yield words.strip()


def _tag(query: Query, value: str) -> Query:
    return replace(query, tags=(*query.tags, _some("tag", value)))


def _folder(query: Query, value: str) -> Query:
    return replace(query, folders=(*query.folders, _some("folder", value)))


def _pinned(query: Query, value: str) -> Query:
    return replace(query, is_pinned=_is_yes("pinned", value))


def _archived(query: Query, value: str) -> Query:
    return replace(query, is_archived=_is_yes("archived", value))


def _role(query: Query, value: str) -> Query:
    if value.lower() not in ROLES:
        raise ValueError("role: takes user, assistant or system")
    return replace(query, roles=query.roles | {ROLES[value.lower()]})


def _kind(query: Query, value: str) -> Query:
    if value.lower() not in KINDS:
        raise ValueError("kind: takes document or conversation")
    return replace(query, kinds=query.kinds | {KINDS[value.lower()]})


def _model(query: Query, value: str) -> Query:
    return replace(query, models=(*query.models, _some("model", value)))


def _before(query: Query, value: str) -> Query:
    day = _day("before", value)
    return replace(query, before=day if query.before is None else min(day, query.before))


def _after(query: Query, value: str) -> Query:
    day = _day("after", value)
    return replace(query, after=day if query.after is None else max(day, query.after))


FILTERS = {
    "tag": _tag,
    "folder": _folder,
    "pinned": _pinned,
    "archived": _archived,
    "role": _role,
    "kind": _kind,
    "model": _model,
    "before": _before,
    "after": _after,
}


def _some(key: str, value: str) -> str:
    if not value:
        raise ValueError(f"{key}: needs a name after it")
    return value


def _is_yes(key: str, value: str) -> bool:
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise ValueError(f"{key}: takes yes or no")


def _day(key: str, value: str) -> date:
    """A day, or the first of a month or a year."""
    numbers = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", value)
    if numbers is not None:
        year, month, day = (int(number) if number else 1 for number in numbers.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass  # the thirtieth of February: told below
    raise ValueError(f"{key}: takes a day such as 2026-03-01, a month or a year")
