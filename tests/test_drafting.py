"""Drafting from end to end, on the starter model."""

from collections.abc import Iterator

import pytest

from chatapp.app import build
from chatapp.domain.document import Splice
from chatapp.domain.model import ModelCard
from chatapp.domain.proposal import Span, Stage
from chatapp.domain.word_surprise import words
from chatapp.lm.loading import load
from chatapp.paths import Paths
from chatapp.presence import Presence
from chatapp.settings import SettingsFile
from chatapp.tasks.drafting import Length, Wish
from tests.fakes import Driver

TEXT = (
    "The harbour was quiet that morning. Ada walked along the pier with her collar turned up against the wind, "
    "counting the boats as she had done every day since her father left.\n\nShe stopped at the last post and"
)


@pytest.fixture(scope="module")
def driver(
    starter_card: ModelCard, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Driver]:
    """Loaded once; its compiled code is kept in pytest's cache."""
    place = Paths(tmp_path_factory.mktemp("drafting"))
    place.create()
    (place.models / starter_card.folder.name).symlink_to(starter_card.folder, target_is_directory=True)
    # Before any wait begins, because compiling takes as long as it takes.
    model = load(starter_card.folder, starter_card.name, lambda _: None, request.config.cache.mkdir("compiled"))
    services = build(place, SettingsFile(place.settings), Presence(place.presence), lambda *_: model)
    try:
        services.models.load_last()
        driver = Driver(services, services._store)
        driver.until(lambda: services.models.info() is not None)
        yield driver
    finally:
        services.close()


@pytest.mark.starter
def test_after_a_pause_only_what_was_written_since_is_read(driver: Driver) -> None:
    services, drafting = driver.services, driver.services.drafting
    number = services.documents.create("", TEXT).id
    first = drafting.ghost(number, len(TEXT))
    assert first is not None
    driver.until(lambda: drafting.run(first).is_over)
    figures = drafting.run(first).figures
    ghost = drafting.run(first).proposals[0]
    assert (ghost.stage, ghost.text[:1], bool(ghost.text.strip())) == (Stage.COMPLETE, " ", True)
    written = " looked at the water. It was"
    services.documents.edit(number, Splice(len(TEXT), "", written), "Typing")
    second = drafting.ghost(number, len(TEXT + written))
    assert second is not None
    driver.until(lambda: drafting.run(second).is_over)
    asked = drafting.run(second).figures
    assert asked.reused_tokens >= figures.prompt_tokens - 1
    going_on = drafting.continue_(number, len(TEXT + written), Wish(Length.SENTENCE, alternatives=2))
    driver.until(lambda: drafting.run(going_on).is_over)
    assert drafting.run(going_on).figures.reused_tokens == asked.prompt_tokens - 1
    assert all(proposal.text.strip() for proposal in drafting.run(going_on).proposals)


@pytest.mark.starter
def test_a_rewrite_is_proposed_and_a_conversation_keeps_its_cache(driver: Driver) -> None:
    services, drafting = driver.services, driver.services.drafting
    talk = services.answers.send(None, "Say hello.")
    driver.until_idle()
    number = services.documents.create("", "Yes. they was very red and I eated all of it. No.").id
    run = drafting.rewrite(number, Span(5, 45), "Correct spelling and grammar.")
    driver.until(lambda: drafting.run(run).is_over)
    (proposal,) = drafting.proposals(number)
    assert (proposal.stage, proposal.place) == (Stage.COMPLETE, Span(5, 45))
    drafting.accept(proposal.id)
    assert services.documents.text(number) == f"Yes. {proposal.text} No."
    services.answers.send(talk, "And again.")
    driver.until_idle()
    *_, before, _, last = services.conversations.turns(talk)
    figures, earlier = services.answers.figures_of(last.message.id), services.answers.figures_of(before.message.id)
    assert figures is not None
    assert earlier is not None
    assert figures.reused_tokens >= earlier.prompt_tokens


@pytest.mark.starter
def test_what_nobody_would_expect_surprises_the_model(driver: Driver) -> None:
    services = driver.services
    text = "The capital of France is Paris. The capital of Germany is umbrella. 日本 é"
    number = services.documents.create("", text).id
    services.surprise.look_at(number, Span(0, len(text)))
    driver.until(lambda: (view := services.surprise.view(number)) is not None and view.is_over)
    view = services.surprise.view(number)
    assert view is not None
    assert "".join(text[token.start : token.end] for token in view.tokens) == text
    found = {text[word.start : word.end]: word for word in words(text, view.tokens)}
    assert found["Paris."].bits + 5 < found["umbrella."].bits
    assert any(" Berlin" in (choice.text or "") for choice in found["umbrella."].choices)
