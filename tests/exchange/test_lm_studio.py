"""LM Studio's conversations: versions become branches."""

import json
from pathlib import Path

from chatapp.exchange.oddity import OddityKind
from tests.exchange.conftest import FIXTURES, shown, take, tree

EXPORT = FIXTURES / "lm_studio.conversation.json"


def test_versions_become_branches() -> None:
    (names,) = take(EXPORT).conversations
    question = "A name, please.[picture]"
    assert shown(names) == [question, "Leaves & Co.", "Another, in French."]
    assert tree(names) == {
        question: None,
        "<think>\nSomething calm.\n</think>\n\nThe Quiet Page": question,
        "Leaves & Co.": question,
        "Another.": "Leaves & Co.",
        "Another, in French.": "Leaves & Co.",
    }
    assert (names.title, names.is_pinned, names.settings.system_prompt) == ("Names for a bookshop", True, "Be brief.")


def test_nothing_odd_stops_it() -> None:
    assert take(EXPORT).odd == {
        OddityKind.IMAGE: 1,
        OddityKind.TOOL: 2,
        OddityKind.EMPTY: 1,
        OddityKind.ROLE: 1,
        OddityKind.ENTRY: 1,
    }


def test_a_folder_is_taken_as_a_whole_and_what_is_none_of_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one.json").write_bytes(EXPORT.read_bytes())
    other = json.loads(EXPORT.read_text()) | {"createdAt": 1700000009000}
    (tmp_path / "two.json").write_text(json.dumps(other))
    (tmp_path / "settings.json").write_text('{"theme": "dark"}')
    (tmp_path / "picture.png").write_bytes(b"PNG")
    taken = take(tmp_path)
    assert len({conversation.uid for conversation in taken.conversations}) == 2
    assert taken.odd[OddityKind.ENTRY] == 2 + 1


def test_one_that_grew_keeps_its_ids(tmp_path: Path) -> None:
    grown = json.loads(EXPORT.read_text())
    grown["messages"].append({"versions": [{"role": "user", "content": "more"}], "currentlySelected": 0})
    later = tmp_path / "later.json"
    later.write_text(json.dumps(grown))
    (before,), (after,) = take(EXPORT).conversations, take(later).conversations
    assert after.uid == before.uid
    assert {message.uid for message in before.messages} < {message.uid for message in after.messages}
