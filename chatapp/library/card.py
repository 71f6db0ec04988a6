"""What a model's folder says about itself: card.json, and the name that such a folder may have."""

import re
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from chatapp.domain.model import ModelCard

FILE_NAME = "card.json"
FORMAT = 1
NAME_LENGTH = 60  # characters; at four bytes each still below the 255 bytes of a file name

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class StoredCard(BaseModel):
    """card.json. `source` is a file name, never a path: the folder may be carried to another machine."""

    name: str = Field(min_length=1)
    source: str
    licence: str = ""
    source_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    format: int = Field(default=FORMAT, ge=FORMAT, le=FORMAT)
    added_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))

    def write(self, folder: Path) -> None:
        (folder / FILE_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def model_card(self, folder: Path) -> ModelCard:
        return ModelCard(self.name, folder, size_of(folder), self.licence, self.source)


def read(folder: Path) -> StoredCard | None:
    """None where the folder is no model of ours, or damaged, or of a later version's format."""
    try:
        card = StoredCard.model_validate_json((folder / FILE_NAME).read_bytes())
        has_weights = any(path.stat().st_size > 0 for path in folder.glob("*.safetensors"))
    except (OSError, ValidationError):
        return None
    return card if has_weights else None


class _FoundCard(BaseModel):
    licence: str = ""


def stated_licence(made: Path) -> str:
    """The licence that the conversion found in the source and noted in the folder it made, "" if none."""
    try:
        return _FoundCard.model_validate_json((made / FILE_NAME).read_bytes()).licence
    except (OSError, ValidationError):
        return ""


def size_of(folder: Path) -> int:
    """All its files; 0 where it cannot be read or is just being removed."""
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0


def safe_name(name: str) -> str:
    """The name as one that every file system takes: no separators, no reserved word, not hidden, not too long."""
    safe = _UNSAFE.sub(" ", name)
    safe = " ".join(safe.split())[:NAME_LENGTH].strip(". ")
    if not safe:
        return "Model"
    return f"{safe} model" if _RESERVED.match(safe) else safe


def unused_name(name: str, used: Container[str]) -> str:
    """The name itself, or with the first free number behind it; `used` is in lower case."""
    candidate, number = name, 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
