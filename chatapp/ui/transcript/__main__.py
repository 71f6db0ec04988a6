"""`python -m chatapp.ui.transcript [--dark]`: the widget alone, with sample turns and an answer that streams."""

import sys
from itertools import count

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.theme import Theme, ThemeChoice
from chatapp.ui.transcript.samples import samples
from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.unsent import UnsentTexts


def main() -> int:
    app = QApplication(sys.argv)
    theme = Theme(app)
    theme.choose(ThemeChoice.DARK if "--dark" in sys.argv else ThemeChoice.LIGHT)
    view = TranscriptView(UnsentTexts())
    view.resize(1000, 760)
    turns = samples()
    view.show_turns(turns)
    live_id, text = turns[-1].message.id, turns[1].message.text * 20
    frames = count(1)

    def stream() -> None:
        length = next(frames) * 4
        view.show_live(LiveAnswer(live_id, 1, text[:length], Phase.WRITING))

    timer = QTimer(view, interval=16)
    timer.timeout.connect(stream)
    timer.start()
    view.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
