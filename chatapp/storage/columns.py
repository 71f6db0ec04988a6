"""How domain values lie in columns: times, enumerations, long numbers, text. Knows no table."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from chatapp.storage.problems import DamagedValueError

Member = TypeVar("Member", bound=StrEnum)


class UtcTime(TypeDecorator[datetime]):
    """ISO 8601 in UTC with microseconds, so that the order of the text is the order of time."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        return None if value is None else time_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else self.plain(value)

    def plain(self, value: str) -> datetime:
        """Out of the column as SQLite has it."""
        try:
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError) as error:
            raise DamagedValueError(f"{value!r} for a time") from error


class Word(TypeDecorator[Member], Generic[Member]):
    """A member of an enumeration under its value; a check constraint keeps anything else out."""

    impl = String(16)
    cache_ok = True

    def __init__(self, kind: type[Member]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {member.value: member for member in kind}

    def process_bind_param(self, value: Member | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Member | None:
        return None if value is None else self.plain(value)

    def plain(self, value: str) -> Member:
        """Out of the column as SQLite has it."""
        try:
            return self._members[value]
        except (KeyError, TypeError) as error:
            raise DamagedValueError(f"{value!r} for a {self.kind.__name__.lower()}") from error


class LongNumber(TypeDecorator[int]):
    """An integer of any size, as its digits: seeds use all 64 bits, of which SQLite keeps one for the sign."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> int | None:
        try:
            return None if value is None else int(value)
        except ValueError as error:
            raise DamagedValueError(f"{value!r} for a number") from error


class Prose(TypeDecorator[str]):
    """Text as people and models write it; half a surrogate pair, which UTF-8 cannot hold, becomes a ?."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without lone surrogates; itself where it has none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def time_text(moment: datetime) -> str:
    """ValueError for a naive time: nobody would know which hour it was."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
