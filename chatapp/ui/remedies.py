"""Which remedies of a problem the window can carry out itself: those become buttons, the others are told. GUI thread.

Remedies are English sentences of other parts of the program; each names the action that does it.
"""

from collections.abc import Mapping

from PySide6.QtGui import QAction

from chatapp.ui.actions import Actions


def remedies_of(actions: Actions) -> Mapping[str, QAction]:
    choose, add, new = actions.choose_model, actions.import_file, actions.new
    return {
        "Choose a model": choose,
        "Choose another model": choose,
        "Choose a smaller model": choose,
        "Choose a smaller model, or one packed with fewer bits": choose,
        "Choose a model with a larger window": choose,
        "Choose a model file instead": add,
        "Choose another file": add,
        "Start a new, shorter conversation": new,
        "Start a shorter conversation": new,
    }
