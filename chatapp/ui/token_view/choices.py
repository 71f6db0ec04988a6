"""The menu of what might have stood in a word's place. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from chatapp.domain.token_view import TokenSpan
from chatapp.ui.token_view import wording


class ChoiceMenu(QMenu):
    chosen = Signal(object)  # a domain.token_view.Choice

    def __init__(self, span: TokenSpan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What else might have stood here"))
        self.addSection(self.tr("Answer again from here with"))
        for choice in span.choices:
            words = wording.shown(choice).replace("&", "&&")
            action = self.addAction(f"{words}\t{wording.share(choice.probability)}")
            action.setCheckable(True)
            action.setChecked(choice.is_taken)
            action.setEnabled(choice.can_start)
            action.triggered.connect(lambda _checked=False, choice=choice: self.chosen.emit(choice))
