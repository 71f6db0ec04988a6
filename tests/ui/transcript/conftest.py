import pytest
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.view import TranscriptView


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    shown = TranscriptView()
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown
