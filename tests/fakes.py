"""What several tests share: a store in memory, a library without models, an engine whose model plays back text.

The language model is the one thing that is faked; where SQLite matters the tests take the real store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Flag

from chatapp.domain.model import ModelCard, Packing, StarterCard, TaskProgress
from chatapp.domain.query import Query
from chatapp.engine import scripted
from chatapp.engine.messages import TERMINAL, Event
from chatapp.engine.outbox import Outbox, merge_text
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.services.ports import ConversationStore
from chatapp.settings import SettingsFile

WAIT_SECONDS = 20.0

STARTER = StarterCard(
    name="Scripted",
    package="scripted",
    version="1",
    member="scripted.gguf",
    sha256="0" * 64,
    size_bytes=98_362_432,
    download_bytes=91_000_000,
    licence="Apache-2.0",
    description="A small model that plays back text.",
    is_beside=False,
)


def echo(prompt: str) -> str:
    """The reply of most scripts: what was said last, so that answers can be told apart."""
    said = prompt.rsplit("<user>", 1)[-1].split("\n", 1)[0]
    return f"You said: {said}"


class ScriptedLibrary:
    """One model that is always there, or none. `install` is called by both long calls."""

    def __init__(self, folder: Path, *, is_empty: bool = False) -> None:
        self.card = ModelCard("Scripted", folder / "scripted", 1, "MIT", "scripted.gguf")
        self.cards = [] if is_empty else [self.card]
        self.starter = STARTER
        self.packings: list[Packing] = []
        self.install: Callable[[Callable[[TaskProgress], None], Flag], ModelCard] = lambda _report, _flag: self.card

    def models(self) -> list[ModelCard]:
        return list(self.cards)

    def memory_warning(self, card: ModelCard) -> str:
        return ""

    def install_starter(self, report: Callable[[TaskProgress], None], cancelled: Flag) -> ModelCard:
        return self.install(report, cancelled)

    def import_model(
        self, source: Path, packing: Packing, report: Callable[[TaskProgress], None], cancelled: Flag
    ) -> ModelCard:
        self.packings.append(packing)
        return self.install(report, cancelled)


@cache
def empty_database() -> bytes:
    """A file of the newest form with nothing in it: what makes one anew for each example takes the most of its time."""
    from chatapp.storage.opening import open_store

    with TemporaryDirectory() as folder:
        place = Paths(Path(folder))
        open_store(place).store.close()
        return place.database.read_bytes()


def holding(store: ConversationStore, words: str, limit: int = 50) -> list[int]:
    """The messages that a search for all of these words finds, each as it stands."""
    return [found.message_id for found in store.finder.messages(Query(tuple(words.split())), limit)]


class Inbox:
    """An outbox that is waited on: collects events until all commands asked for have their terminal event."""

    def __init__(self) -> None:
        self.outbox: Outbox[Event] = Outbox(merge_text)
        self.events: list[Event] = []
        self._wake = Flag()
        self.outbox.watch(self._wake.set)

    def until_terminal(self, *command_ids: int) -> list[Event]:
        """All events so far, once each of these commands is answered."""
        missing = set(command_ids)
        while missing:
            assert self._wake.wait(WAIT_SECONDS), f"no answer to {missing}"
            self._wake.clear()
            self.events += self.outbox.drain()
            missing -= {event.id for event in self.events if isinstance(event, TERMINAL)}
        return self.events


class Driver:
    """Services whose events are handled on the test's thread until something holds."""

    def __init__(self, services: Services, store: ConversationStore) -> None:
        self.services = services
        self.store = store
        self._wake = Flag()
        services.watch(self._wake.set)

    def until(self, holds: Callable[[], bool]) -> None:
        self.services.drain()
        while not holds():
            assert self._wake.wait(WAIT_SECONDS), "nothing came"
            self._wake.clear()
            self.services.drain()

    def until_idle(self) -> None:
        self.until(lambda: self.services.answers.running is None)

    def ready(self) -> None:
        assert self.services.models.load_last()
        self.until(lambda: self.services.models.info() is not None)


@contextmanager
def running_services(home: Path, script: Script) -> Iterator[Driver]:
    """Services over a real store in `home`, with the script as the language model."""
    from chatapp.storage.opening import open_store

    place = Paths(home)
    place.create()
    opened = open_store(place)
    services = Services(opened.store, ScriptedLibrary(home), scripted.loader(script), SettingsFile(place.settings))
    services.notices = opened.notices
    try:
        yield Driver(services, opened.store)
    finally:
        services.close()
