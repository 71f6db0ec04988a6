"""Exports and imports as a front end asks for them: on another thread, with progress, cancel and a report."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp.domain.changes import Change
from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.engine.scripted import Script
from chatapp.exchange.oddity import OddityKind
from chatapp.services.errand import Report
from chatapp.services.exchange import Exported, ExportFormat, ExportOrder, Imported
from tests.exchange.conftest import FIXTURES
from tests.fakes import Driver, echo, running_services


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with running_services(tmp_path / "home", Script(echo)) as driver:
        yield driver


def bring_in(driver: Driver, *paths: Path) -> Imported:
    got: list[Imported] = []
    driver.services.exchange.import_from(paths, got.append)
    finish(driver)
    assert driver.services.errands.problem is None
    return got[0]


def bring_out(driver: Driver, target: Path, form: ExportFormat, *ids: int) -> Exported:
    got: list[Exported] = []
    driver.services.exchange.export_to(ExportOrder(target, form, ids or None), got.append)
    finish(driver)
    assert driver.services.errands.problem is None
    return got[0]


def finish(driver: Driver) -> None:
    driver.until(lambda: driver.services.errands.is_free)


def titles(driver: Driver) -> set[str]:
    return {conversation.title for conversation in driver.services.conversations.listed()}


def test_a_foreign_export_comes_in_with_a_report_and_is_seen(driver: Driver) -> None:
    changes: list[Change] = []
    driver.services.subscribe(changes.append)
    imported = bring_in(driver, FIXTURES / "chatgpt.json", FIXTURES / "open_webui.json")
    tally = imported.tally
    assert tally.formats == ["ChatGPT", "Open WebUI"]
    assert (tally.conversations_added, tally.messages_added) == (5, 18)
    assert len(imported.conversation_ids) == 5
    assert tally.counts[OddityKind.CIRCLE] == 2
    assert tally.examples[OddityKind.ROLE] == ["critic"]
    assert {"Rainbows in the morning", "Bread", "Old"} <= titles(driver)
    assert any(change.list_changed for change in changes)
    again = bring_in(driver, FIXTURES / "chatgpt.json", FIXTURES / "open_webui.json")
    assert (again.tally.conversations_added, again.tally.messages_added, again.conversation_ids) == (0, 0, frozenset())


def test_out_and_in_again_elsewhere_is_the_same(driver: Driver, tmp_path: Path) -> None:
    bring_in(driver, FIXTURES / "chatgpt.json")
    listed = driver.services.conversations.listed()
    driver.services.conversations.delete(listed[0].id)
    whole = tmp_path / "all.json"
    assert bring_out(driver, whole, ExportFormat.JSON).conversations == len(listed)
    with running_services(tmp_path / "other", Script(echo)) as other:
        assert bring_in(other, whole).tally.not_understood == 0
        copy = tmp_path / "copy.json"
        bring_out(other, copy, ExportFormat.JSON)
    assert json.loads(copy.read_text())["conversations"] == json.loads(whole.read_text())["conversations"]


@pytest.mark.parametrize("form", [ExportFormat.MARKDOWN, ExportFormat.HTML, ExportFormat.TRAINING])
def test_a_selection_goes_out_without_the_rest(driver: Driver, tmp_path: Path, form: ExportFormat) -> None:
    bring_in(driver, FIXTURES / "open_webui.json")
    bread = next(conversation.id for conversation in driver.services.conversations.listed() if conversation.is_pinned)
    target = tmp_path / f"some.{form.value}"
    exported = bring_out(driver, target, form, bread)
    written = target.read_text()
    assert (exported.conversations, exported.size_bytes) == (1, target.stat().st_size)
    assert "Ten grams a" in written
    assert "of messages" not in written


def test_a_truncated_file_names_the_place_and_leaves_everything_as_it_was(driver: Driver, tmp_path: Path) -> None:
    bring_in(driver, FIXTURES / "open_webui.json")
    before = driver.services.conversations.listed()
    raw = (FIXTURES / "chatgpt.json").read_bytes()
    cut = tmp_path / "conversations.json"
    cut.write_bytes(raw[:3000])
    driver.services.exchange.import_from([cut], lambda _imported: pytest.fail("it is not whole"))
    finish(driver)
    problem = driver.services.errands.problem
    assert problem is not None
    assert problem.sentence == (
        "conversations.json ends in the middle of conversation 2: byte 3,000, line 46. Nothing was imported."
    )
    assert driver.services.conversations.listed() == before


def test_what_is_no_export_is_refused_in_words(driver: Driver, tmp_path: Path) -> None:
    for name, content in (("list.json", "[1, 2]"), ("object.json", '{"a": 1}'), ("text", "Dear diary"), ("none", "")):
        (tmp_path / name).write_text(content)
        driver.services.exchange.import_from([tmp_path / name], lambda _imported: None)
        finish(driver)
        problem = driver.services.errands.problem
        assert problem is not None
        assert problem.kind is ProblemKind.EXCHANGE_FILE
        assert name in problem.sentence


def test_an_export_that_cannot_be_written_leaves_nothing(driver: Driver, tmp_path: Path) -> None:
    bring_in(driver, FIXTURES / "open_webui.json")
    order = ExportOrder(tmp_path / "missing" / "all.md", ExportFormat.MARKDOWN)
    driver.services.exchange.export_to(order, lambda _exported: None)
    finish(driver)
    problem = driver.services.errands.problem
    assert problem is not None
    assert "all.md" in problem.sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_a_cancelled_export_leaves_nothing_and_tells_nothing(driver: Driver, tmp_path: Path) -> None:
    bring_in(driver, FIXTURES / "open_webui.json")
    exchange, errands = driver.services.exchange, driver.services.errands
    plain = exchange.renderers[ExportFormat.HTML]

    def cancel_first(records: object, file: object) -> None:
        errands.cancel()
        plain(records, file)  # type: ignore[arg-type]  # of the kind that it writes

    exchange.renderers[ExportFormat.HTML] = cancel_first
    exchange.export_to(ExportOrder(tmp_path / "all.html", ExportFormat.HTML), lambda _exported: pytest.fail("done"))
    finish(driver)
    assert errands.problem is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_only_one_runs_at_a_time_and_pdf_needs_the_window(driver: Driver, tmp_path: Path) -> None:
    exchange = driver.services.exchange
    exchange.import_from([FIXTURES / "open_webui.json"], lambda _imported: None)
    with pytest.raises(ProblemError, match="Only one"):
        exchange.import_from([FIXTURES / "open_webui.json"], lambda _imported: None)
    finish(driver)
    with pytest.raises(ProblemError, match="in the window"):
        exchange.export_to(ExportOrder(tmp_path / "a.pdf", ExportFormat.PDF), lambda _exported: None)


def test_progress_guesses_the_time_that_is_left() -> None:
    from threading import Event as Flag

    told: list[object] = []
    cancelled = Flag()
    report = Report(told.append, cancelled)
    report("half", 0.5)
    report("at once again", 0.6)
    assert len(told) == 1
    cancelled.set()
    with pytest.raises(ProblemError, match="Cancelled"):
        report("more", 0.7)


@pytest.mark.parametrize("name", ["chatgpt.json", "open_webui.json", "lm_studio.conversation.json"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_every_format_names_the_place_where_it_is_cut_and_leaves_what_was_there(
    driver: Driver, tmp_path: Path, name: str, share: float
) -> None:
    bring_in(driver, FIXTURES / "open_webui.json")
    before = titles(driver)
    finish(driver)
    whole = (FIXTURES / name).read_bytes()
    cut = tmp_path / "cut.json"
    cut.write_bytes(whole[: int(len(whole) * share)])
    driver.services.exchange.import_from([cut], lambda _: None)
    finish(driver)
    problem = driver.services.errands.problem
    assert problem is not None
    assert problem.sentence.startswith("cut.json ends in the middle of ")
    assert f"byte {int(len(whole) * share):,}, line" in problem.sentence
    assert titles(driver) == before == {"Bread", "Old"}
