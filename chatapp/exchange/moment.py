"""Times as other programs write them: seconds or milliseconds since 1970, or ISO 8601. Pure."""

import math
from datetime import UTC, datetime

EARLIEST_YEAR, LATEST_YEAR = 1990, 2200
MILLISECONDS_FROM = 1e11  # as seconds it would be the year 5138
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in where a file names no time at all: the same on every import."""


def moment(value: object) -> datetime | None:
    """None for what is no time, or one that no such program can have written."""
    try:
        found = _parsed(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and EARLIEST_YEAR <= found.year < LATEST_YEAR else None


def _parsed(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return None
        return datetime.fromtimestamp(value / 1000 if abs(value) >= MILLISECONDS_FROM else value, UTC)
    if isinstance(value, str):
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return None
