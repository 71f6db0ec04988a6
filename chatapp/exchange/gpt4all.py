"""GPT4All's .chat files: a magic number, a version, then Qt's data stream of Qt 6.2, which is big-endian.

The layout is that of its `Chat::serialize`, `ChatLLM::deserialize` and `ChatItem::serialize` at format version 12, and
of the older versions that those still read.
"""

import struct
from typing import IO

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.message import Role, Status
from chatapp.exchange import problems
from chatapp.exchange.growth import Grown, Node, Plant, grow
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.record import AttachmentRecord

NAME = "GPT4All"
MAGIC = struct.pack(">I", 0xF5D553CC)
OLDEST, NEWEST = 1, 12
LARGEST = 1 << 28
NOTHING = 0xFFFFFFFF  # the length of a null string
ROLES = {"System: ": Role.SYSTEM, "Prompt: ": Role.USER, "Response: ": Role.ASSISTANT}
QVARIANT_SIZES = {1: 1, 2: 4, 3: 4, 4: 8, 5: 8, 6: 8}  # bool, int, unsigned, long, unsigned long, double
QVARIANT_STRING = 10


class _Stream:
    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self.at = 0
        self.reading = "its beginning"

    def raw(self, length: int) -> bytes:
        if not 0 <= length <= LARGEST:
            raise self.damaged(f"a length of {length}")
        found = self._file.read(length)
        self.at += len(found)
        if len(found) < length:
            raise ProblemError(problems.cut_short(self._name, self.reading, f"byte {self.at:,}"))
        return found

    def number(self, form: str) -> int:
        (value,) = struct.unpack(f">{form}", self.raw(struct.calcsize(f">{form}")))
        return int(value)

    def flag(self) -> bool:
        return self.number("b") != 0

    def data(self) -> bytes:
        length = self.number("I")
        return b"" if length == NOTHING else self.raw(length)

    def text(self) -> str:
        return self.data().decode("utf-16-be", "replace")

    def count(self) -> int:
        """Of what follows; each takes a byte at least."""
        count = self.number("q")
        if not 0 <= count <= LARGEST:
            raise self.damaged(f"a count of {count}")
        return count

    def is_over(self) -> bool:
        return not self._file.read(1)

    def damaged(self, details: str) -> ProblemError:
        return ProblemError(problems.malformed(self._name, self.reading, f"byte {self.at:,}", details))


def parse(file: IO[bytes], name: str) -> Grown:
    """The one conversation of the file, which is read from its beginning; ProblemError for one that is not whole."""
    stream = _Stream(file, name)
    if stream.raw(4) != MAGIC:
        raise stream.damaged("no magic number")
    version = stream.number("i")
    if not OLDEST <= version <= NEWEST:
        raise ProblemError(_unknown_version(name, version))
    created, key, title = stream.number("q"), stream.text(), stream.text()
    stream.text()  # the person's name
    stream.text()  # the model's
    oddities: list[Oddity] = []
    if version >= 3:
        for _ in range(stream.number("I")):
            oddities.append(Oddity(OddityKind.FILE, stream.text()))  # a collection of documents
    if version < 11:
        _pass_over_model_state(stream, version)
    nodes: dict[str, Node] = {}
    above: str | None = None
    for place in range(stream.number("i")):
        stream.reading = f"message {place + 1}"
        nodes[str(place)] = _item(stream, version, above, oddities)
        above = str(place)
    if not stream.is_over():
        raise stream.damaged("something follows the end")
    return grow(Plant("gpt4all", key, nodes, title, above, created), oddities)


def _pass_over_model_state(stream: _Stream, version: int) -> None:
    """What a model had computed, which older versions kept."""
    stream.reading = "the model's state"
    has_cache = stream.flag() if version >= 6 else True
    if version >= 2:
        stream.raw(8)
    stream.text()
    stream.text()
    stream.raw(4)
    if not has_cache:
        return
    stream.raw(4 * (1 + (version < 4) + (version >= 7)))
    if version < 9:
        stream.raw(4 * stream.number("Q"))
    stream.raw(4 * stream.number("Q"))
    stream.data()


def _item(stream: _Stream, version: int, above: str | None, oddities: list[Oddity]) -> Node:
    if version < 12:
        stream.raw(4)
    label, text = stream.text(), stream.text()
    if label not in ROLES:
        raise stream.damaged(f"a label {label!r}")
    if version < 10:
        stream.text()
    stream.text()
    _is_current, was_stopped, _liked, _disliked = (stream.flag() for _ in range(4))
    has_failed = stream.flag() if version >= 11 and ROLES[label] is Role.ASSISTANT else False
    _pass_over_sources(stream, version, oddities)
    attachments = tuple(_attachment(stream, oddities) for _ in range(stream.count() if version >= 10 else 0))
    pieces = [_sub_item(stream, oddities) for _ in range(stream.count() if version >= 12 else 0)]
    said = "\n\n".join(piece for piece in (*pieces, text) if piece.strip())
    taken = tuple(attachment for attachment in attachments if attachment is not None)
    if not said and not taken:
        oddities.append(Oddity(OddityKind.EMPTY))
    status = Status.FAILED if has_failed else Status.STOPPED if was_stopped else Status.COMPLETE
    return Node(above, ROLES[label], said, status=status, attachments=taken)


def _pass_over_sources(stream: _Stream, version: int, oddities: list[Oddity]) -> None:
    """Passages of documents that an answer was made from."""
    if version >= 8:
        for _ in range(stream.count()):
            names = [stream.text() for _ in range(7)]
            stream.raw(12)
            oddities.append(Oddity(OddityKind.FILE, names[2]))
    elif version >= 3:
        stream.text()
        for _ in range(stream.number("I")):
            oddities.append(Oddity(OddityKind.FILE, stream.text()))


def _attachment(stream: _Stream, oddities: list[Oddity]) -> AttachmentRecord | None:
    """Text files; a spreadsheet, the other thing that can be attached, is no text."""
    name = stream.data().decode("utf-8", "replace").rpartition("/")[2]
    try:
        return AttachmentRecord(name=name, text=stream.data().decode())
    except UnicodeDecodeError:
        oddities.append(Oddity(OddityKind.FILE, name))
        return None


def _sub_item(stream: _Stream, oddities: list[Oddity]) -> str:
    """A piece of an answer in which tools were called; the text of the answer's own words is returned."""
    label, text = stream.text(), stream.text()
    if label == "ToolCall: ":
        _pass_over_call(stream)
    is_words = label in ("Response: ", "Text: ")
    if not is_words:
        oddities.append(Oddity(OddityKind.TOOL, text))
    inner = [_sub_item(stream, oddities) for _ in range(stream.count())]
    pieces = (text if is_words else "", *inner)
    return "\n\n".join(piece for piece in pieces if piece.strip())


def _pass_over_call(stream: _Stream) -> None:
    stream.text()
    for _ in range(stream.count()):
        stream.text()
        stream.raw(4)
        _pass_over_variant(stream)
    stream.text()
    stream.raw(4)
    stream.text()


def _pass_over_variant(stream: _Stream) -> None:
    kind = stream.number("I")
    stream.raw(1)  # whether it is null
    if kind == QVARIANT_STRING:
        stream.text()
    elif kind in QVARIANT_SIZES:
        stream.raw(QVARIANT_SIZES[kind])
    elif kind:
        raise stream.damaged(f"a parameter of the unknown kind {kind}")


def _unknown_version(name: str, version: int) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is of a version of GPT4All's format that Causerie does not know. Nothing was imported.",
        (f"Versions {OLDEST} to {NEWEST} are known: open and save the conversation with a GPT4All of 2024 or later",),
        f"version {version}",
    )
