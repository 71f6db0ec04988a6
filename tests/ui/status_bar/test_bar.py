from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from chatapp.domain.generation import Figures
from chatapp.ui.status_bar.bar import StatusBar


def test_what_has_no_room_is_cut_and_pushes_nothing_out_of_the_window(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show_answer(None, Figures(prompt_tokens=1200, generated_tokens=456, context_limit=4096))
    bar.dropped.setText("12 old turns are out of the window, a summary stands for six of them " * 3)
    bar.resize(640, bar.sizeHint().height())
    bar.show()
    assert bar.width() == 640
    for widget in (bar.context, bar.meter):
        assert widget.geometry().right() <= bar.width()
        assert widget.width() >= widget.sizeHint().width() or not isinstance(widget, QLabel)
