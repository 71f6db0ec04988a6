"""`python -m chatapp.ui.drafting [--dark]`: the page alone, with a sample text and words that are proposed after it."""

import sys
from itertools import count

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from chatapp.domain.word_count import counts_of
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.theme import Theme, ThemeChoice

SAMPLE = """# The bakery on Mill Street

The rain had stopped before dawn, and the town smelled of *wet stone* and **bread**. Ines unlocked the door
"""
PROPOSED = "of the shop where nobody had slept, and lit the second oven."


def main() -> int:
    app = QApplication(sys.argv)
    Theme(app).choose(ThemeChoice.DARK if "--dark" in sys.argv else ThemeChoice.LIGHT)
    page = DraftPage()
    page.resize(900, 640)
    editor = page.editor
    editor.show_text(SAMPLE)
    editor.select(len(SAMPLE) - 1, len(SAMPLE) - 1)
    editor.accepted.connect(editor.insertPlainText)
    page.finder.replaced.connect(lambda splice, _is_all: editor.apply((splice,)))
    editor.edited.connect(lambda _splice: page.status.show_counts(counts_of(editor.text)))
    frames = count(1)
    timer = QTimer(page, interval=50)
    timer.timeout.connect(lambda: editor.ghost.stream(PROPOSED[: next(frames)]))
    timer.start()
    page.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
