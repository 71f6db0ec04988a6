"""Links that a person follows leave for the system's own browser, and only those that a browser or a mailer takes."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SCHEMES = frozenset(("http", "https", "mailto"))


def is_openable(link: str) -> bool:
    """A file or a program that an answer names is not started."""
    return QUrl(link, QUrl.ParsingMode.StrictMode).scheme().lower() in SCHEMES


def open_link(link: str) -> None:
    if is_openable(link):
        QDesktopServices.openUrl(QUrl(link))
