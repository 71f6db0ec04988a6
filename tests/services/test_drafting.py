from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.domain.changes import Change
from chatapp.domain.document import Notes, PlaceGoneError, Splice
from chatapp.domain.proposal import Operation, Span, Stage
from chatapp.engine.scripted import Script
from chatapp.services.desk import Services
from chatapp.services.draft_request import Asked, DraftRequests
from chatapp.settings import Settings, SettingsFile
from chatapp.tasks.drafting import Length, Wish
from tests.fakes import WAIT_SECONDS, Driver, running_services


@contextmanager
def drafting(home: Path, script: Script) -> Iterator[Driver]:
    with running_services(home, script) as driver:
        driver.ready()
        yield driver


class Gate:
    """Lets the model compute only so far."""

    def __init__(self) -> None:
        self.calls = 0
        self.open = Flag()

    def __call__(self) -> None:
        self.calls += 1
        assert self.open.wait(WAIT_SECONDS)


def until_over(driver: Driver, run_id: int) -> None:
    driver.until(lambda: driver.services.drafting.run(run_id).is_over)


def document(services: Services, text: str) -> int:
    return services.documents.create("", text).id


def test_a_text_goes_on_and_the_words_are_taken_as_one_step(tmp_path: Path) -> None:
    prompts: list[str] = []

    def reply(prompt: str) -> str:
        prompts.append(prompt)
        return " and went home."

    with drafting(tmp_path, Script(reply)) as driver:
        services = driver.services
        number = document(services, "First she wept")
        services.documents.set_notes(number, Notes("It rains.", "Short words.", "Ada"))
        changes: list[Change] = []
        services.subscribe(changes.append)
        run = services.drafting.continue_(number, 14, Wish(Length.SENTENCE, "gay"))
        until_over(driver, run)
        (proposal,) = services.drafting.proposals(number)
        assert (proposal.text, proposal.stage, proposal.place) == (" and went home.", Stage.COMPLETE, Span(14, 14))
        assert prompts[-1].endswith("<assistant>First she wept")
        for said in ("It rains.", "Short words.", "Ada", "Tone: gay."):
            assert said in prompts[-1]
        assert any(run in change.drafts for change in changes)
        services.drafting.accept(proposal.id)
        assert services.documents.text(number) == "First she wept and went home."
        assert services.documents.undo_label(number) == "Continue"
        services.documents.undo(number)
        assert services.documents.text(number) == "First she wept"
        services.drafting.dismiss(proposal.id)
        assert services.drafting.proposals(number) == ()


def test_a_blank_before_the_cursor_is_not_written_twice(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda prompt: " went" if prompt.endswith("Ada") else "?")) as driver:
        number = document(driver.services, "Ada ")
        run = driver.services.drafting.continue_(number, 4)
        until_over(driver, run)
        assert driver.services.drafting.proposals(number)[0].text == "went"


def test_a_rewrite_keeps_the_blanks_around_and_its_place_while_the_text_is_edited(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(lambda _: '"The cat sat."', gate)) as driver:
        services = driver.services
        number = document(services, "Yes. the cat sit \nNo.")
        run = services.drafting.rewrite(number, Span(4, 17), "Correct it.")
        services.documents.edit(number, Splice(0, "", "Oh. "), "Typing")
        gate.open.set()
        until_over(driver, run)
        (proposal,) = services.drafting.proposals(number)
        assert (proposal.place, proposal.base, proposal.text) == (Span(8, 21), " the cat sit ", " The cat sat. ")
        services.drafting.accept(proposal.id)
        assert services.documents.text(number) == "Oh. Yes. The cat sat. \nNo."


def test_no_word_is_made_rarer_for_a_revision_by_standing_in_what_is_revised(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(str)) as driver:
        number, info = document(driver.services, "I is here"), driver.services.models.info()
        assert info is not None
        requests = DraftRequests(driver.services.documents, SettingsFile(tmp_path / "settings.toml"))
        penalties = []
        for operation in (Operation.CONTINUE, Operation.REWRITE):
            asked = Asked(number, operation, Span(0, 9), details={"instruction": "Correct it."})
            _, options = requests.request(asked, requests.material(asked, info), info)
            penalties.append(options.sampling.repetition_penalty)
        assert penalties == [Settings().generation.repetition_penalty, 1.0]


def test_an_edit_of_what_is_rewritten_leaves_the_proposal_without_a_place(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(lambda _: "The cat sat.", gate)) as driver:
        services = driver.services
        number = document(services, "the cat sit")
        run = services.drafting.rewrite(number, Span(0, 11), "Correct it.")
        services.documents.edit(number, Splice(4, "cat", "dog"), "Typing")
        gate.open.set()
        until_over(driver, run)
        (proposal,) = services.drafting.proposals(number)
        assert (proposal.is_gone, proposal.text) == (True, "The cat sat.")
        with pytest.raises(PlaceGoneError):
            services.drafting.accept(proposal.id)
        with pytest.raises(PlaceGoneError):
            services.drafting.again(run, 3)
        assert services.documents.text(number) == "the dog sit"


def test_alternatives_stream_together_and_one_is_dismissed_alone(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: "one", others=lambda _: ("two", "three"))) as driver:
        services = driver.services
        number = document(services, "Count:\n")
        run = services.drafting.continue_(number, 7, Wish(alternatives=3))
        until_over(driver, run)
        proposals = services.drafting.proposals(number)
        assert {proposal.text for proposal in proposals} in ({"one", "two"}, {"one", "three"})  # by the seed
        services.drafting.dismiss(proposals[1].id)
        assert services.drafting.proposals(number) == (proposals[0], proposals[2])
        more = services.drafting.again(run, 2)
        until_over(driver, more)
        assert len(services.drafting.proposals(number)) == 4


def test_a_ghost_is_gone_with_the_next_key_and_waits_for_nobody(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(lambda _: " went home", gate)) as driver:
        services = driver.services
        number = document(services, "Ada")
        first = services.drafting.ghost(number, 3)
        assert first is not None
        services.drafting.end_ghost()
        second = services.drafting.ghost(number, 3)
        gate.open.set()
        assert second is not None
        until_over(driver, second)
        with pytest.raises(KeyError):
            services.drafting.run(first)
        ghost = services.drafting.run(second).proposals[0]
        assert (ghost.text, ghost.stage) == (" went home", Stage.COMPLETE)
        assert services.drafting.proposals(number) == ()
        services.documents.edit(number, Splice(3, "", " went"), "Typing")
        assert services.drafting.run(second).proposals[0].rest == " home"
        assert services.drafting.ghost(document(services, ""), 0) is None


def test_an_answer_ends_a_ghost_and_waits_for_a_run(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(lambda _: "words", gate)) as driver:
        services = driver.services
        number = document(services, "Ada")
        ghost = services.drafting.ghost(number, 3)
        services.answers.send(None, "hi")
        assert (services.answers.running is not None, services.drafting.is_running) == (True, False)
        waiting = services.drafting.continue_(number, 3)
        assert services.drafting.ghost(number, 3) is None
        assert services.drafting.run(waiting).proposals[0].stage is Stage.WAITING
        gate.open.set()
        driver.until_idle()
        assert services.drafting.run(waiting).proposals[0].stage is Stage.READING
        gate.open.clear()
        asked = services.drafting.ask(number, "Who is she?")
        assert (services.answers.running is not None, services.drafting.is_running) == (False, True)
        gate.open.set()
        until_over(driver, waiting)
        driver.until(lambda: services.answers.running is not None)
        driver.until_idle()
        assert (asked.kept, asked.total) == (1, 1)
        shown = services.conversations.turns(asked.conversation_id)
        assert [turn.message.text for turn in shown] == ["Who is she?", "words"]
        assert [one.text for one in shown[0].message.attachments] == ["Ada"]
        with pytest.raises(KeyError):
            services.drafting.run(ghost or 0)


def test_what_is_written_in_place_is_one_step_and_ends_where_its_place_is_touched(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: " went home")) as driver:
        services = driver.services
        number = document(services, "Ada. Bob.")
        run = services.drafting.continue_(number, 3, Wish(in_place=True))
        until_over(driver, run)
        assert services.documents.text(number) == "Ada went home. Bob."
        services.documents.undo(number)
        assert services.documents.text(number) == "Ada. Bob."


def test_a_document_that_was_closed_meanwhile_moves_its_proposals(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: " went")) as driver:
        services = driver.services
        number = document(services, "Ada.")
        run = services.drafting.continue_(number, 3)
        until_over(driver, run)
        services.documents.close(number)
        services.documents.edit(number, Splice(0, "", "Yes, "), "Typing")
        (proposal,) = services.drafting.proposals(number)
        services.drafting.accept(proposal.id)
        assert services.documents.text(number) == "Yes, Ada went."


def read_whole(prompts: list[str], lines: str) -> bool:
    said = "\n".join(prompts)
    return all(line in said for line in lines.splitlines())


def test_what_is_too_long_is_summed_up_part_by_part_and_then_the_sums(tmp_path: Path) -> None:
    lines = "".join(f"Line {number}, which says little.\n\n" for number in range(400))
    prompts: list[str] = []

    def reply(prompt: str) -> str:
        prompts.append(prompt)
        return f"Sum {len(prompts)}."

    with drafting(tmp_path, Script(reply, context_limit=3000)) as driver:
        services = driver.services
        number = document(services, lines)
        run = services.drafting.summarise(number, Span(0, 0), Wish(alternatives=2))
        parts = set()

        def is_over() -> bool:
            parts.add(services.drafting.run(run).part)
            return services.drafting.run(run).is_over

        driver.until(is_over)
        first, second = services.drafting.proposals(number)
        assert read_whole(prompts[:-1], lines)
        assert all(f"Sum {place}." in prompts[-1] for place in range(1, len(prompts)))
        assert (first.text, first.place, second.text) == (f"Sum {len(prompts)}.", Span(0, 0), first.text)
        assert max(count for _, count in parts) == len(prompts) - 1 > 3
        assert services.documents.text(number) == lines


def test_sums_that_do_not_become_shorter_come_to_an_end(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: "On and on. " * 60, context_limit=1500)) as driver:
        number = document(driver.services, "word " * 600)
        run = driver.services.drafting.summarise(number, Span(0, 0), Wish(Length.PAGE))
        until_over(driver, run)
        assert driver.services.drafting.run(run).proposals[0].text.startswith("On and on.")


def test_of_a_long_document_what_a_question_is_about_is_attached(tmp_path: Path) -> None:
    told = "房东在星期五来过，带来一封关于暖气的信，放在厨房里就走了，谁也没有见到他，连钥匙都没有留下。\n\n"
    lines = [
        f"第{number}段没有说什么，和别的段落一样，只是为了被省略而写在这里，谁也不会问起它的事情。\n\n"
        for number in range(200)
    ]
    lines[120] = told
    with drafting(tmp_path, Script(lambda _: "On Friday.", context_limit=6000)) as driver:
        services = driver.services
        number = document(services, "# 房子\n\n" + "".join(lines))
        asked = services.drafting.ask(number, "房东什么时候来过？")
        driver.until_idle()
        question, answer = (turn.message for turn in services.conversations.turns(asked.conversation_id))
        (attached,) = question.attachments
        assert attached.text.startswith("# 房子\n\n第0段")
        assert told.strip() in attached.text.partition("[…]")[2]
        assert answer.text == "On Friday."
        assert 1 < asked.kept < asked.total


def test_a_long_document_is_named_without_its_middle(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(lambda _: "In short", context_limit=3000)) as driver:
        titled = driver.services.drafting.title(document(driver.services, "word " * 4000))
        until_over(driver, titled)
        assert driver.services.drafting.run(titled).proposals[0].text == "In short"


def test_what_is_too_long_is_rewritten_part_by_part_as_one_proposal(tmp_path: Path) -> None:
    base = "\n" + "".join(f"  Line {number} says little.\n\n" for number in range(150))
    asked: list[str] = []

    def reply(prompt: str) -> str:
        asked.append(prompt.partition("Answer with the revised text alone.\n\n")[2].partition("\n<assistant>")[0])
        return "" if "Line 77 " in asked[-1] else asked[-1].upper()

    with drafting(tmp_path, Script(reply, context_limit=2000)) as driver:
        services = driver.services
        number = document(services, f"Before.{base}After.")
        run = services.drafting.rewrite(number, Span(7, 7 + len(base)), "Shout.")
        services.documents.edit(number, Splice(0, "", "Oh. "), "Typing")
        until_over(driver, run)
        (proposal,) = services.drafting.proposals(number)
        assert services.drafting.run(run).part[0] == services.drafting.run(run).part[1] > 3
        assert (proposal.stage, proposal.place) == (Stage.COMPLETE, Span(11, 11 + len(base)))
        kept = next(part for part in asked if "Line 77 " in part)  # the model wrote nothing of it
        assert proposal.text == base.upper().replace(kept.upper(), kept)
        services.drafting.accept(proposal.id)
        assert services.documents.text(number) == f"Oh. Before.{proposal.text}After."
        services.documents.undo(number)
        assert services.documents.text(number) == f"Oh. Before.{base}After."


def test_a_long_rewriting_that_is_stopped_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    base = "".join(f"Line {number} says little.\n\n" for number in range(150)) + "End."
    with drafting(tmp_path, Script(lambda _: "NEW.", context_limit=2000)) as driver:
        services = driver.services
        number = document(services, base)
        run = services.drafting.rewrite(number, Span(0, len(base)), "Shout.")
        driver.until(lambda: services.drafting.run(run).part[0] == 3)
        services.drafting.stop(run)
        (proposal,) = services.drafting.proposals(number)
        assert proposal.text.startswith("NEW.\n\nNEW.\n\nLine ")
        assert proposal.text.endswith(base[-1000:])


def test_a_base_model_gets_the_text_alone_and_a_gap_by_its_own_tokens(tmp_path: Path) -> None:
    prompts: list[str] = []

    def reply(prompt: str) -> str:
        prompts.append(prompt)
        return " sat"

    with drafting(tmp_path, Script(reply, has_chat_template=False, can_fill=True)) as driver:
        services = driver.services
        number = document(services, "The cat on the mat was happy.")
        for run in (services.drafting.continue_(number, 7), services.drafting.insert(number, 7)):
            until_over(driver, run)
        assert prompts == ["The cat", "The cat<gap> on the mat was happy.<fill>"]
        assert services.drafting.proposals(number)[1].text == " sat"


def test_the_window_moves_on_in_large_steps(tmp_path: Path) -> None:
    prompts: list[str] = []

    def reply(prompt: str) -> str:
        prompts.append(prompt)
        return "."

    lines = "".join(f"Line {number}.\n\n" for number in range(400))
    with drafting(tmp_path, Script(reply, context_limit=1000, has_chat_template=False)) as driver:
        services = driver.services
        number = document(services, lines)
        begins = set()
        for words in range(20):
            text = services.documents.text(number)
            services.documents.edit(number, Splice(len(text), "", f"And word {words}. "), "Typing")
            run = services.drafting.ghost(number, len(services.documents.text(number)))
            assert run is not None
            until_over(driver, run)
            begins.add(prompts[-1].partition(".")[0])
            assert prompts[-1].startswith("Line ")
            assert 250 < len(prompts[-1]) < 1000
        assert len(begins) <= 2
