"""Where this build asks for its newest version, and what a whole and honest answer is. Blocks; called on a thread of
its own. One of the two places that touch the network."""

import json
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.release import Release, is_version
from chatapp.library.signature import SignatureError, public_key, verify

FILE = "updates.toml"
SIGNATURE_ENDING = ".minisig"
MOST_BYTES = 64 << 10
LONGEST_NOTES = 10_000


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    address: str = ""
    key: str = ""


class _VersionFile(BaseModel):
    """What the address answers with; more is passed over, so that later versions may say more."""

    version: str
    page: str = Field(max_length=500)
    notes: dict[str, str] = Field({}, max_length=50)

    @field_validator("version")
    @classmethod
    def _is_version(cls, value: str) -> str:
        if not is_version(value):
            raise ValueError("no version")
        return value

    @field_validator("page")
    @classmethod
    def _is_page(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme != "https" or not parts.hostname or parts.username or not value.isprintable():
            raise ValueError("no page")
        return value


class UpdateFeed:
    """services.ports.ReleaseFeed."""

    def __init__(self, address: str, key: str) -> None:
        self.address = address
        self._key = key

    @property
    def is_there(self) -> bool:
        """A build without an address, or without a key to check the answer with, has nobody to ask."""
        return bool(self.address and self._key)

    def newest(self) -> Release:
        """ProblemError, NETWORK where nobody answered as expected, CHECKSUM where the answer is not to be trusted."""
        from chatapp.library.https_file import fetch  # ssl and all that hangs on it: no start has to wait for it

        content = fetch(self.address, MOST_BYTES)
        signature = fetch(self.address + SIGNATURE_ENDING, MOST_BYTES)
        try:
            verify(content, signature, public_key(self._key))
        except SignatureError as error:
            raise ProblemError(_untrusted(str(error))) from error
        try:
            told = _VersionFile.model_validate(json.loads(content))
        except (ValueError, RecursionError) as error:
            details = "" if isinstance(error, ValidationError) else str(error)
            raise ProblemError(_unreadable(details)) from error
        return Release(told.version, told.page, {name: _plain(text) for name, text in told.notes.items()})


def open_feed(resources: Path) -> UpdateFeed:
    """As whoever built this wants it. A program whose own file is unreadable does not start: errors are not caught."""
    told = _Settings.model_validate(tomllib.loads((resources / FILE).read_text(encoding="utf-8")))
    return UpdateFeed(told.address, told.key)


def _plain(text: str) -> str:
    """Signed or not: nothing that moves other text around, and no more than one reads."""
    return "".join(sign for sign in text[:LONGEST_NOTES] if sign.isprintable() or sign == "\n").strip()


def _untrusted(details: str) -> Problem:
    return Problem(
        ProblemKind.CHECKSUM,
        "What was told of a new version is not signed by those who made this program; it was thrown away.",
        ("Do not install what the address offers before you know why",),
        details,
    )


def _unreadable(details: str) -> Problem:
    return Problem(
        ProblemKind.NETWORK,
        "What was told of a new version can't be read by this one.",
        ("Look for a new version where you got this one",),
        details,
    )
