from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

import pytest

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import ModelCard, Packing, TaskProgress
from chatapp.engine import scripted
from chatapp.engine.ports import LanguageModel, ReportProgress
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.services.models import ModelPhase
from chatapp.settings import SettingsFile
from chatapp.storage.opening import open_store
from tests.fakes import WAIT_SECONDS, Driver, ScriptedLibrary, echo

Report = Callable[[TaskProgress], None]
OFFLINE = Problem(ProblemKind.NETWORK, "The package index can't be reached.", ("Try again",))


@pytest.fixture
def library(tmp_path: Path) -> ScriptedLibrary:
    return ScriptedLibrary(tmp_path, is_empty=True)


@pytest.fixture
def driver(tmp_path: Path, library: ScriptedLibrary) -> Driver:
    place = Paths(tmp_path)
    place.create()
    store = open_store(place).store
    script = scripted.loader(Script(echo))

    def load(folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        report(TaskProgress("reading weights", 0.5))
        if name == "bad":
            raise ProblemError(Problem(ProblemKind.MODEL_FILE, "bad is cut short."))
        return script(folder, name, report)

    return Driver(Services(store, library, load, SettingsFile(place.settings)), store)


def test_without_a_model_nothing_is_loaded(driver: Driver) -> None:
    models = driver.services.models
    assert not models.load_last()
    assert (models.state.phase, models.info(), models.installed()) == (ModelPhase.NONE, None, [])
    driver.services.close()


def test_installing_shows_progress_then_loads_and_is_the_model_of_the_next_start(
    driver: Driver, library: ScriptedLibrary, tmp_path: Path
) -> None:
    def install(report: Report, _cancelled: Flag) -> ModelCard:
        report(TaskProgress("fetching", 0.5, 3.0))
        return library.card

    library.install = install
    seen: list[ModelPhase] = []
    driver.services.subscribe(lambda _change: seen.append(driver.services.models.state.phase))
    driver.services.models.install_starter()
    driver.until(lambda: driver.services.models.info() is not None)
    order = [phase for place, phase in enumerate(seen) if seen[place - 1 : place] != [phase]]
    assert order == [ModelPhase.INSTALLING, ModelPhase.LOADING, ModelPhase.READY]
    assert SettingsFile(Paths(tmp_path).settings).current.model.last == "scripted"
    driver.services.close()


def test_a_failed_installation_says_why_and_can_be_tried_again(driver: Driver, library: ScriptedLibrary) -> None:
    def fail(_report: Report, _cancelled: Flag) -> ModelCard:
        raise ProblemError(OFFLINE)

    library.install = fail
    models = driver.services.models
    models.install_starter()
    driver.until(lambda: models.state.phase is ModelPhase.FAILED)
    assert models.state.problem == OFFLINE
    library.install = lambda _report, _cancelled: library.card
    models.install_starter()
    driver.until(lambda: models.info() is not None)
    driver.services.close()


def test_cancelling_leaves_things_as_they_were(driver: Driver, library: ScriptedLibrary) -> None:
    def wait(_report: Report, cancelled: Flag) -> ModelCard:
        assert cancelled.wait(WAIT_SECONDS)
        raise ProblemError(Problem(ProblemKind.CANCELLED, "Cancelled."))

    library.install = wait
    models = driver.services.models
    models.import_model(Path("some.gguf"))
    assert (models.state.phase, models.state.name) == (ModelPhase.INSTALLING, "some")
    models.cancel()
    driver.until(lambda: models.state.phase is ModelPhase.NONE)
    driver.services.close()


def test_an_import_beside_a_load_keeps_its_own_state(driver: Driver, library: ScriptedLibrary) -> None:
    def wait(_report: Report, cancelled: Flag) -> ModelCard:
        assert cancelled.wait(WAIT_SECONDS)
        raise ProblemError(Problem(ProblemKind.CANCELLED, "Cancelled."))

    library.install = wait
    models = driver.services.models
    models.import_model(Path("some.gguf"))
    models.load(library.card)
    driver.until(lambda: models.info() is not None)
    assert models.state.phase is ModelPhase.INSTALLING
    models.cancel()
    driver.until(lambda: models.state.phase is ModelPhase.READY)
    driver.services.close()


def test_an_unforeseen_error_in_the_library_is_told(driver: Driver, library: ScriptedLibrary) -> None:
    def fail(_report: Report, _cancelled: Flag) -> ModelCard:
        raise RuntimeError("broken")

    library.install = fail
    driver.services.models.install_starter()
    driver.until(lambda: driver.services.models.state.phase is ModelPhase.FAILED)
    problem = driver.services.models.state.problem
    assert problem is not None
    assert "broken" in problem.details
    driver.services.close()


def test_a_model_that_fails_to_load_is_named_and_another_can_be_loaded(
    driver: Driver, library: ScriptedLibrary
) -> None:
    models = driver.services.models
    models.load(ModelCard("bad", Path("bad"), 1))
    driver.until(lambda: models.state.phase is ModelPhase.FAILED)
    assert models.state.problem is not None
    assert models.state.problem.sentence == "bad is cut short."
    models.load(library.card)
    driver.until(lambda: models.state.phase is ModelPhase.READY)
    driver.services.close()


def test_models_are_packed_as_the_settings_say(driver: Driver, library: ScriptedLibrary) -> None:
    models, settings = driver.services.models, driver.services.settings
    models.import_model(Path("some"))
    driver.until(lambda: models.info() is not None)
    settings.change(model=settings.current.model.model_copy(update={"packing": "int4"}))
    models.import_model(Path("other"))
    driver.until(lambda: models.state.phase is ModelPhase.READY and len(library.packings) == 2)
    assert library.packings == [Packing.INT8, Packing.INT4]
    assert settings.current.model.packing == "int4"  # choosing a model leaves it
    driver.services.close()


def test_the_choice_of_model_leaves_other_settings_of_models(driver: Driver, tmp_path: Path) -> None:
    settings = driver.services.settings
    settings.change(model=settings.current.model.model_copy(update={"threads": 3}))
    driver.services.models.load(ModelCard("Scripted", tmp_path / "scripted", 1, "MIT", "scripted.gguf"))
    assert (settings.current.model.last, settings.current.model.threads) == ("scripted", 3)
