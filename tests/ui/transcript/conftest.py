import pytest
from pytestqt.qtbot import QtBot

from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.unsent import UnsentTexts


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    shown = TranscriptView(UnsentTexts())
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown
