"""Several documents in one .zip, each in a file of its own named after it. Any thread."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from chatapp.exchange.document.file import DocumentFormat, Writer, Written

LONGEST_NAME = 80
UNWANTED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u2028\u2029]+')
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""


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
