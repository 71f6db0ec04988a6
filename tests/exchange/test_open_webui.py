"""Open WebUI's export: the tree, old lists, attachments, and what is odd."""

from chatapp.domain.message import Status
from chatapp.exchange.oddity import OddityKind
from tests.exchange.conftest import FIXTURES, said, shown, take, tree

EXPORT = FIXTURES / "open_webui.json"


def test_the_tree_and_the_shown_branch_are_kept() -> None:
    bread = take(EXPORT).titled("Bread")
    assert shown(bread) == ["How much salt?", "Ten grams a"]
    assert tree(bread) == {
        "How much salt?": None,
        "Two per cent.": "How much salt?",
        "Ten grams a": "How much salt?",
        "And this?\n\n[picture]": "Ten grams a",
        "": "And this?\n\n[picture]",
        "lost": None,
    }


def test_what_stands_beside_the_text_is_kept() -> None:
    bread = take(EXPORT).titled("Bread")
    assert bread.is_pinned
    assert [tag.name for tag in bread.tags] == ["kitchen", "weekend"]
    assert bread.settings.system_prompt == "Answer as a baker."
    assert [(file.name, file.text) for file in said(bread, "How much salt?").attachments] == [("flour.txt", "550")]
    assert said(bread, "Ten grams a").status is Status.INTERRUPTED
    assert (said(bread, "").status, said(bread, "").note) == (Status.FAILED, "out of memory")


def test_old_exports_have_a_list() -> None:
    old = take(EXPORT).titled("Old")
    assert shown(old) == ["a list", "of messages"]
    assert old.archived_at is not None
    assert [tag.name for tag in old.tags] == ["old"]


def test_nothing_odd_stops_it() -> None:
    assert take(EXPORT).odd == {
        OddityKind.FILE: 1,
        OddityKind.IMAGE: 1,
        OddityKind.PART: 1,
        OddityKind.PARENT: 1,
        OddityKind.DATE: 1,
        OddityKind.ENTRY: 1,
        OddityKind.EMPTY: 1,
        OddityKind.TOOL: 1,
    }
