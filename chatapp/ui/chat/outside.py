"""Links that a person follows leave for the system's own browser or mailer. GUI thread."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from chatapp.ui.markdown.link import is_clickable


def open_link(link: str) -> None:
    """A file or a program that an answer names is not started."""
    if is_clickable(link):
        QDesktopServices.openUrl(QUrl(link))
