"""The real window over real services and a real store; only the language model plays back text."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.settings import SettingsFile
from chatapp.ui.bridge import Bridge
from chatapp.ui.front import Front
from chatapp.ui.main_window import MainWindow, Surroundings
from tests.fakes import WAIT_SECONDS, ScriptedLibrary, echo


@dataclass
class Gate:
    """A script's pace: lets so many steps through, and holds the others until it is opened."""

    steps: int
    opened: Flag = field(default_factory=Flag)

    def __call__(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            self.opened.wait(WAIT_SECONDS)

    def open(self) -> None:
        self.opened.set()


@dataclass
class Desktop:
    """`bot` types and waits; `until` waits for something to hold while the window lives."""

    services: Services
    front: Front
    library: ScriptedLibrary
    bot: QtBot

    @property
    def window(self) -> MainWindow:
        return self.front.window

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=int(WAIT_SECONDS * 1000))

    def until_idle(self) -> None:
        self.until(lambda: self.services.answers.running is None)

    def ready(self) -> None:
        assert self.services.models.load_last()
        self.until(lambda: self.services.models.info() is not None)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """To whoever has the keyboard, as a person would."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def say(self, text: str) -> None:
        """Types into the composer and presses Enter."""
        edit = self.window.chat_page.composer.edit
        edit.setFocus()
        self.until(edit.hasFocus)  # a window that goes may take the keyboard with it for a moment
        edit.setPlainText(text)
        self.press(Qt.Key.Key_Return)

    def ask(self, text: str) -> int:
        """Says it, waits for the answer, and returns the conversation's id."""
        self.say(text)
        self.until_idle()
        conversation_id = self.window.chat.open_id
        assert conversation_id is not None
        return conversation_id

    def texts(self) -> list[str]:
        """What is stored on the shown path."""
        conversation_id = self.window.chat.open_id
        assert conversation_id is not None
        return [turn.message.text for turn in self.services.conversations.turns(conversation_id)]

    def banners(self) -> list[str]:
        return self.window.chat_page.banners.sentences()

    def has_keyboard(self, widget: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is widget or widget.isAncestorOf(focus))


@dataclass(frozen=True)
class Plan:
    """What stands behind the window: the script, whether there is no model, what a diagnosis says."""

    script: Script = field(default_factory=lambda: Script(echo))
    is_empty: bool = False
    diagnosis: str = "versions and paths"


@contextmanager
def desktop(home: Path, bot: QtBot, plan: Plan | None = None) -> Iterator[Desktop]:
    from chatapp.storage.opening import open_store

    plan = plan or Plan()
    place = Paths(home)
    place.create()
    opened = open_store(place)
    library = ScriptedLibrary(home, is_empty=plan.is_empty)
    services = Services(opened.store, library, scripted.loader(plan.script), SettingsFile(place.settings))
    services.notices = opened.notices
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    diagnosis = (sys.executable, "-c", f"print({plan.diagnosis!r})")
    front = Front(app, services, Surroundings(place, diagnosis))
    window = front.window
    bridge = Bridge(lambda: front.window.asking(services.drain), lambda: services.is_pending)
    services.watch(bridge.wake)
    window.show()
    window.activateWindow()
    bot.waitUntil(window.isActiveWindow)
    try:
        yield Desktop(services, front, library, bot)
    finally:
        front.close()
        front.translation.choose("en")
        bridge.close()
        services.close()
        opened.store.close()
        front.window.deleteLater()
        front.deleteLater()
