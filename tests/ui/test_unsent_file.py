import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chatapp.domain.attachment import Attachment
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.ui.transcript.message_editor import MessageEditor
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.unsent_file import UnsentFile
from tests.ui.desktop import Desktop, desktop

TYPED = 'half\u00a0a "thought"\n\n思 \U0001f600 \ud83d'
TYPE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from chatapp.ui.unsent import UnsentTexts
from chatapp.ui.unsent_file import UnsentFile
app = QCoreApplication([])
texts = UnsentTexts()
file = UnsentFile(Path(sys.argv[1]), texts)
texts.keep(7, "typed")
print(flush=True)
app.exec()
"""


def reopened(path: Path) -> UnsentTexts:
    texts = UnsentTexts()
    UnsentFile(path, texts)
    return texts


def editor(desk: Desktop) -> MessageEditor:
    found = desk.window.chat_page.transcript.findChild(MessageEditor)
    assert isinstance(found, MessageEditor)
    return found


def test_all_texts_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    texts = UnsentTexts()
    file = UnsentFile(tmp_path / "unsent.json", texts)
    texts.keep(None, TYPED)
    texts.keep(3, "three")
    texts.keep_edit(4, "")
    texts.keep_attachments(None, (Attachment("a.md", TYPED, "text/markdown"),))
    texts.keep_attachments(3, (Attachment("b", "x"), Attachment("c", "y")))
    file.save()
    again = reopened(tmp_path / "unsent.json")
    assert again.messages == {None: TYPED, 3: "three"}
    assert again.edits == {4: ""}
    assert again.attachments == texts.attachments
    assert [path.name for path in tmp_path.iterdir()] == ["unsent.json"]


def test_nothing_is_written_where_nothing_was_typed(qtbot: QtBot, tmp_path: Path) -> None:
    UnsentFile(tmp_path / "unsent.json", UnsentTexts()).save()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_crash_loses_nothing_that_was_typed_a_moment_before(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "unsent.json"
    with subprocess.Popen([sys.executable, "-c", TYPE, str(path)], stdout=subprocess.PIPE) as process:
        qtbot.waitUntil(path.exists, timeout=20_000)
        process.send_signal(signal.SIGKILL)
    assert reopened(path).text(7) == "typed"


@pytest.mark.parametrize(
    "damaged", [b"", b"\x00\xff", b'{"new": "cut', b"[]", b"{}", b'{"new": 1, "conversations": {}, "edits": {}}']
)
def test_a_damaged_file_is_passed_over_and_kept_aside(qtbot: QtBot, tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "unsent.json"
    path.write_bytes(damaged)
    texts = reopened(path)
    assert (texts.messages, texts.edits) == ({}, {})
    assert not path.exists()
    assert (tmp_path / "unsent.unreadable.json").read_bytes() == damaged


def test_a_disk_that_refuses_is_told_once_and_asked_again(qtbot: QtBot, tmp_path: Path) -> None:
    texts = UnsentTexts()
    file = UnsentFile(tmp_path / "none" / "unsent.json", texts)
    told: list[Problem] = []
    file.refused.connect(told.append)
    texts.keep(None, "precious")
    file.save()
    file.save()
    assert [problem.kind for problem in told] == [ProblemKind.DISK_FULL]
    (tmp_path / "none").mkdir()
    file.save()
    assert reopened(tmp_path / "none" / "unsent.json").text(None) == "precious"


def test_what_was_written_is_there_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        conversation_id = desk.ask("Hello")
        desk.window.workspace.turns.edit_last()
        QTest.keyClicks(editor(desk).field, "Oh: ")
        desk.window.chat_page.composer.edit.setPlainText("and then")
        desk.window.open(None)
        desk.window.chat_page.composer.edit.setPlainText("a new one")
    with desktop(tmp_path, qtbot) as desk:
        assert desk.window.chat_page.composer.edit.text == "a new one"
        desk.window.open(conversation_id)
        assert desk.window.chat_page.composer.edit.text == "and then"
        assert "Oh: " in editor(desk).text


def test_an_edit_waits_while_another_conversation_is_shown(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        conversation_id = desk.ask("Hello")
        desk.window.workspace.turns.edit_last()
        desk.press(Qt.Key.Key_End)
        QTest.keyClicks(editor(desk).field, ", you")
        desk.window.open(None)
        QApplication.processEvents()
        desk.window.open(conversation_id)
        assert editor(desk).text == "Hello, you"
        desk.window.workspace.turns.edit_last()
        desk.press(Qt.Key.Key_Return)
        desk.until_idle()
        assert desk.texts() == ["Hello, you", "You said: Hello, you"]
        desk.window.workspace.turns.step_version(-1)
        assert desk.window.chat_page.transcript.findChild(MessageEditor) is None


def test_an_edit_that_is_left_is_forgotten(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        desk.window.workspace.turns.edit_last()
        QTest.keyClicks(editor(desk).field, "No")
        desk.press(Qt.Key.Key_Escape)
    with desktop(tmp_path, qtbot) as desk:
        desk.window.open(desk.services.conversations.listed()[0].id)
        assert desk.window.chat_page.transcript.findChild(MessageEditor) is None


def test_an_edit_that_is_refused_stays(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message_id: int, _text: str) -> None:
        raise ProblemError(Problem(ProblemKind.DISK_FULL, "The disk is full; nothing was changed."))

    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        monkeypatch.setattr(desk.services.answers, "edit", refuse)
        desk.window.workspace.turns.edit_last()
        QTest.keyClicks(editor(desk).field, "Oh: ")
        desk.press(Qt.Key.Key_Return)
        assert "Oh: " in editor(desk).text
        assert any("disk is full" in sentence for sentence in desk.banners())


def test_an_example_joins_what_was_written_and_goes_with_one_undo(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        edit = desk.window.chat_page.composer.edit
        QTest.keyClicks(edit, "My own words")
        desk.window.chat_page.transcript.example_chosen.emit("Suggest a name.")
        assert edit.text == "My own words Suggest a name."
        desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert edit.text == "My own words"


def test_nothing_of_an_incognito_conversation_comes_to_the_disk(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.window.commands.new_incognito.trigger()
        assert desk.window.chat.conversation is not None
        assert desk.window.chat.conversation.is_incognito
        desk.ask("heronsecret")
        desk.window.chat_page.composer.edit.setPlainText("kingfishersecret")
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"heronsecret" not in everything
    assert b"kingfishersecret" not in everything


def test_texts_for_conversations_that_were_replaced_are_set_aside(tmp_path: Path, qtbot: QtBot) -> None:
    texts = UnsentTexts()
    file = UnsentFile(tmp_path / "unsent.json", texts)
    texts.keep(None, "new")
    texts.keep(3, "old")
    texts.keep_edit(5, "edited")
    file.set_aside()
    file.save()
    assert "old" in (tmp_path / "unsent.before-restore.json").read_text()
    again = UnsentTexts()
    UnsentFile(tmp_path / "unsent.json", again)
    assert (again.messages, again.edits) == ({None: "new"}, {})
