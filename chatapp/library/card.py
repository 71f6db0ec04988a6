"""What a model's folder says about itself: card.json, and the name that such a folder may have."""

import re
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from chatapp.domain.model import ModelCard, Packing
from chatapp.library import memory

FILE_NAME = "card.json"
FORMAT = 1
NAME_LENGTH = 60  # characters; at four bytes each still below the 255 bytes of a file name

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class StoredCard(BaseModel):
    """card.json. `source` is a file name, never a path: the folder may be carried to another machine. `packing` is what
    became of the weights, `asked` what was to become of such as come in floats."""

    name: str = Field(min_length=1)
    source: str
    licence: str = ""
    packing: str = ""
    asked: Packing = Packing.INT8
    source_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    format: int = Field(default=FORMAT, ge=FORMAT, le=FORMAT)
    added_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))

    def write(self, folder: Path) -> None:
        (folder / FILE_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def model_card(self, folder: Path) -> ModelCard:
        needed = memory.needed_bytes(folder)
        return ModelCard(self.name, folder, size_of(folder), self.licence, self.source, self.packing, needed)

    def is_of(self, sha256: str, packing: Packing) -> bool:
        """Whether an import of that source, asked to be packed so, would make the same model again."""
        is_chosen = self.packing in set(Packing)
        return self.source_sha256 == sha256 and (not is_chosen or packing in (self.asked, self.packing))


def read(folder: Path) -> StoredCard | None:
    """None where the folder is no model of ours, or damaged, or of a later version's format."""
    try:
        card = StoredCard.model_validate_json((folder / FILE_NAME).read_bytes())
        has_weights = any(path.stat().st_size > 0 for path in folder.glob("*.safetensors"))
    except (OSError, ValidationError):
        return None
    return card if has_weights else None


class FoundCard(BaseModel):
    """What the conversion found in the source, or made of it, and noted in the folder it made; "" for nothing."""

    licence: str = ""
    packing: str = ""


def found(made: Path) -> FoundCard:
    try:
        return FoundCard.model_validate_json((made / FILE_NAME).read_bytes())
    except (OSError, ValidationError):
        return FoundCard()


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
