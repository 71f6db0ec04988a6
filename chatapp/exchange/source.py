"""What is in the files that a person chose: told by what they hold, never by their names; conversations one by one.

A .zip is looked into, a folder's files are taken together. Only one conversation is in memory at a time.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from chatapp.domain.errors import ProblemError
from chatapp.exchange import archive, chatgpt, gpt4all, lm_studio, open_webui, problems
from chatapp.exchange.growth import Grown
from chatapp.exchange.json_reader import JsonReader
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.plain import Object, is_object, words

ENDINGS = (".json", ".chat", ".zip")
"""Of the files that are looked at in a folder or a .zip; a file that was chosen itself may be called anything."""


class Form(Protocol):
    """A format whose conversations are JSON objects."""

    @property
    def NAME(self) -> str: ...

    def recognises(self, raw: Object) -> bool: ...

    def parse(self, raw: Object) -> Grown: ...


FORMS: tuple[Form, ...] = (archive, chatgpt, open_webui, lm_studio)


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation, under the name of its format; without a record, something that was met in its place."""

    form: str
    grown: Grown


class Source:
    """`advanced` is told how many bytes of `size` have been read."""

    def __init__(self, paths: Sequence[Path], advanced: Callable[[int], None]) -> None:
        self._advanced = advanced
        self._done = 0
        self.files = [file for path in paths for file in files_of(path)]
        self.size = sum(_size(file) for file in self.files)

    def conversations(self) -> Iterator[Found]:
        """ProblemError for a file that is not whole, or where there is nothing in a form that is known."""
        if not self.files:
            raise ProblemError(problems.unknown_format("This folder"))
        for file in self.files:
            try:
                with file.open("rb") as opened:
                    yield from self._file(opened, file.name, is_alone=len(self.files) == 1)
            except OSError as error:
                raise ProblemError(problems.file_problem(file.name, error)) from error
            self._done += _size(file)
            self._advanced(self._done)

    def _file(self, opened: IO[bytes], name: str, *, is_alone: bool) -> Iterator[Found]:
        beginning = opened.read(4)
        opened.seek(0)
        if beginning == b"PK\x03\x04":
            yield from self._zip(opened, name)
        elif beginning == gpt4all.MAGIC:
            yield Found(gpt4all.NAME, gpt4all.parse(opened, name))
        else:
            yield from self._json(JsonReader(opened, name, self._at), name, is_alone=is_alone)

    def _zip(self, opened: IO[bytes], name: str) -> Iterator[Found]:
        inside = name
        try:
            with zipfile.ZipFile(opened) as zipped:
                members = [item for item in zipped.infolist() if item.filename.endswith(".json") and not item.is_dir()]
                main = [item for item in members if Path(item.filename).name.startswith("conversations")]
                chosen = main or members
                if not chosen:
                    raise ProblemError(problems.unknown_format(name))
                share = _share(opened, sum(item.file_size for item in chosen))
                for item in chosen:
                    inside = item.filename
                    with zipped.open(item) as member:
                        reader = JsonReader(member, f"{name}/{inside}", lambda read: self._at(int(read * share)))
                        yield from self._json(reader, f"{name}/{inside}", is_alone=len(chosen) == 1)
                    self._done += int(item.file_size * share)
                self._done -= sum(int(item.file_size * share) for item in chosen)
        except problems.BROKEN_ZIP as error:
            raise ProblemError(problems.malformed(name, inside, "in the packed file", str(error))) from error

    def _json(self, reader: JsonReader, name: str, *, is_alone: bool) -> Iterator[Found]:
        form: Form | None = None
        for raw in _objects(reader, name):
            known = form if form is not None and is_object(raw) and form.recognises(raw) else _form_of(raw)
            if known is not None and is_object(raw):
                form = known
                yield Found(form.NAME, form.parse(raw))
            elif form is None and is_alone and raw is not None:
                raise ProblemError(problems.unknown_format(name, repr(raw)[:200]))
            else:
                example = repr(raw) if form is not None else name
                yield Found("", Grown(None, (Oddity(OddityKind.ENTRY, example),)))

    def _at(self, read: int) -> None:
        self._advanced(self._done + read)


def files_of(path: Path) -> list[Path]:
    """The file itself, or those in a folder that may hold conversations."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())


def _objects(reader: JsonReader, name: str) -> Iterator[object]:
    """The elements of a list, of our own file's list, or the one object that the file is."""
    match reader.peek():
        case "[":
            yield from reader.elements(_numbered)
        case "{":
            yield from _of_object(reader, name)
        case "":
            raise ProblemError(problems.cut_short(name, "its beginning", "byte 0, line 1"))
        case _:
            raise ProblemError(problems.unknown_format(name))
    reader.end("what follows the last conversation")


def _of_object(reader: JsonReader, name: str) -> Iterator[object]:
    """Our file is told by its first names; anything else is taken as a whole."""
    whole: dict[str, object] = {}
    for key in reader.keys("the file's header"):
        if key == "conversations" and words(whole.get("format")) == archive.FORMAT:
            _require_known(whole, name)
            yield from reader.elements(_numbered)
        else:
            whole[key] = reader.value(f"“{key}”")
    if words(whole.get("format")) != archive.FORMAT:
        yield whole


def _require_known(header: Object, name: str) -> None:
    version = header.get("version")
    if not isinstance(version, int) or not 1 <= version <= archive.VERSION:
        raise ProblemError(problems.newer_version(name, version))


def _numbered(number: int) -> str:
    return f"conversation {number:,}"


def _form_of(raw: object) -> Form | None:
    return next((form for form in FORMS if form.recognises(raw)), None) if is_object(raw) else None


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _share(opened: IO[bytes], unpacked: int) -> float:
    """Bytes of the packed file for each byte that comes out of it."""
    at = opened.tell()
    length = opened.seek(0, 2)
    opened.seek(at)
    return length / max(1, unpacked)
