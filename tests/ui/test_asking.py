"""What the store refuses is told beside a screen that stays as it was, wherever the window reads."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.ui.asking import Asking
from chatapp.ui.bridge import Bridge
from tests.ui.desktop import Desktop, desktop

PROBLEM = Problem(ProblemKind.DATABASE, "The database could not be read; nothing was changed.")


def refuse(*_arguments: object, **_options: object) -> object:
    raise ProblemError(PROBLEM)


def gone() -> int:
    raise KeyError(5)


def purge_elsewhere(home: Path, conversation_id: int) -> None:
    """As another process would."""
    with sqlite3.connect(home / "causerie.sqlite3") as connection:
        connection.execute("UPDATE conversation SET head_id = NULL WHERE id = ?", (conversation_id,))
        connection.execute(
            "DELETE FROM run WHERE message_id IN (SELECT id FROM message WHERE conversation_id = ?)", (conversation_id,)
        )
        connection.execute("DELETE FROM message WHERE conversation_id = ?", (conversation_id,))
        connection.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))
    connection.close()


def two(desk: Desktop) -> tuple[int, int]:
    desk.ready()
    first = desk.ask("first")
    desk.window.open_to_write(None)
    return first, desk.ask("second")


def test_a_refusal_is_told_and_an_answer_handed_on(qtbot: QtBot) -> None:
    asking = Asking()
    assert asking.answer(lambda: 5) == 5
    with qtbot.waitSignal(asking.refused) as told:
        assert asking.answer(refuse) is None
    assert told.args == [PROBLEM]
    with qtbot.waitSignals([asking.refused, asking.missed]):
        assert not asking(gone)
    assert asking(lambda: None)


READS: list[tuple[str, Callable[[Desktop, int], None]]] = [
    ("turns", lambda desk, other: desk.window.open(other)),
    ("conversation", lambda desk, other: desk.window.open(other)),
    ("listed", lambda desk, _: desk.window.list.refresh()),
    ("listed", lambda desk, _: desk.window.panel.bin_button.click()),
    ("conversation", lambda desk, other: desk.services.conversations.rename(other, "else")),
    ("turns", lambda desk, _: desk.window.workspace.turns.regenerate()),
    ("conversation", lambda desk, _: desk.say("third")),
]


@pytest.mark.parametrize(("name", "act"), READS)
def test_a_read_that_fails_is_told_and_leaves_the_screen(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[Desktop, int], None]
) -> None:
    with desktop(tmp_path, qtbot) as desk:
        first, second = two(desk)
        monkeypatch.setattr(desk.services.conversations, name, refuse)
        act(desk, first)
        assert PROBLEM.sentence in desk.banners()
        assert desk.window.chat.open_id == second
        assert desk.window.windowTitle() == "second"
        assert desk.window.panel.view.rows.rowCount() > 0
        monkeypatch.undo()
        desk.until(lambda: not desk.window.chat.is_busy)
        desk.window.open(first)
        assert desk.window.chat.open_id == first


def test_what_another_process_deleted_is_told_and_leaves_the_list(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        first, second = two(desk)
        purge_elsewhere(tmp_path, first)
        desk.window.panel.view.setCurrentIndex(desk.window.panel.view.rows.index_of(first))
        assert any("deleted it for good" in sentence for sentence in desk.banners())
        assert desk.window.chat.open_id == second
        desk.until(lambda: not desk.window.panel.view.rows.index_of(first).isValid())
        assert desk.window.panel.view.current_id == second


@pytest.mark.parametrize("act", ["delete", "ask_purge", "restore", "purge"])
def test_what_is_done_to_a_deleted_one_is_told(tmp_path: Path, qtbot: QtBot, act: str) -> None:
    with desktop(tmp_path, qtbot) as desk:
        first, second = two(desk)
        desk.services.conversations.delete(first)
        purge_elsewhere(tmp_path, first)
        getattr(desk.window.list, act)(first)
        assert any("deleted it for good" in sentence for sentence in desk.banners())
        assert desk.window.chat.open_id == second


def test_a_conversation_deleted_elsewhere_while_it_is_open_takes_no_message(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        _, second = two(desk)
        purge_elsewhere(tmp_path, second)
        desk.say("precious")
        assert desk.window.chat_page.composer.edit.text == "precious"
        assert any("deleted it for good" in sentence for sentence in desk.banners())


def test_an_answer_that_ends_unread_is_shown_with_the_next_change(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desktop(tmp_path, qtbot) as desk:
        _, second = two(desk)
        desk.say("more")
        monkeypatch.setattr(desk.services.conversations, "turns", refuse)
        desk.until_idle()
        monkeypatch.undo()
        desk.services.conversations.rename(second, "else")
        answer = desk.window.chat.answer
        assert answer is not None
        assert answer.message.text == "You said: more"


def test_a_drain_that_is_refused_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot) as desk:
        bridge = Bridge(lambda: desk.window.asking(refuse), lambda: False)
        bridge.wake()
        desk.until(lambda: PROBLEM.sentence in desk.banners())
        bridge.close()
