import tomllib
from pathlib import Path

import pytest

from chatapp.domain.document import Notes
from chatapp.domain.proposal import Operation
from chatapp.tasks.drafting import Length, Material, Wish, recipe

MATERIAL = Material(
    "What stands before",
    "what stands after the gap",
    "the selection {as it is}",
    "A title",
    Notes("It rains.", "Short words.", "Ada"),
    {"instruction": "Make it plain.", "request": "A leaflet", "section": "Hives", "outline": "## Hives"},
)


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("length", Length)
def test_every_operation_has_words_for_both_kinds_of_models(operation: Operation, length: Length) -> None:
    known, wish = recipe(operation), Wish(length, "gay")
    asked = known.prompt(MATERIAL, wish, has_template=True, can_fill=False)
    said = "\n".join(turn.text for turn in asked.turns)
    plain = known.prompt(MATERIAL, wish, has_template=False, can_fill=False)
    assert asked.turns
    assert plain.turns == ()
    assert plain.passage is not None
    assert "{" not in (said + plain.passage.head).replace("{as it is}", "")
    if known.chat.passage:
        assert asked.passage is not None
        assert asked.passage.before == plain.passage.before == "What stands before"
        assert "It rains." in said
        assert "It rains." in plain.passage.head
    else:
        assert plain.passage.before == ""
    assert known.limits[length].tokens > 0
    assert known.label


def test_what_is_empty_is_not_spoken_of() -> None:
    asked = recipe(Operation.CONTINUE).prompt(Material("Once"), Wish(), has_template=True, can_fill=False)
    assert asked.turns[-1].text == "Write the text."
    ghost = recipe(Operation.GHOST).prompt(Material("Once"), Wish(), has_template=True, can_fill=False)
    assert ghost == asked  # so that what was read for the one is read for the other


def test_a_gap_is_left_to_the_models_own_tokens_where_it_has_some() -> None:
    asked = recipe(Operation.INSERT).prompt(MATERIAL, Wish(), has_template=True, can_fill=True)
    assert (asked.turns, asked.passage and asked.passage.after) == ((), MATERIAL.after)
    assert MATERIAL.after[:24] in recipe(Operation.INSERT).stops(MATERIAL, Wish(), has_template=True)


def test_a_revision_of_one_paragraph_ends_with_it() -> None:
    known = recipe(Operation.REWRITE)
    assert "\n\n" in known.stops(Material(selection="one"), Wish(), has_template=True)
    assert "\n\n" not in known.stops(Material(selection="one\n\ntwo"), Wish(), has_template=True)


def test_so_many_alternatives_and_no_more() -> None:
    with pytest.raises(ValueError, match="alternatives"):
        Wish(alternatives=9)


def test_the_words_come_with_every_installation() -> None:
    root = Path(__file__).resolve().parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["package-data"]["chatapp.tasks.drafting"] == ["*.toml"]
    bundled = (root / "packaging" / "causerie.spec").read_text(encoding="utf-8")
    assert '"tasks" / "drafting" / "*.toml"), "chatapp/tasks/drafting")' in bundled
