"""Several documents in one .zip, each in a file of its own named after it: written, and read again. Any thread."""

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document import refusal
from chatapp.exchange.document.file import ENDINGS, DocumentFormat, Taken, Writer, Written, read_document
from chatapp.exchange.document.package import BROKEN, LARGEST_FILE, MOST_PARTS, is_packed

LONGEST_NAME = 80
UNWANTED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u2028\u2029]+')
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""
OWN_PARTS = {"mimetype", "[Content_Types].xml"}
"""What packed documents have; they are files of one document."""
LARGEST = 256 << 20
"""Of all that is unpacked at once."""


def file_name(title: str) -> str:
    """A name for a file on any system, without an ending; never empty."""
    name = UNWANTED.sub(" ", unicodedata.normalize("NFC", title))
    name = " ".join(name.split())[:LONGEST_NAME].strip(" .")
    return f"_{name}" if TAKEN.fullmatch(name) else name or "Document"


class Bundle:
    """Written to document by document: each goes through a file of its own, since a PDF can't be painted elsewhere."""

    def __init__(self, file: IO[bytes], form: DocumentFormat, write: Writer) -> None:
        self._zipped = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._form = form
        self._write = write
        self._names: set[str] = set()

    def add_all(self, documents: Iterable[Written]) -> int:
        """How many there were."""
        with TemporaryDirectory(prefix="causerie-") as folder, self._zipped:
            for document in documents:
                part = Path(folder) / f"document.{self._form.value}"
                with part.open("wb") as file:
                    self._write(document, file)
                self._zipped.write(part, self._name(document.title))
        return len(self._names)

    def _name(self, title: str) -> str:
        base, name, number = file_name(title), file_name(title), 1
        while name.casefold() in self._names:
            number += 1
            name = f"{base} ({number})"
        self._names.add(name.casefold())
        return f"{name}.{self._form.value}"


def is_bundle(path: Path) -> bool:
    """Whether a file holds documents and nothing else that could be imported."""
    try:
        if not is_packed(path):
            return False
        with zipfile.ZipFile(path) as zipped:
            names = zipped.namelist()
    except BROKEN:
        return False
    has_others = any(name.lower().endswith(".json") for name in names) or OWN_PARTS.intersection(names)
    return not has_others and any(map(_is_document, names))


def read_documents(path: Path) -> Iterator[Taken]:
    """The document that a file is, or those that a .zip holds. ProblemError for what is neither or is not whole."""
    if not is_packed(path):
        yield read_document(path)
        return
    try:
        with zipfile.ZipFile(path) as zipped:
            parts = [] if OWN_PARTS.intersection(zipped.namelist()) else zipped.infolist()
            wanted = [part for part in parts if _is_document(part.filename)]
            size = sum(part.file_size for part in wanted)
            if size > LARGEST or len(wanted) > MOST_PARTS or path.stat().st_size > LARGEST_FILE:
                raise ProblemError(refusal.too_large(path.name))
            with TemporaryDirectory(prefix="causerie-") as folder:
                for part in wanted:
                    yield read_document(_unpacked(zipped, part, Path(folder)))
            if wanted:
                return
    except zipfile.BadZipFile as error:
        raise ProblemError(refusal.cut(path.name, str(error))) from error
    yield read_document(path)


def _is_document(name: str) -> bool:
    place = PurePosixPath(name)
    return place.suffix.lower() in ENDINGS and not place.name.startswith(".") and "__MACOSX" not in place.parts


def _unpacked(zipped: zipfile.ZipFile, part: zipfile.ZipInfo, folder: Path) -> Path:
    """Under its own name, wherever it stands in the .zip: that is its title."""
    place = PurePosixPath(part.filename)
    target = folder / f"{file_name(place.stem)}{place.suffix.lower()}"
    try:
        with zipped.open(part) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except BROKEN as error:
        raise ProblemError(refusal.damaged(zipped.filename or "", part.filename, str(error))) from error
    return target
