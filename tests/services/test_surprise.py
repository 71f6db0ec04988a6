from pathlib import Path

import pytest

from chatapp.domain.changes import Change
from chatapp.domain.document import Splice
from chatapp.domain.proposal import Span
from chatapp.domain.word_surprise import words
from chatapp.engine.scripted import Script
from tests.services.test_drafting import Gate, document, drafting


def test_the_words_of_a_place_are_judged_by_what_stands_before(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: "the cat sat")) as driver:
        services = driver.services
        changes: list[Change] = []
        services.subscribe(changes.append)
        number = document(services, "the cat bit")
        services.surprise.look_at(number, Span(4, 11))
        driver.until(lambda: (view := services.surprise.view(number)) is not None and view.is_over)
        view = services.surprise.view(number)
        assert view is not None
        assert any(change.views == {number} for change in changes)
        assert (view.text, len(view.tokens), view.problem) == ("cat bit", 7, None)
        found = words(view.text, view.tokens)
        assert [view.text[word.start : word.end] for word in found] == ["cat", "bit"]
        assert (found[0].bits < 2, found[1].bits > 20) == (True, True)
        assert found[0].level < found[1].level
        assert found[1].choices[0].text == "s"
        services.documents.edit(number, Splice(0, "", "Oh, "), "Typing")
        moved = services.surprise.view(number)
        assert moved is not None
        assert moved.place == Span(8, 15)
        services.documents.edit(number, Splice(9, "a", "u"), "Typing")
        edited = services.surprise.view(number)
        assert edited is not None
        assert edited.place is None
        services.surprise.leave()
        assert services.surprise.view(number) is None
        with pytest.raises(ValueError, match="outside"):
            services.surprise.look_at(number, Span(0, 99))


def test_it_gives_way_and_goes_on_where_it_was(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(lambda _: "words", gate)) as driver:
        services = driver.services
        text = "some words of mine, " * 20
        number = document(services, text)
        services.surprise.look_at(number, Span(0, len(text)))
        run = services.drafting.continue_(number, 4)
        assert (services.surprise.is_running, services.drafting.is_running) == (False, True)
        gate.open.set()
        driver.until(lambda: services.drafting.run(run).is_over)
        driver.until(lambda: (view := services.surprise.view(number)) is not None and view.is_over)
        view = services.surprise.view(number)
        assert view is not None
        assert "".join(view.text[token.start : token.end] for token in view.tokens) == text
