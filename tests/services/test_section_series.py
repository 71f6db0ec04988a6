"""All sections of an outline by one command."""

from pathlib import Path

from chatapp.domain.document import Splice
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.engine.scripted import Script
from chatapp.tasks.drafting import Wish
from tests.fakes import Driver
from tests.services.test_drafting import Gate, document, drafting

PLAN = "# Bees\n\n## Hives\nWhere they live.\n\n## Honey\n\nIt is there already.\n\nAll of it.\n\n## Hives\n\n## Winter"


def reply(prompt: str) -> str:
    section = prompt.partition("Write the section “")[2].partition("”")[0]
    return f"Of {section.lower()}."


def until_idle(driver: Driver) -> None:
    driver.until(lambda: driver.services.sections.state is None)


def test_each_is_written_below_its_heading_in_order(tmp_path: Path) -> None:
    with drafting(tmp_path, Script(reply)) as driver:
        services = driver.services
        number = document(services, PLAN)
        assert services.sections.begin(number, Wish())
        told = set()

        def is_over() -> bool:
            state = services.sections.state
            told.add(state and (state.number, state.total, state.heading))
            return state is None

        driver.until(is_over)
        written = services.documents.text(number)
        assert written == (
            "# Bees\n\n## Hives\nWhere they live.\n\nOf hives.\n\n## Honey\n\nIt is there already.\n\nAll of it.\n\n"
            "## Hives\n\nOf hives.\n\n## Winter\n\nOf winter."
        )
        assert told == {(1, 3, "Hives"), (2, 3, "Hives"), (3, 3, "Winter"), None}
        assert services.drafting.proposals(number) == ()
        while services.documents.undo_label(number) == "Write section":
            services.documents.undo(number)
        assert services.documents.text(number) == PLAN
        assert not services.sections.begin(document(services, "# Bees\n\nOne.\n\nTwo."), Wish())


def test_it_is_stopped_and_what_is_written_stays(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(reply, gate)) as driver:
        services = driver.services
        number = document(services, "# One\n\n# Two")
        services.sections.begin(number, Wish())
        services.sections.stop()
        gate.open.set()
        assert services.sections.state is None
        assert (services.drafting.is_idle, services.documents.text(number)) == (True, "# One\n\n\n\n# Two")


def test_what_is_edited_meanwhile_is_respected(tmp_path: Path) -> None:
    gate = Gate()
    with drafting(tmp_path, Script(reply, gate)) as driver:
        services = driver.services
        number = document(services, "# One\n\n# Two\n\n# Three")
        services.sections.begin(number, Wish())
        text = services.documents.text(number)
        services.documents.edit(number, Splice(text.index("# Two"), "# Two\n\n", ""))  # a heading goes
        services.documents.edit(number, Splice(7, "", "My own words."))  # where the model was to write
        gate.open.set()
        until_idle(driver)
        assert services.documents.text(number) == "# One\n\nMy own words.\n\n# Three\n\nOf three."


def test_a_model_that_fails_ends_it_and_says_why(tmp_path: Path) -> None:
    def fail() -> None:
        raise ProblemError(Problem(ProblemKind.OUT_OF_MEMORY, "No memory."))

    with drafting(tmp_path, Script(reply, fail)) as driver:
        services = driver.services
        number = document(services, "# One\n\n# Two")
        services.sections.begin(number, Wish())
        until_idle(driver)
        assert services.sections.problem is not None
        assert services.documents.text(number) == "# One\n\n\n\n# Two"
