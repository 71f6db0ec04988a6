from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from chatapp.ui.chat.outside import open_link

SCHEMES = ("https", "mailto", "file", "javascript", "smb")


class Browser(QObject):
    """In the system's place."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    browser = Browser()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, browser, "open")  # type: ignore[arg-type]  # its stub asks for bytes, which it refuses
    yield browser
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("link", ["https://example.org/a?b", "mailto:someone@example.org"])
def test_what_a_browser_or_a_mailer_takes_is_opened(browser: Browser, link: str) -> None:
    open_link(link)
    assert browser.opened == [link]


@pytest.mark.parametrize("link", ["file:///etc/passwd", "/bin/sh", "javascript:alert(1)", "smb://host/share", ""])
def test_files_and_programs_are_not(browser: Browser, link: str) -> None:
    open_link(link)
    assert browser.opened == []
