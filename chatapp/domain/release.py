"""A version of the program that a person could have. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}")


@dataclass(frozen=True, slots=True)
class Release:
    """`page` is an https address with the way to get it; `notes` say what is new, plain text by language."""

    version: str
    page: str
    notes: Mapping[str, str]

    def notes_in(self, language: str) -> str:
        """English where there are none in that language."""
        return self.notes.get(language) or self.notes.get("en", "")


def is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None


def is_newer(version: str, than: str) -> bool:
    """By its numbers; 1.2 and 1.2.0 are the same. ValueError for what is no version."""
    mine, other = _numbers(version), _numbers(than)
    length = max(len(mine), len(other))
    return mine + [0] * (length - len(mine)) > other + [0] * (length - len(other))


def _numbers(version: str) -> list[int]:
    if not is_version(version):
        raise ValueError(f"no version: {version!r}")
    return [int(part) for part in version.split(".")]
