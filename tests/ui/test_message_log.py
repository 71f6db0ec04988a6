import logging

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from chatapp.ui import message_log


@pytest.mark.no_qt_log
def test_what_qt_says_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    message_log.install()
    try:
        with caplog.at_level(logging.DEBUG, logger="qt"):
            qWarning("something odd")
    finally:
        qInstallMessageHandler(None)
    assert [(record.levelno, "something odd" in record.message) for record in caplog.records] == [
        (logging.WARNING, True)
    ]
