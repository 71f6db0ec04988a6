import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from chatapp.ui.termination import Termination

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")


def test_a_signal_to_the_process_is_a_signal_of_qt(qtbot: QtBot) -> None:
    termination = Termination()
    with qtbot.waitSignal(termination.asked):
        os.kill(os.getpid(), signal.SIGTERM)
    termination.close()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
