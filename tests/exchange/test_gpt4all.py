"""GPT4All's files, written here by Qt itself as that program does."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QDataStream, QIODevice

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Role, Status
from chatapp.exchange.oddity import OddityKind
from tests.exchange.conftest import Taken, shown, take

MAGIC = 0xF5D553CC


class Writer:
    """The order of fields is that of Chat::serialize and what it calls."""

    def __init__(self, version: int) -> None:
        self.raw = QByteArray()
        self.version = version
        self.out = QDataStream(self.raw, QIODevice.OpenModeFlag.WriteOnly)
        self.out.writeUInt32(MAGIC)
        self.out.writeInt32(version)
        self.out.setVersion(QDataStream.Version.Qt_6_2)

    def begin(self, count: int) -> None:
        self.out.writeInt64(1_700_000_000)
        for text in ("chat-id", "Tides", "me", "llama"):
            self.out.writeQString(text)
        self.out.writeUInt32(1)
        self.out.writeQString("my documents")
        if self.version < 11:
            self.out.writeBool(True)
            self.out.writeInt32(1)
            self.out.writeInt32(0)
            self.out.writeQString("")
            self.out.writeQString("")
            self.out.writeUInt32(7)
            self.out.writeUInt32(3)  # n_past
            if self.version >= 7:
                self.out.writeUInt32(2048)
            if self.version < 9:
                self.out.writeUInt64(2)
                self.out.writeRawData(b"\0" * 8)
            self.out.writeUInt64(1)
            self.out.writeRawData(b"\0" * 4)
            self.data(b"state")
        self.out.writeInt32(count)

    def item(self, label: str, text: str, *, stopped: bool = False, failed: bool = False) -> None:
        if self.version < 12:
            self.out.writeInt32(0)
        self.out.writeQString(label)
        self.out.writeQString(text)
        if self.version < 10:
            self.out.writeQString("deprecated")
        self.out.writeQString("")
        for flag in (False, stopped, False, False):
            self.out.writeBool(flag)
        if self.version >= 11 and label == "Response: ":
            self.out.writeBool(failed)

    def sources(self, count: int = 0) -> None:
        if self.version >= 8:
            self.out.writeInt64(count)
            for _ in range(count):
                for text in ("collection", "/path", "tides.pdf", "title", "author", "date", "passage"):
                    self.out.writeQString(text)
                for number in (1, 2, 3):
                    self.out.writeInt32(number)
        else:
            self.out.writeQString("")
            self.out.writeUInt32(0)

    def attachments(self, *files: tuple[str, bytes]) -> None:
        if self.version >= 10:
            self.out.writeInt64(len(files))
            for address, content in files:
                self.data(address.encode())
                self.data(content)

    def tools(self, count: int = 0) -> None:
        if self.version >= 12:
            self.out.writeInt64(count)

    def data(self, raw: bytes) -> None:
        self.out.writeUInt32(len(raw))
        self.out.writeRawData(raw)


def tides(version: int) -> bytes:
    writer = Writer(version)
    writer.begin(2)
    writer.item("Prompt: ", "What makes the tides? 潮")
    writer.sources(1 if version >= 8 else 0)
    writer.attachments(("file:///home/me/notes.txt", b"spring and neap"), ("file:///x.xlsx", b"PK\xff"))
    writer.tools()
    writer.item("Response: ", "The moon.", stopped=True)
    writer.sources()
    writer.attachments()
    writer.tools()
    return bytes(writer.raw.data())


def take_bytes(raw: bytes, folder: Path) -> Taken:
    path = folder / "gpt4all-1.chat"
    path.write_bytes(raw)
    return take(path)


@pytest.mark.parametrize("version", [6, 7, 8, 9, 10, 11, 12])
def test_every_version_that_it_still_reads_is_read(version: int, tmp_path: Path) -> None:
    (chat,) = take_bytes(tides(version), tmp_path).conversations
    assert (chat.title, shown(chat)) == ("Tides", ["What makes the tides? 潮", "The moon."])
    assert [(message.role, message.status) for message in chat.messages] == [
        (Role.USER, Status.COMPLETE),
        (Role.ASSISTANT, Status.STOPPED),
    ]
    assert chat.created_at.timestamp() == 1_700_000_000


def test_attached_texts_are_kept_and_the_rest_is_told(tmp_path: Path) -> None:
    taken = take_bytes(tides(12), tmp_path)
    (chat,) = taken.conversations
    assert [(file.name, file.text) for file in chat.messages[0].attachments] == [("notes.txt", "spring and neap")]
    assert taken.odd == {OddityKind.FILE: 3}


def test_calls_of_tools_are_passed_over(tmp_path: Path) -> None:
    writer = Writer(12)
    writer.begin(1)
    writer.item("Response: ", "It is 42.", failed=True)
    writer.sources()
    writer.attachments()
    writer.tools(2)
    writer.out.writeQString("Response: ")
    writer.out.writeQString("")
    writer.out.writeInt64(2)
    writer.out.writeQString("Text: ")
    writer.out.writeQString("Let me count.")
    writer.out.writeInt64(0)
    writer.out.writeQString("ToolCall: ")
    writer.out.writeQString("<call>")
    writer.out.writeQString("javascript_interpret")
    writer.out.writeInt64(1)
    writer.out.writeQString("code")
    writer.out.writeInt32(0)
    writer.out.writeQVariant("6*7")
    writer.out.writeQString("42")
    writer.out.writeInt32(0)
    writer.out.writeQString("")
    writer.out.writeInt64(0)
    writer.out.writeQString("ToolResponse: ")
    writer.out.writeQString("42")
    writer.out.writeInt64(0)
    taken = take_bytes(bytes(writer.raw.data()), tmp_path)
    (chat,) = taken.conversations
    assert [(message.text, message.status) for message in chat.messages] == [
        ("Let me count.\n\nIt is 42.", Status.FAILED)
    ]
    assert taken.odd[OddityKind.TOOL] == 2


def test_a_version_that_is_not_known_is_refused_in_words(tmp_path: Path) -> None:
    raw = bytearray(tides(12))
    raw[7] = 13
    with pytest.raises(ProblemError, match="does not know"):
        take_bytes(bytes(raw), tmp_path)


def test_a_file_that_is_cut_short_says_what_was_being_read(tmp_path: Path) -> None:
    raw = tides(12)
    for cut in range(4, len(raw)):
        with pytest.raises(ProblemError, match="ends in the middle of"):
            take_bytes(raw[:cut], tmp_path)
    with pytest.raises(ProblemError, match="damaged in message 2"):
        take_bytes(raw + b"x", tmp_path)
