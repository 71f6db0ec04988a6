"""The mark of conversations that an import is bringing in: they count as deleted, long before there was a program."""

from datetime import UTC, datetime

ARRIVING = datetime(1970, 1, 1, tzinfo=UTC)
