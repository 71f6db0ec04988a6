"""What is under way: its name, how far it is, the time that is left, and the way to end it. GUI thread."""

from PySide6.QtWidgets import QWidget

from chatapp.domain.model import TaskProgress
from chatapp.services.errand import Standing
from chatapp.ui import quantities
from chatapp.ui.translation_catalogue import said
from chatapp.ui.widgets.progress_strip import ProgressStrip


class ErrandStrip(ProgressStrip):
    """Hidden while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text.setMinimumWidth(80)
        self.setContentsMargins(16, 8, 16, 8)
        self.hide()

    def show_standing(self, standing: Standing | None) -> None:
        if standing is None:
            self.cancel.setEnabled(True)
            self.hide()
            return
        if self.cancel.isEnabled():  # else it is ending, and says so
            self.text.setText(words_of(standing))
        self.show_fraction(None if standing.progress is None else standing.progress.fraction)
        self.show()


def words_of(standing: Standing) -> str:
    parts = [said(standing.name), *_progress_words(standing.progress)]
    return " · ".join(part for part in parts if part)


def _progress_words(progress: TaskProgress | None) -> list[str]:
    if progress is None:
        return []
    words = [said(progress.stage)]
    if progress.fraction is not None:
        words.append(quantities.percent(progress.fraction))
    if progress.seconds_left is not None:
        words.append(quantities.time_left(progress.seconds_left))
    return words
