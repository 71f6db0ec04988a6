"""A packed document that somebody else made, opened with suspicion: the parts that are asked for, within limits.

Nothing that a part refers to is fetched, no part has entities of its own (a document type is refused), and what
unpacks to more than it may is not unpacked.
"""

import zipfile
import zlib
from pathlib import Path
from typing import IO, NoReturn
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from chatapp.domain.errors import ProblemError
from chatapp.exchange.document import refusal

LARGEST_FILE = 512 << 20
LARGEST_PART = 48 << 20
"""Unpacked. A book of 1,000 pages is a tenth of this."""
MOST_PARTS = 20_000
DEEPEST = 200
PIECE = 1 << 16
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    ET.ParseError,
    OSError,
)
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """ProblemError for a file that is none, or is not whole."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        beginning = file.read(8)
        size = file.seek(0, 2)
        file.seek(0)
        if beginning.startswith(OLD_OR_LOCKED):
            raise ProblemError(refusal.locked(name))
        if size > LARGEST_FILE:
            raise ProblemError(refusal.too_large(name))
        try:
            self._zipped = zipfile.ZipFile(file)
            names = self._zipped.namelist()
        except BROKEN as error:
            raise ProblemError(refusal.cut(name, str(error))) from error
        if len(names) > MOST_PARTS:
            raise ProblemError(refusal.too_large(name))
        self.names = frozenset(names)

    def text(self, part: str) -> str:
        """The beginning of a part that is text; "" where there is none."""
        if part not in self.names:
            return ""
        try:
            with self._zipped.open(part) as member:
                return member.read(PIECE).decode("utf-8", "replace")
        except BROKEN as error:
            raise ProblemError(refusal.damaged(self.name, part, str(error))) from error

    def tree(self, part: str) -> Element | None:
        """None where there is no such part."""
        if part not in self.names:
            return None
        try:
            return self._parsed(part)
        except BROKEN as error:
            raise ProblemError(refusal.damaged(self.name, part, str(error))) from error

    def required(self, part: str) -> Element:
        found = self.tree(part)
        if found is None:
            raise ProblemError(refusal.damaged(self.name, part, "missing"))
        return found

    def _parsed(self, part: str) -> Element:
        info = self._zipped.getinfo(part)
        if info.file_size > LARGEST_PART:
            raise ProblemError(refusal.too_large(self.name))
        parser = ET.XMLParser(target=_Builder())  # noqa: S314 - what makes XML dangerous, the builder refuses
        read = 0
        with self._zipped.open(info) as member:
            while piece := member.read(PIECE):
                read += len(piece)
                if read > LARGEST_PART:
                    raise ProblemError(refusal.too_large(self.name))
                parser.feed(piece)
        found: Element = parser.close()
        return found


class _Builder(ET.TreeBuilder):
    """No document type, so no entities; no deeper than a document can be. Names lose their name spaces, in which
    programs and editions differ: none of the names that are looked at means two things."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("nested too deep")
        return super().start(_local(tag), {_local(key): text for key, text in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(_local(tag))

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        raise ValueError("a document type has no place here")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", OLD_OR_LOCKED[:4])
