"""What the actions about reading do: find, copy, select, go from turn to turn. GUI thread; the transcript does it."""

from PySide6.QtCore import QObject

from chatapp.ui.actions import Actions
from chatapp.ui.transcript.view import TranscriptView


class ReadingCommands(QObject):
    def __init__(self, actions: Actions, transcript: TranscriptView) -> None:
        super().__init__(actions)
        reading = transcript.reading
        actions.find.triggered.connect(lambda: reading.ask_what_to_find() if transcript.isVisible() else None)
        actions.find_next.triggered.connect(lambda: reading.step_found(1))
        actions.find_previous.triggered.connect(lambda: reading.step_found(-1))
        actions.copy_markdown.triggered.connect(reading.copy_markdown)
        actions.select_all.triggered.connect(reading.selection.select_all)
        actions.turn_above.triggered.connect(lambda: reading.step_turn(-1))
        actions.turn_below.triggered.connect(lambda: reading.step_turn(1))
