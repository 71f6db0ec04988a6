"""How a newer version is told: a banner, never more."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chatapp import __version__
from chatapp.library.update_feed import UpdateFeed
from chatapp.ui.updates.presenter import UPDATES
from tests.library.publisher import PLACE, Publisher, Signer, publishing, version_file
from tests.ui.desktop import Desktop, desktop

SIGNER = Signer()


@contextmanager
def asking(home: Path, bot: QtBot, version: str, signer: Signer = SIGNER) -> Iterator[tuple[Desktop, Publisher]]:
    """A window of a build that knows whom to ask."""
    with publishing() as publisher, desktop(home, bot) as desk:
        content = version_file(version, notes={"en": "Faster.\n<b>Safer.</b>", "zh_CN": "更快。"})
        publisher.publish(content, signer.sign(content))
        desk.services.updates.feed = UpdateFeed(publisher.address, SIGNER.public_key)
        yield desk, publisher


def told(desk: Desktop) -> list[str]:
    return desk.window.exchange_panel.banners.sentences()


def switch(desk: Desktop, *, is_on: bool) -> None:
    """As the preferences do it."""
    settings = desk.services.settings
    settings.change(updates=settings.current.updates.model_copy(update={"is_on": is_on}))
    desk.window.steward.follow_settings()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toString()))
    return found


def test_a_window_that_was_not_told_to_asks_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    with asking(tmp_path, qtbot, "9.0.0") as (desk, publisher):
        desk.window.steward.updates.begin()
        desk.window.steward.follow_settings()
        assert (publisher.requests, told(desk)) == ([], [])


def test_a_newer_version_is_told_with_its_notes_and_its_page_is_shown_before_it_opens(
    tmp_path: Path, qtbot: QtBot, opened: list[str]
) -> None:
    with asking(tmp_path, qtbot, "9.0.0") as (desk, publisher):
        switch(desk, is_on=True)
        qtbot.waitUntil(lambda: told(desk) != [])
        assert told(desk) == [f"Causerie 9.0.0 is out; this is {__version__}. Nothing was fetched."]
        banners = desk.window.exchange_panel.banners
        assert any(label.text() == "Faster.\n<b>Safer.</b>" for label in banners.findChildren(QLabel))
        banners.act(UPDATES)
        assert told(desk) == ["This opens in your browser: https://example.org/causerie"]
        assert opened == []
        banners.act(UPDATES)
        assert (opened, told(desk)) == (["https://example.org/causerie"], [])
        assert publisher.requests == [PLACE, f"{PLACE}.minisig"]


def test_check_now_says_that_this_is_the_newest(tmp_path: Path, qtbot: QtBot) -> None:
    with asking(tmp_path, qtbot, __version__) as (desk, _):
        desk.window.commands.check_updates.trigger()
        assert told(desk) == ["Asking whether there is a new version…"]
        qtbot.waitUntil(lambda: told(desk) == [f"This is the newest version, {__version__}."])


def test_a_forgery_is_told_even_if_nobody_asked(tmp_path: Path, qtbot: QtBot) -> None:
    with asking(tmp_path, qtbot, "9.0.0", Signer()) as (desk, _):
        switch(desk, is_on=True)
        qtbot.waitUntil(lambda: told(desk) != [])
        assert "not signed" in told(desk)[0]


def test_an_offline_computer_is_told_of_only_to_whom_asks(tmp_path: Path, qtbot: QtBot) -> None:
    with asking(tmp_path, qtbot, "9.0.0") as (desk, publisher):
        publisher.files.clear()
        switch(desk, is_on=True)
        qtbot.waitUntil(lambda: desk.services.updates.state.problem is not None)
        assert told(desk) == []
        desk.window.commands.check_updates.trigger()
        qtbot.waitUntil(lambda: told(desk) == ["Nobody could say whether there is a new version."])


def test_a_build_that_asks_nobody_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    sentence = "This build of Causerie names no address to ask for new versions at, so it asks nobody."
    with desktop(tmp_path, qtbot) as desk:
        desk.window.commands.check_updates.trigger()
        assert told(desk) == [sentence]
        desk.window.exchange_panel.banners.dismiss(UPDATES)
        switch(desk, is_on=True)
        assert told(desk) == [sentence]


def test_in_another_language_the_notes_are_others(tmp_path: Path, qtbot: QtBot) -> None:
    with asking(tmp_path, qtbot, "9.0.0") as (desk, publisher):
        desk.front.begin()
        settings = desk.services.settings
        window = settings.current.window.model_copy(update={"language": "zh_CN"})
        settings.change(window=window, updates=settings.current.updates.model_copy(update={"is_on": True}))
        before = desk.front.window
        desk.front.follow_settings()
        qtbot.waitUntil(lambda: desk.front.window is not before)
        qtbot.waitUntil(lambda: desk.front.window.exchange_panel.banners.sentences() != [])
        banners = desk.front.window.exchange_panel.banners
        assert any(label.text() == "更快。" for label in banners.findChildren(QLabel))
        assert publisher.requests.count(PLACE) == 1
