"""ChatGPT's export: branches, and all that is odd in one."""

import zipfile
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Role, Status
from chatapp.exchange.oddity import OddityKind
from tests.exchange.conftest import FIXTURES, said, shown, take, tree

EXPORT = FIXTURES / "chatgpt.json"


def test_branches_are_kept_and_the_shown_one_is_shown() -> None:
    rainbow = take(EXPORT).titled("Rainbows in the morning")
    assert shown(rainbow) == ["How does a rainbow form?", "Light bends, \n\nthen reflects."]
    assert tree(rainbow) == {
        "How does a rainbow form?": None,
        "Light bends in drops.": "How does a rainbow form?",
        "Light bends, \n\nthen reflects.": "How does a rainbow form?",
        "```python\nprint(42)\n```": "Light bends, \n\nthen reflects.",
        "[picture]\n\nWhat is this?": None,
    }


def test_what_the_export_says_beside_the_text_is_kept() -> None:
    rainbow = take(EXPORT).titled("Rainbows in the morning")
    assert rainbow.created_at.isoformat() == "2023-11-14T22:13:20.500000+00:00"
    assert rainbow.archived_at is not None
    assert rainbow.has_own_title
    answer = said(rainbow, "Light bends, \n\nthen reflects.")
    assert (answer.role, answer.status) == (Role.ASSISTANT, Status.INTERRUPTED)
    assert answer.created_at.timestamp() == 1700000030


def test_what_has_no_time_stands_after_what_it_answers() -> None:
    rainbow = take(EXPORT).titled("Rainbows in the morning")
    code = said(rainbow, "```python\nprint(42)\n```")
    assert code.created_at == said(rainbow, "Light bends, \n\nthen reflects.").created_at


def test_nothing_odd_stops_it() -> None:
    taken = take(EXPORT)
    odd = taken.titled("Where is my parent?")
    assert tree(odd) == {
        "Where is my parent?": None,
        "first of a circle": None,
        "second of a circle ?": "first of a circle",
        "its own parent": None,
        "below the empty one": "second of a circle ?",
    }
    assert shown(odd)[-1] == odd.messages[-1].text
    assert [conversation.title for conversation in taken.conversations][-1] == "Nothing in it"
    assert taken.odd == {
        OddityKind.TOOL: 2,
        OddityKind.IMAGE: 1,
        OddityKind.FILE: 1,
        OddityKind.PART: 1,
        OddityKind.THOUGHT: 1,
        OddityKind.EMPTY: 2,
        OddityKind.DATE: 4,
        OddityKind.PARENT: 1,
        OddityKind.CIRCLE: 2,
        OddityKind.ROLE: 1,
        OddityKind.ENTRY: 4,
    }


def test_the_same_file_gives_the_same_ids() -> None:
    assert take(EXPORT).conversations == take(EXPORT).conversations


def test_it_is_found_inside_the_zip_whatever_that_is_called(tmp_path: Path) -> None:
    packed = tmp_path / "data-2024"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(EXPORT, "export/conversations.json")
        zipped.writestr("export/user.json", '{"email": "a@b"}')
        zipped.writestr("chat.html", "<html>")
    assert take(packed).conversations == take(EXPORT).conversations


def test_newer_exports_come_in_several_files(tmp_path: Path) -> None:
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.write(EXPORT, "conversations-000.json")
        zipped.writestr("conversations-001.json", '[{"id": "one more", "mapping": {}}]')
    assert len(take(packed).conversations) == len(take(EXPORT).conversations) + 1


def test_a_zip_that_is_cut_short_or_damaged_is_told(tmp_path: Path) -> None:
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(EXPORT, "conversations.json")
    raw = packed.read_bytes()
    broken = raw[:200] + bytes([raw[200] ^ 0xFF]) + raw[201:]
    for content in (raw[: len(raw) // 2], broken):
        packed.write_bytes(content)
        with pytest.raises(ProblemError, match=r"export\.zip"):
            take(packed)
    packed.write_bytes(raw)
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("conversations.json", EXPORT.read_bytes()[:3000])
    with pytest.raises(ProblemError, match=r"export.zip/conversations.json ends in the middle of .* byte 3,000"):
        take(packed)
